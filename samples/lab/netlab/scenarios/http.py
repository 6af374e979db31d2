"""Web services that fail: with an error, late, in the middle of an answer, or with nothing at all."""

import time

from ..lab import every
from ..scenario import CLIENTS, MANY, Incident, scenario
from ..traffic import filler
from ..web import application, chunks, curl, nginx, page, proxied, resetting, short, silent, status
from ..wire import Wan

_ANY = (0, None)
_BACKEND_PORT = 8080
_STRAYS = ("retransmission", "duplicate-ack")  # of a busy machine that is late with its acknowledgements


def _web(name, signs=(), not_with=(), **particulars):
    signs = dict.fromkeys(_STRAYS, (0, 3)) | dict(signs)
    return scenario(name, versions=(4, 6), not_with=("snaplen", *not_with), signs=signs, **particulars)


def _cut(name, incidents, **particulars):
    """Answers that end too soon. tshark takes for whole what comes in the same frame as the FIN."""
    signs = {"http-unanswered": MANY}
    return _web(name, signs, ("offload",), incidents=incidents, **particulars)


def _points(lab, net, first=None):
    """At the web server, which sees what it asks of others too, or before it."""
    points = [net.s1, net.c1, (net.r1, "lan"), (net.r1, "wan"), (net.r2, "wan")]
    return lab.point(*sorted(points, key=lambda point: point is not first))


def _expect_behind(lab, behind, front):
    """Expect these incidents where the capture shows what the web server asks of others, and otherwise those."""
    lab.expect(*(behind if lab.recording.point.startswith("s1") else front))


def _front(rule):
    return Incident(rule, clients=CLIENTS, servers=["s1"])


def _visits(lab, net, path, times, others=("/400", "/1200"), give_up_s=20, pause_s=0.3):
    """Each client asks for this path so many times, and for others between. Gives what curl told."""

    def visit(client):
        return sum(every(pause_s, times, lambda: curl(lab, client, net.s1, [path, *others], give_up_s=give_up_s)), [])

    return sum(lab.at_once(*(lambda client=client: visit(client) for client in net.clients)), [])


@_web(
    "http-bad-gateway",
    shows="""A reverse proxy answers 502 for one application: the back end behind it is not listening, and
        refuses. Pages that the proxy has itself are fine. Captured at the proxy, so that both legs are seen.""",
    incidents=[Incident("connection-refused", clients=["s1"], servers=["s2"])],
    signs={"http-502": MANY, "reset": _ANY},
)
def bad_gateway_refused(lab):
    net = lab.sites(clients=2, servers=2, wan=lab.wan())
    port = lab.vary("backend_port", _BACKEND_PORT, among=(8080, 3000, 9000))
    times = lab.vary("times", 5, between=(4, 12))
    lab.note(net.s2, "absent", f"nothing listens on port {port}")
    with nginx(net.s1, proxied(lab, "/app", net.s2, port)), lab.capture(_points(lab, net)):
        told = _visits(lab, net, "/app/list", times)
    _expect_behind(
        lab, [Incident("connection-refused", clients=["s1"], servers=["s2"])], [_front("http-server-error")]
    )
    return {"fault": "the back end on s2 does not listen", "curl": told}


@_web(
    "http-bad-gateway-reset",
    shows="""A reverse proxy answers 502 for one application: the back end behind it takes each request and breaks
        the connection. Captured in front of the proxy, which does not show the back end.""",
    incidents=[_front("http-server-error")],
    signs={"http-502": MANY},
    version=6,
)
def bad_gateway_reset(lab):
    net = lab.sites(clients=2, servers=2, wan=lab.wan())
    times = lab.vary("times", 6, between=(4, 12))
    lab.serve(net.s2, _BACKEND_PORT, application(app=resetting))
    lab.note(net.s2, "resetting", f"the application on port {_BACKEND_PORT} resets each connection that asks")
    with nginx(net.s1, proxied(lab, "/app", net.s2, _BACKEND_PORT)):
        with lab.capture(lab.point((net.r1, "lan"), net.c1, (net.r1, "wan"))):
            told = _visits(lab, net, "/app/list", times)
    return {"fault": "the back end on s2 resets", "curl": told}


@_web(
    "http-unavailable",
    shows="""A web server limits the rate of requests to one application and turns most of them away with 503;
        other pages are fine.""",
    incidents=[_front("http-server-error")],
    signs={"http-503": MANY},
)
def unavailable(lab):
    net = lab.sites(clients=2, servers=2, wan=lab.wan())
    by = lab.vary("by", "limit", among=("limit", "backend"))
    turned_away = status("503 Service Unavailable")
    lab.serve(net.s2, _BACKEND_PORT, application(app=page(900) if by == "limit" else turned_away))
    limit = "limit_req zone=few;" if by == "limit" else ""
    zone = "limit_req_zone $host zone=few:64k rate=30r/m;"
    lab.note(net.s1 if by == "limit" else net.s2, "limited", "turns away with 503")
    with nginx(net.s1, proxied(lab, "/app", net.s2, _BACKEND_PORT, limit), zone), lab.capture(_points(lab, net)):
        told = _visits(lab, net, "/app/list", lab.vary("times", 8, between=(6, 15)))
    both = [_front("http-server-error")]
    behind = both if by == "limit" else [Incident("http-server-error", clients=["s1"], servers=["s2"])]
    _expect_behind(lab, behind, both)
    return {"fault": f"503 by {by}", "curl": told}


@_web(
    "http-gateway-timeout",
    shows="""A reverse proxy waits three seconds for a back end that takes requests and never answers, and then
        says 504. Pages that the proxy has itself are fine. Captured at the proxy, so that both legs are seen.""",
    incidents=[Incident("app-silent", clients=["s1"], servers=["s2"])],
    signs={"http-504": MANY, "http-slow": MANY},
)
def gateway_timeout(lab):
    net = lab.sites(clients=2, servers=2, wan=lab.wan())
    patience = lab.vary("patience_s", 3, between=(3, 6))
    lab.serve(net.s2, _BACKEND_PORT, application(app=silent(60)))
    lab.note(net.s2, "hung", "the application takes requests and does not answer")
    location = proxied(lab, "/app", net.s2, _BACKEND_PORT, f"proxy_read_timeout {patience}s;")
    with nginx(net.s1, location), lab.capture(_points(lab, net)):
        told = _visits(lab, net, "/app/list", lab.vary("times", 3, between=(3, 5)))
    _expect_behind(lab, [Incident("app-silent", clients=["s1"], servers=["s2"])], [_front("http-server-error")])
    return {"fault": "the back end on s2 does not answer", "curl": told}


@_web(
    "http-application-error",
    shows="""An application fails with 500 for one kind of request and serves all others.""",
    incidents=[_front("http-server-error")],
    signs={"http-500": MANY},
)
def application_error(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    failing = status("500 Internal Server Error", 300)
    lab.serve(net.s1, 80, application(order=failing, list=page(1500), item=page(700)))
    with lab.capture(_points(lab, net, net.c1)):
        told = _visits(lab, net, "/order/17", lab.vary("times", 5, between=(4, 12)), ["/list", "/item/3"])
    return {"fault": "/order fails", "curl": told}


@_web(
    "http-slow-backend",
    shows="""Reports take two seconds: the back end behind a reverse proxy thinks. Other pages are quick. Captured
        at the proxy, so that both legs are seen.""",
    incidents=[Incident("http-slow-response", clients=["s1"], servers=["s2"])],
    signs={"http-slow": MANY},
)
def slow_backend(lab):
    net = lab.sites(clients=2, servers=2, wan=lab.wan())
    think_s = lab.vary("think_s", 2.0, between=(1.5, 4.0))
    lab.serve(net.s2, _BACKEND_PORT, application(app=page(3000, think_s)))
    lab.note(net.s2, "slow", f"the application thinks for {think_s} s")
    with nginx(net.s1, proxied(lab, "/app", net.s2, _BACKEND_PORT)), lab.capture(_points(lab, net)):
        told = _visits(lab, net, "/app/report", lab.vary("times", 3, between=(3, 5)), ["/400"])
    behind = [Incident("http-slow-response", clients=["s1"], servers=["s2"])]
    _expect_behind(lab, behind, [_front("http-slow-response")])
    return {"fault": f"the back end on s2 needs {think_s} s", "curl": told}


@_web(
    "http-slow-response",
    shows="""One search takes two seconds, other pages are quick. Captured at the client, whose own times are
        told.""",
    incidents=[Incident("http-slow-response", clients=["c1"], servers=["s1"])],
    signs={"http-slow": MANY},
)
def slow_response(lab):
    net = lab.sites(wan=lab.wan(delay_ms=20))
    think_s = lab.vary("think_s", 2.0, between=(1.5, 4.0))
    lab.serve(net.s1, 80, application(search=page(4000, think_s), list=page(1500)))
    with lab.capture(lab.point(net.c1, (net.r1, "lan"), net.s1)):
        told = _visits(lab, net, "/search?q=lost", lab.vary("times", 6, between=(5, 8)), ["/list"], pause_s=0.1)
    return {"fault": f"/search needs {think_s} s", "curl": told}


@_web(
    "http-slow-network",
    shows="""The way to the server is long, 600 ms there and back. Each page takes more than a second to come, and
        the server is quick. Captured at the client, whose own times are told.""",
)
def slow_network(lab):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 300, between=(250, 400))))
    with nginx(net.s1), lab.capture(lab.point(net.c1, (net.r1, "lan"), (net.r1, "wan"))):
        told = _visits(lab, net, "/9000", lab.vary("times", 5, between=(4, 6)), ["/400"])
    return {"fault": None, "curl": told}


@_web(
    "http-slow-upload",
    shows="""Clients upload pictures over a slow line and each takes seconds; the server answers at once when it
        has all. Nothing is wrong with it.""",
    signs={"reset": (0, 3)},
)
def slow_upload(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=20, rate_mbit=lab.vary("rate_mbit", 0.5, between=(0.4, 1.5))))
    lab.serve(net.s1, 80, application(picture=status("201 Created")))
    size = lab.vary("bytes", 80_000, between=(80_000, 200_000))

    def upload(client):
        options = ("--data-binary", "@-", "-H", "Content-Type: image/png")
        return sum(every(1, 3, lambda: curl(lab, client, net.s1, ["/picture"], *options, body=filler(size))), [])

    with lab.capture(_points(lab, net, net.c1), snaplen=600):
        told = sum(lab.at_once(*(lambda client=client: upload(client) for client in net.clients)), [])
    return {"fault": None, "curl": told}


def _cut_answers(lab, answer, at):
    """Answers of one application end too soon, others do not."""
    net = lab.sites(clients=2, wan=lab.wan())
    lab.serve(net.s1, 80, application(export=answer, list=page(1500)))
    lab.note(net.s1, "cut", "the application ends its answers too soon")
    with lab.capture(_points(lab, net, net.host(at))):
        told = _visits(lab, net, "/export", lab.vary("times", 3, between=(3, 8)), ["/list"])
    return {"fault": "s1 ends its answers too soon", "curl": told}


@_cut(
    "http-body-truncated",
    shows="""An export ends before it has sent as many bytes as it had promised; other pages are whole.""",
    incidents=[_front("http-body-truncated")],
)
def body_truncated(lab):
    share = lab.vary("share", 0.4, between=(0.1, 0.9))
    return _cut_answers(lab, short(8000, int(8000 * share)), at="s1")


@_cut(
    "http-chunks-truncated",
    shows="""An export in chunks ends without the last one; other pages are whole. Captured at a client.""",
    incidents=[Incident("http-body-truncated", clients=CLIENTS, servers=["s1"])],
    version=6,
)
def chunks_truncated(lab):
    count = lab.vary("chunks", 4, between=(1, 8))
    answer = chunks(count, 900, lab.vary("pause_s", 0.05, between=(0.0, 0.2)), last=False)
    return _cut_answers(lab, answer, at="c1")


@_cut(
    "http-proxy-truncated",
    shows="""A back end ends its answers too soon, and the reverse proxy before it can but pass that on. Captured
        at the proxy, so that both legs are seen.""",
    incidents=[Incident("http-body-truncated", clients=["s1"], servers=["s2"])],
)
def proxy_truncated(lab):
    net = lab.sites(clients=2, servers=2, wan=lab.wan())
    sent = lab.vary("sent", 9000, between=(100, 18_000))
    lab.serve(net.s2, _BACKEND_PORT, application(export=short(20_000, sent)))
    lab.note(net.s2, "cut", "the application ends its answers too soon")
    with nginx(net.s1, proxied(lab, "/export", net.s2, _BACKEND_PORT)), lab.capture(_points(lab, net)):
        told = _visits(lab, net, "/export", lab.vary("times", 3, between=(3, 8)), ["/400"])
    behind = [Incident("http-body-truncated", clients=["s1"], servers=["s2"])]
    _expect_behind(lab, behind, [_front("http-body-truncated")])
    return {"fault": "s2 ends its answers too soon", "curl": told}


@_web(
    "app-silent",
    shows="""A web server takes requests for one application, acknowledges them and never answers, until the
        clients give up after some seconds; other pages come.""",
    incidents=[_front("app-silent")],
    signs={"http-unanswered": MANY},
)
def app_silent(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    patience, times = lab.vary("patience_s", 5, between=(4, 10)), lab.vary("times", 2, between=(2, 4))
    lab.serve(net.s1, 80, application(report=silent(60), list=page(1500)))
    lab.note(net.s1, "hung", "the application behind /report does not answer")
    with lab.capture(_points(lab, net, net.c1)):
        told = lab.at_once(*(lambda client=client: _try(lab, client, net.s1, patience, times) for client in net.clients))
    return {"fault": "/report is never answered", "curl": sum(told, [])}


def _try(lab, client, server, patience, times):
    told = curl(lab, client, server, ["/list"])
    for _ in range(times):
        told += curl(lab, client, server, ["/report"], give_up_s=patience)
        told += curl(lab, client, server, ["/list", "/list"])
    return told


@_web(
    "app-silent-binary",
    shows="""A server of a binary protocol accepts connections and requests and never says a word; each client
        gives up after the same time.""",
    incidents=[_front("app-silent")],
    version=6,
)
def app_silent_binary(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    port = lab.vary("port", 5432, among=(5432, 6379, 11211, 7000))
    patience, times = lab.vary("patience_s", 4, between=(4, 10)), lab.vary("times", 3, between=(3, 5))
    lab.serve(net.s1, port, _swallow)
    lab.note(net.s1, "hung", f"the server on port {port} reads and does not answer")

    def ask(client):
        session = lab.session(client, net.s1, port).open()
        session.socket.sendall(b"\0\0\0\x2a\0\x03\0\0user\0lab\0database\0orders\0application\0")
        time.sleep(patience)
        return session.drop()

    with lab.capture(_points(lab, net)):
        flows = lab.at_once(*(lambda client=client: every(0.5, times, lambda: ask(client)) for client in net.clients))
    return {"fault": f"port {port} is never answered", "flows": sum(flows, [])}


def _swallow(connection):
    while connection.recv(65536):
        pass


@_web(
    "no-connection-reuse",
    shows="""A client asks one service for a hundred and more small things and opens a connection for each, over a
        path of 40 ms: half of the time goes into handshakes.""",
    incidents=[Incident("no-connection-reuse", clients=["c1"], servers=["s1"])],
    signs={"reset": (0, 3)},
)
def no_reuse(lab):
    net = lab.sites(wan=lab.wan(delay_ms=20, slowest_ms=60))
    count = lab.vary("requests", 108, between=(110, 200))
    with nginx(net.s1), lab.capture(_points(lab, net, net.c1)):
        told = curl(lab, net.c1, net.s1, [f"/400?n={n}" for n in range(count)], "-H", "Connection: close", give_up_s=90)
    return {"fault": "a connection for each request", "requests": len(told)}
