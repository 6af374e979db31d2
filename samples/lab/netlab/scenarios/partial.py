"""Captures of a part of the traffic of networks in which nothing is wrong."""

from ..lab import every
from ..scenario import MANY, scenario

_ANY = (0, None)
_FLAGS = "tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-rst) != 0"
_UDP_PORT = 5004
_HEADERS = 96


def _talk(lab, net, port):
    return [
        lab.fetch(client, net.s1, port, lab.vary("first_size", 400, between=(100, 3000)), 12_000) for client in net.clients
    ]


@scenario(
    "capture-filtered",
    shows="""Downloads over a healthy network, captured with a filter on one port, which the file names.""",
    capture_quality=["capture-filtered"],
    not_with=("vxlan",),
)
def capture_filtered(lab):
    net = lab.sites(clients=3)
    port = lab.vary("port", 80, among=(80, 443, 5432))
    lab.serve(net.s1, port)
    with lab.capture(net.s1, snaplen=_HEADERS, capture_filter=f"tcp port {port}"):
        flows = _talk(lab, net, port)
    return {"fault": f"the capture filter is: tcp port {port}", "flows": flows}


@scenario(
    "capture-filtered-flags",
    shows="""Downloads over a healthy network, captured with a filter that passes only what opens, closes or resets a
        connection; the file does not tell of it.""",
    capture_quality=["capture-filtered"],
    signs={"ack-lost-segment": _ANY, "lost-segment": _ANY, "out-of-order": _ANY, "retransmission": _ANY},
    not_with=("vxlan",),
)
def capture_filtered_flags(lab):
    net = lab.sites(clients=3)
    port = lab.vary("port", 80, among=(80, 443, 5432))
    lab.serve(net.s1, port)
    with lab.capture(net.s1, capture_filter=_FLAGS) as recording:
        flows = _talk(lab, net, port) + _talk(lab, net, port)
        recording.forget_filter()
    return {"fault": f"the capture filter is: {_FLAGS}", "flows": flows}


@scenario(
    "capture-filtered-fragments",
    shows="""Datagrams of 4 to 8 kB in fragments, which all arrive and are answered, captured with a filter on their
        port: later fragments have no ports and do not pass it. The file does not tell of it.""",
    capture_quality=["capture-filtered"],
    signs={"fragment": MANY},
    not_with=("vxlan",),
)
def capture_filtered_fragments(lab):
    net = lab.sites(clients=1)
    lab.serve_datagrams(net.s1, _UDP_PORT, lambda datagram: datagram)
    count = lab.vary("datagrams", 6, between=(4, 12))
    size = lab.vary("size", 4000, between=(3000, 8000))
    with lab.capture(net.s1, snaplen=_HEADERS, capture_filter=f"udp port {_UDP_PORT}") as recording:
        asking = lab.datagrams(net.c1)
        for number in range(count):
            asking.sendto(bytes(size + number), (net.s1.address(), _UDP_PORT))
            asking.recvfrom(65535)
        recording.forget_filter()
    return {"fault": f"the capture filter is: udp port {_UDP_PORT}", "datagrams": count}


@scenario(
    "capture-filtered-service",
    shows="""Small requests to one service for more than a minute, captured with a filter on its port: not even an ARP
        request is seen. The file does not tell of it.""",
    capture_quality=["capture-filtered"],
    not_with=("vxlan",),
)
def capture_filtered_service(lab):
    net = lab.sites(clients=2)
    port = lab.vary("port", 443, among=(80, 443, 5432))
    lab.serve(net.s1, port)
    with lab.capture(net.s1, snaplen=_HEADERS, capture_filter=f"tcp port {port}") as recording:
        calls = [lambda c=client: lab.fetch(c, net.s1, port, 400, 3000) for client in net.clients]
        flows = sum(every(5, 14, lambda: lab.at_once(*calls)), [])
        recording.forget_filter()
    return {"fault": f"the capture filter is: tcp port {port}", "flows": flows}
