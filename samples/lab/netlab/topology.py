"""The one network of the laboratory: two sites of hosts, each behind its router, joined by one wide-area link.

    c1 c2 ...  -- r1 ==== wan ==== r2 --  s1 s2 ...
    10.1.0.0/24, fd42:1::/64              10.2.0.0/24, fd42:2::/64

In each router the hosts' cables end in a bridge named `lan`; the wide-area end is a TAP device named `wan`.
"""

from .firewall import Firewall
from .namespaces import Namespace
from .variants import Variant
from .wire import Wan, Wire

_SITE = {"c": 1, "s": 2, "r": 0}
_ENDS_OF_EVERY_HOST = {
    "ipv4__tcp_no_metrics_save": 1,
    "ipv4__tcp_mtu_probing": 0,
    "ipv4__tcp_congestion_control": "reno",
    "ipv6__conf__default__accept_dad": 0,
    "ipv6__conf__default__accept_ra": 0,
    "ipv6__conf__default__router_solicitations": 0,
    "ipv6__conf__default__mldv2_unsolicited_report_interval": 10,  # said and done before a capture begins
}
_UNDERLAY = "under"  # the device that carries the tunnel, where there is one
_TUNNEL_BYTES = 50  # from the head of its frames to the head of those inside
_OFFLOADS = ("tso", "gso", "gro", "tx", "rx", "sg")


def address(label, version=4):
    """The address of a host by its label (c1, s2), of a router (r1, r2) on its site's side; others stay as they are."""
    if label[:1] not in _SITE or not label[1:].isdigit():
        return label
    site, host = (int(label[1:]), 1) if label[0] == "r" else (_SITE[label[0]], int(label[1:]) + 1)
    return f"10.{site}.0.{host}" if version == 4 else f"fd42:{site}::{host:x}"


def mac(label):
    return "02:00:" + ":".join(f"{int(part):02x}" for part in address(label).split("."))


class Host(Namespace):
    def __init__(self, label):
        super().__init__(label)
        self.sysctl(**_ENDS_OF_EVERY_HOST)
        self.firewall = Firewall(self)

    def tables(self, rule, version=4):
        """Change the packet filter, in the words of iptables or ip6tables. What a rule drops or rejects is noted."""
        self.firewall.apply(rule, version)

    def delete(self):
        self.firewall.close()
        super().delete()

    def address(self, version=4):
        return address(self.label, version)

    @property
    def mac(self):
        return mac(self.label)


class Guest:
    """A client that is but one more address of a host."""

    def __init__(self, host, number):
        self._addresses = {4: f"10.1.0.{number}", 6: f"fd42:1::{number:x}"}
        self.label = self._addresses[4]
        self.socket = host.socket

    def address(self, version=4):
        return self._addresses[version]


class Sites:
    """The network, up and with its neighbours resolved when the constructor returns."""

    def __init__(self, stack, seed, clients=1, servers=1, wan=Wan(), offload=False, variant=Variant()):
        self._stack, self._offload, self._hosts = stack, offload or variant.offload, {}
        self._vxlan = variant.vxlan
        self.r1, self.r2 = self._router("r1", clients, "c"), self._router("r2", servers, "s")
        self.routers = (self.r1, self.r2)
        self.clients = [self._host(f"c{n}", self.r1) for n in range(1, clients + 1)]
        self.servers = [self._host(f"s{n}", self.r2) for n in range(1, servers + 1)]
        self.wire = self._join(wan, seed)
        self._greet()

    def host(self, label):
        return self._hosts[label]

    def crowd(self, host, count):
        """So many more clients, all of them addresses of one host: 10.1.0.101 and up."""
        first = 101
        host.ip(*(f"addr add {ip} dev eth0" for n in range(count) for ip in (f"10.1.0.{first + n}/24", f"fd42:1::{first + n:x}/64")))
        return [Guest(host, number) for number in range(first, first + count)]

    def __getattr__(self, label):
        try:
            return self.__dict__["_hosts"][label]
        except KeyError:
            raise AttributeError(label) from None

    def add_host(self, label):
        """One more host or router, in a namespace of its own and without cables. It ends with the network."""
        host = Host(label)
        self._stack.callback(host.delete)
        self._hosts[label] = host
        return host

    def _router(self, label, hosts, kind):
        router = self.add_host(label)
        router.sysctl(ipv4__ip_forward=1, ipv6__conf__all__forwarding=1)
        router.ip(
            f"link add lan address {mac(label)} type bridge mcast_snooping 0",
            f"addr add {address(label)}/24 dev lan",
            f"addr add {address(label, 6)}/64 dev lan",
            "link set lan up",
        )
        return router

    def _host(self, label, router):
        host = self.add_host(label)
        router.ip(
            f"link add {label} type veth peer name eth0 address {mac(label)} netns {host.name}",
            f"link set {label} master lan addrgenmode none up",
        )
        if not self._offload:
            switches = [word for offload in _OFFLOADS for word in (offload, "off")]
            host.run("ethtool", "-K", "eth0", *switches)
            router.run("ethtool", "-K", label, *switches)
        host.ip(
            f"addr add {host.address()}/24 dev eth0",
            f"addr add {host.address(6)}/64 dev eth0",
            "link set eth0 up",
            f"route add default via {router.address()}",
            f"route add default via {router.address(6)}",
        )
        return host

    def _join(self, wan, seed):
        wire = Wire(self.r1, self.r2, wan, seed, *(_UNDERLAY, _TUNNEL_BYTES) if self._vxlan else ())
        self._stack.callback(wire.kill)
        for near, far in ((self.r1, self.r2), (self.r2, self.r1)):
            here, there = near.label[1], far.label[1]
            if self._vxlan:
                self._tunnel(near, here, there, wan.mtu)
            near.ip(
                f"link set wan mtu {wan.mtu} up",
                f"addr add 10.0.0.{here}/24 dev wan",
                f"addr add fd42::{here}/64 dev wan",
                f"route add 10.{there}.0.0/24 via 10.0.0.{there}",
                f"route add fd42:{there}::/64 via fd42::{there}",
            )
        wire.start()
        return wire

    def _tunnel(self, router, here, there, mtu):
        """Let `wan` be a VXLAN over the wire."""
        ends = f"local 172.16.0.{here} remote 172.16.0.{there}"
        router.ip(
            f"link set {_UNDERLAY} mtu {mtu + _TUNNEL_BYTES} addrgenmode none up",
            f"addr add 172.16.0.{here}/24 dev {_UNDERLAY}",
            f"link add wan type vxlan id {self._vxlan} dstport 4789 {ends} dev {_UNDERLAY}",
        )

    def outside(self, point):
        """The point at which this one is seen from outside the tunnel: itself, if it is not an end of it."""
        host, interface = point if isinstance(point, tuple) else (point, "eth0")
        return (host, _UNDERLAY) if self._vxlan and interface == "wan" else (host, interface)

    def deeds(self):
        """What faults and firewalls have done until now, which is their end."""
        made = self.wire.stop()["deeds"]
        return made + [deed for host in self._hosts.values() for deed in host.firewall.deeds()]

    def _greet(self):
        for client in self.clients:
            for server in self.servers:
                for version in (4, 6):
                    client.run("ping", "-q", "-c", 1, "-W", 3, server.address(version))
