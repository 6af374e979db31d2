"""What a scenario holds in its hands: the network, servers, clients, the capture, and one seed for all chance."""

import contextlib
import multiprocessing
import random
import socket
import time
from concurrent.futures import ThreadPoolExecutor

from . import traffic
from .encapsulation import KINDS, Encapsulation
from .journal import Deed
from .kernel import KernelTrace
from .namespaces import Namespace, die_with_parent
from .parameters import Defaults
from .recording import Recording
from .topology import Sites
from .variants import Variant
from .wire import Wan

_EPHEMERAL_PORTS = range(32768, 61000)


class Lab:
    """Lives as long as one run of one scenario; all that was made through it ends with it."""

    def __init__(self, name, seed, version, parameters=None, variant=Variant()):
        self.version = version
        self.parameters = parameters or Defaults()
        self.variant = variant
        self.incidents = None  # what the scenario expects, if it depends on what was drawn
        self.rng = random.Random(f"{seed} {name}")
        self.congestion = "cubic"  # control of both ends of what is opened from now on
        self.recording = None
        self._notes, self._network = [], None
        self._wire_seed = f"{seed} {name} wire"
        self._stack = contextlib.ExitStack()
        self._ports = iter(self.rng.sample(_EPHEMERAL_PORTS, 2000))

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self._stack.close()

    def vary(self, name, default, *, between=None, among=None):
        """The default in the sample. In a trial one of `among`, or a number `between` two bounds, whole if both are."""
        if (between is None) == (among is None):
            raise ValueError(f"parameter {name}: give either between or among")
        return self.parameters.vary(name, default, between, among)

    def wan(self, delay_ms=10, rate_mbit=100, slowest_ms=100, **fixed):
        """A link with this delay and rate, or with drawn ones."""
        return Wan(
            delay_ms=self.vary("delay_ms", delay_ms, between=(1.0, float(slowest_ms))),
            rate_mbit=self.vary("rate_mbit", rate_mbit, among=(10, 50, 100, 200)),
            **fixed,
        )

    def point(self, first, *others):
        """Where to capture: the first in the sample, any of them in a trial. Each is a host or (host, interface). With a
        tunnel between the routers, one outside it if there is any."""
        points = [self._network.outside(point) for point in (first, *others)]
        outside = [point for point in points if point[1] == "under"]
        return self.parameters.choose("capture point", outside or points)

    def expect(self, *incidents):
        """Expect these incidents instead of those that the scenario declares, as what was drawn demands."""
        self.incidents = incidents

    def seen(self, hosts):
        """Labels of the clients or servers whose traffic passes the capture point: at one of them, only its own. What is
        a list already is given back."""
        if not isinstance(hosts, str):
            return hosts
        at = self.recording.point.split()[0]
        labels = [host.label for host in getattr(self._network, hosts)]
        return [label for label in labels if at[0] == "r" or label == at or label[0] != at[0]]

    def note(self, where, deed, why, **packet):
        """Write down what was done here and now: at which host, what (killed, stopped, closed, sent ...), and why. Of a
        packet, its fields: protocol, source, source_port, destination, destination_port, ip_id, seq, payload."""
        label = where.label if isinstance(where, Namespace) else where
        self._notes.append(Deed(time.time_ns(), label, deed, why, packet))

    def at_end(self, call):
        """Call this when the scenario is over, however it ends."""
        self._stack.callback(call)

    def sites(self, clients=1, servers=1, wan=Wan(), offload=False):
        self._network = Sites(self._stack, self._wire_seed, clients, servers, wan, offload, self.variant)
        return self._network

    def deeds(self):
        """All that was done on purpose, for the journal. Ends the work of wire and firewalls."""
        return self._notes + self._network.deeds()

    def port(self):
        """A source port that no other flow of this scenario has."""
        return next(self._ports)

    def serve(self, host, port, handler=traffic.web, backlog=128, version=None):
        traffic.serve(traffic.listen(host, port, version or self.version, backlog, self.congestion), handler)

    def serve_in_process(self, host, port, handler):
        """The same in a process of its own, which is given back so that it can be killed."""
        listener = traffic.listen(host, port, self.version, congestion=self.congestion)
        process = multiprocessing.get_context("fork").Process(target=_serve_forever, args=(listener, handler))
        process.start()
        listener.close()
        self._stack.callback(process.kill)
        return process

    def session(self, client, server, port, timeout=10, prepare=None, version=None, source_port=None):
        """A connection that is not open yet. The server is a host or, for one that does not exist, an address. The
        source port is one of `port()` unless it is given; 0 leaves it to the kernel."""
        version = version or self.version
        target = server if isinstance(server, str) else server.address(version)
        source_port = self.port() if source_port is None else source_port
        return traffic.Session(client, target, port, source_port, version, timeout, prepare, self.congestion)

    def fetch(self, client, server, port, *sizes, pause=0.0, version=None):
        """One whole session: open, these requests one after the other, close. Gives its flow."""
        session = self.session(client, server, port, version=version).open()
        for size in sizes:
            if session.get(size) != size:
                raise RuntimeError(f"an answer of {size} bytes came short")
            time.sleep(pause)
        return session.close()

    def try_to_connect(self, client, server, port, timeout):
        """A connection attempt that must fail within the timeout. Gives its flow."""
        session = self.session(client, server, port, timeout)
        try:
            session.open()
        except OSError:
            return session.drop()
        session.drop()
        raise RuntimeError(f"connected to {server} port {port}, against the plan")

    def datagrams(self, host, port=None, timeout=2):
        """A UDP socket of this host, bound to this port or to one that is known beforehand."""
        made = traffic.open_socket(host, socket.SOCK_DGRAM, self.version)
        made.settimeout(timeout)
        made.bind((host.address(self.version), port or self.port()))
        return made

    def serve_datagrams(self, host, port, answer):
        """Answer each datagram that comes to this port with what `answer(datagram)` gives."""
        traffic.serve_datagrams(self.datagrams(host, port, timeout=None), answer)

    @contextlib.contextmanager
    def capture(self, point, **options):
        """Capture at one interface of one host for as long as the block runs: at a `point()`, or at a host's eth0."""
        host, *interface = (point,) if isinstance(point, Namespace) else point
        if snaplens := [kept for kept in (options.get("snaplen"), self.variant.snaplen) if kept]:
            options["snaplen"] = min(snaplens) + self.variant.tunnel_bytes
        recording = Recording(host, *interface, tags=self.variant.tags, **options)
        recording.start()
        self._stack.callback(recording.discard)
        yield recording
        recording.stop()
        self.recording = recording

    def tunnel(self, kind, one, other, mtu):
        """A tunnel of a kind that `encapsulation` lists between two hosts: at each of them a device `tun0`."""
        ends = [
            Encapsulation(host, peer, KINDS[kind], self.version, "tun0", mtu)
            for host, peer in ((one, other), (other, one))
        ]
        for end in ends:
            self._stack.callback(end.start().stop)

    def kernel_trace(self, port):
        """What the kernel says about the resends of sockets with this port, from now on."""
        trace = KernelTrace(port)
        self._stack.callback(trace.remove)
        trace.start()
        return trace

    @staticmethod
    def at_once(*calls):
        """Make these calls in threads and give their results, or raise the first failure."""
        pool = ThreadPoolExecutor(len(calls))
        try:
            return [future.result() for future in [pool.submit(call) for call in calls]]
        finally:
            pool.shutdown(wait=False)  # after a failure nobody is interested in the rest


def _serve_forever(listener, handler):
    die_with_parent()
    traffic.serve(listener, handler)
    while True:
        time.sleep(3600)


def every(seconds, times, call):
    """Call so many times, once in each interval of this length, as a schedule would. Gives the results."""
    start, results = time.monotonic(), []
    for turn in range(times):
        time.sleep(max(0.0, start + turn * seconds - time.monotonic()))
        results.append(call())
    return results
