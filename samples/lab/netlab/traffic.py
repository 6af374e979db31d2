"""What the hosts say to each other: small servers, and clients that name their own ports so that flows are known."""

import contextlib
import socket
import struct
import threading

_FAMILY = {4: socket.AF_INET, 6: socket.AF_INET6}
_IP_MTU_DISCOVER, _IP_PMTUDISC_DONT = 10, 0


def open_socket(host, kind=socket.SOCK_STREAM, version=4, congestion="cubic", protocol=0):
    made = host.socket(_FAMILY[version], kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if kind == socket.SOCK_STREAM:
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, congestion.encode())
    elif version == 4:
        made.setsockopt(socket.IPPROTO_IP, _IP_MTU_DISCOVER, _IP_PMTUDISC_DONT)
    return made


def listen(host, port, version=4, backlog=128, congestion="cubic"):
    listener = open_socket(host, version=version, congestion=congestion)
    listener.bind((host.address(version), port))
    listener.listen(backlog)
    return listener


def serve(listener, handler):
    """Let `handler(connection)` talk to each client, in a thread for each, for as long as the process lives."""

    def talk(connection):
        # A client that resets or gives up is part of a scenario, not a failure of the server.
        with contextlib.suppress(ConnectionError, TimeoutError), connection:
            handler(connection)

    def accept():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=talk, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


def serve_datagrams(server, answer):
    """Send back to each datagram what `answer` makes of it, for as long as the process lives."""

    def talk():
        while True:
            datagram, client = server.recvfrom(65535)
            server.sendto(answer(datagram), client)

    threading.Thread(target=talk, daemon=True).start()


def filler(size):
    line = b"The quick brown fox jumps over the lazy dog 0123456789 times a day.\n"
    return (line * (size // len(line) + 1))[:size]


def head(status, size):
    return f"HTTP/1.1 {status}\r\nServer: lab\r\nContent-Type: text/plain\r\nContent-Length: {size}\r\n\r\n".encode()


def read_head(reader):
    """The lines of the next HTTP message up to its empty line; none at the end of the stream."""
    lines = []
    while (line := reader.readline()) not in (b"", b"\r\n"):
        lines.append(line.decode().rstrip())
    return lines


def content_length(lines):
    return next((int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:")), 0)


def web(connection):
    """HTTP: GET /N gives N bytes, POST is read to its end. Closes when the client has closed."""
    with connection.makefile("rb") as reader:
        while request := read_head(reader):
            reader.read(content_length(request))
            size = int(request[0].split()[1].strip("/") or 0)
            connection.sendall(head("200 OK", size) + filler(size))


class Session:
    """One TCP connection of a client, from a port known beforehand or, with port 0, of the kernel's choice."""

    def __init__(
        self, client, server_address, port, source_port, version=4, timeout=10, prepare=None, congestion="cubic"
    ):
        self.socket = open_socket(client, version=version, congestion=congestion)
        self.socket.settimeout(timeout)
        if prepare:
            prepare(self.socket)
        if source_port:
            self.socket.bind((client.address(version), source_port))
        self._server = (server_address, port)
        self._reader = None
        self.flow = self._named()

    def _named(self):
        return flow("tcp", *self.socket.getsockname()[:2], *self._server)

    def open(self):
        self.socket.connect(self._server)
        self.flow = self._named()
        self._reader = self.socket.makefile("rb")
        return self

    def get(self, size):
        """Ask for this many bytes and read them all."""
        self.ask(size)
        return self.receive()

    def ask(self, size):
        self.socket.sendall(f"GET /{size} HTTP/1.1\r\nHost: {self._server[0]}\r\nAccept: */*\r\n\r\n".encode())

    def receive(self):
        answer = read_head(self._reader)
        body = self._reader.read(content_length(answer))
        return len(body)

    def post(self, size):
        """Send a request head and this many bytes; the answer is left to `receive`."""
        request = f"POST /0 HTTP/1.1\r\nHost: {self._server[0]}\r\nContent-Length: {size}\r\n\r\n"
        self.socket.sendall(request.encode() + filler(size))

    def finish(self):
        """Say that nothing more will be sent; the server may still send."""
        self.socket.shutdown(socket.SHUT_WR)

    def close(self):
        """Close as a good client does: say so, read to the end, and only then let go."""
        self.finish()
        while self._reader.read(65536):
            pass
        return self.drop()

    def drop(self):
        """Let go of the socket as it is. Gives the flow that ends so."""
        if self._reader:
            self._reader.close()
        self.socket.close()
        return self.flow


def aborted(made):
    """Make the close of this socket a reset."""
    made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def flow(proto, orig_ip, orig_port, resp_ip, resp_port):
    return {"proto": proto, "orig_ip": orig_ip, "orig_port": orig_port, "resp_ip": resp_ip, "resp_port": resp_port}
