"""Connections that become TLS, and those that do not: certificates, versions, time, and what speaks in clear."""

import contextlib
import ssl
import subprocess
import time
from ssl import TLSVersion

from .. import tls
from ..scenario import CLIENTS, MANY, Incident, scenario
from ..traffic import flow
from ..wire import Wan

_PORTS = (443, 8443, 9443)
_OLD, _NEW = TLSVersion.TLSv1_2, TLSVersion.TLSv1_3
_AT_MOST = {_OLD: ("--tls-max", "1.2"), _NEW: ("--tls-max", "1.3")}
_CLOSED_HARD = {"reset": (0, None)}  # where a side lets go with bytes unread
_EXPIRED, _UNKNOWN_AUTHORITY, _BAD_CERTIFICATE = "tls-alert-45", "tls-alert-48", "tls-alert-42"
_VERSION, _HANDSHAKE_FAILURE = "tls-alert-70", "tls-alert-40"


def _sites(lab, **sizes):
    net = lab.sites(wan=lab.wan(delay_ms=8), **sizes)
    return net, lab.vary("port", 443, among=_PORTS)


def _points(lab, net):
    return lab.capture(lab.point((net.r1, "lan"), net.s1, (net.r2, "lan")))


def _visits(lab, net, port, context, expected, times=2, **options):
    """The same visit by every client, some times over; each must end as expected, None for success."""
    flows = []
    for _ in range(times):
        for client in net.clients:
            made, _, failed = tls.visit(lab, client, net.s1, port, context, **options)
            if failed != expected:
                raise RuntimeError(f"ended with {failed}, not with {expected}")
            flows.append(made)
            time.sleep(0.1)
    return flows


def _rejected(lab, fault, name=tls.NAME, **certificate):
    """Clients of TLS 1.2 that check what a server shows, and refuse it."""
    net, port = _sites(lab, clients=2)
    with tls.authority() as ca:
        shown = ca.server(name=name, **certificate)
        lab.serve(net.s1, port, tls.handler(tls.server_side(shown, most=_OLD)))
        with _points(lab, net):
            flows = _visits(lab, net, port, tls.client_side(ca.root), "CERTIFICATE_VERIFY_FAILED")
    return {"fault": fault, "flows": flows}


@scenario(
    "tls-certificate-expired",
    shows="""The certificate of a TLS 1.2 service ran out long ago. Both clients refuse it with the alert certificate_expired.""",
    incidents=[Incident("tls-certificate-expired", clients=["c1", "c2"], servers=["s1"])],
    signs=_CLOSED_HARD | {_EXPIRED: MANY, "certificate": MANY},
    versions=(4, 6),
    not_with=("snaplen",),
)
def tls_certificate_expired(lab):
    return _rejected(lab, "the server's certificate is valid until 2025-01-01", expired=True)


@scenario(
    "tls-certificate-self-signed",
    shows="""A TLS 1.2 service shows a certificate that it has signed itself. Both clients refuse it with the alert
        unknown_ca.""",
    incidents=[Incident("tls-certificate-rejected", clients=["c1", "c2"], servers=["s1"])],
    signs=_CLOSED_HARD | {_UNKNOWN_AUTHORITY: MANY, "certificate": MANY},
    versions=(4, 6),
    not_with=("snaplen",),
)
def tls_certificate_self_signed(lab):
    return _rejected(lab, "nobody vouches for the server's certificate", self_signed=True)


@scenario(
    "tls-name-mismatch",
    shows="""A TLS 1.2 service is asked for www.example.test and shows a certificate for intranet.example.test. Both
        clients refuse it with the alert bad_certificate.""",
    incidents=[Incident("tls-name-mismatch", clients=["c1", "c2"], servers=["s1"])],
    signs=_CLOSED_HARD | {_BAD_CERTIFICATE: MANY, "certificate": MANY},
    versions=(4, 6),
    not_with=("snaplen",),
)
def tls_name_mismatch(lab):
    return _rejected(lab, "the certificate is for another name", name="intranet.example.test")


@scenario(
    "tls-name-mismatch-closed",
    shows="""curl asks a TLS 1.2 service for www.example.test, gets a certificate for intranet.example.test, finishes the
        handshake and closes at once: it checks the name afterwards.""",
    incidents=[Incident("tls-name-mismatch", clients=["c1", "c2"], servers=["s1"])],
    signs=_CLOSED_HARD | {"certificate": MANY},
    versions=(4, 6),
    not_with=("snaplen",),
)
def tls_name_mismatch_closed(lab):
    net, port = _sites(lab, clients=2)
    with tls.authority() as ca, tls.nginx(net.s1, port, ca.server(name="intranet.example.test"), "TLSv1.2"):
        with _points(lab, net):
            told = [tls.curl(lab, client, net.s1, port, "/400", "--cacert", ca.root) for client in net.clients * 2]
    if any(times["exitcode"] != 60 for _, times in told):
        raise RuntimeError("curl took the certificate")
    return {"fault": "the certificate is for another name", "flows": [made for made, _ in told]}


@scenario(
    "tls-chain-incomplete",
    shows="""A TLS 1.2 service shows its own certificate without that of the intermediate authority. Both clients, which
        know only the root, refuse it with the alert unknown_ca.""",
    incidents=[Incident("tls-chain-incomplete", clients=["c1", "c2"], servers=["s1"])],
    signs=_CLOSED_HARD | {_UNKNOWN_AUTHORITY: MANY, "certificate": MANY},
    versions=(4, 6),
    not_with=("snaplen",),
)
def tls_chain_incomplete(lab):
    return _rejected(lab, "the server does not send the intermediate certificate", intermediate=False)


@scenario(
    "tls-certificate-rejected",
    shows="""A TLS 1.3 service shows an expired, a self-signed or a wrong certificate, which TLS 1.3 hides; both clients say in
        clear why they refuse it.""",
    incidents=[Incident("tls-certificate-rejected", clients=["c1", "c2"], servers=["s1"])],
    signs=lambda truth: _CLOSED_HARD | {truth["alert"]: MANY, "certificate": (0, 0)},
    versions=(4, 6),
    not_with=("snaplen",),
)
def tls_certificate_rejected(lab):
    net, port = _sites(lab, clients=2)
    kind = lab.vary("certificate", "expired", among=("expired", "self_signed", "other_name"))
    alert = {"expired": _EXPIRED, "self_signed": _UNKNOWN_AUTHORITY, "other_name": _BAD_CERTIFICATE}[kind]
    with tls.authority() as ca:
        name = "intranet.example.test" if kind == "other_name" else tls.NAME
        shown = ca.server(name=name, expired=kind == "expired", self_signed=kind == "self_signed")
        lab.serve(net.s1, port, tls.handler(tls.server_side(shown, least=_NEW)))
        with _points(lab, net):
            flows = _visits(lab, net, port, tls.client_side(ca.root), "CERTIFICATE_VERIFY_FAILED")
    return {"fault": f"the server's certificate is wrong: {kind}", "alert": alert, "flows": flows}


@scenario(
    "tls-version-mismatch",
    shows="""The clients want TLS 1.3 and the server offers 1.2 at most; it ends each handshake with the alert
        protocol_version.""",
    incidents=[Incident("tls-version-mismatch", clients=["c1", "c2"], servers=["s1"])],
    signs=lambda truth: _CLOSED_HARD | {truth["alert"]: MANY, "server-hello": (0, 0)},
    versions=(4, 6),
    not_with=("snaplen",),
)
def tls_version_mismatch(lab):
    net, port = _sites(lab, clients=2)
    newer = lab.vary("newer", "client", among=("client", "server"))
    with tls.authority() as ca:
        limits = {"most": _OLD} if newer == "client" else {"least": _NEW}
        wants = {"least": _NEW} if newer == "client" else {"most": _OLD}
        lab.serve(net.s1, port, tls.handler(tls.server_side(ca.server(), **limits)))
        with _points(lab, net):
            flows = _visits(lab, net, port, tls.client_side(ca.root, **wants), "TLSV1_ALERT_PROTOCOL_VERSION")
    return {"fault": f"only the {newer} speaks TLS 1.3, and nothing older", "alert": _VERSION, "flows": flows}


@scenario(
    "tls-no-shared-cipher",
    shows="""Clients and server of TLS 1.2 have no cipher suite in common; the server ends each handshake with the alert
        handshake_failure.""",
    incidents=[Incident("tls-version-mismatch", clients=["c1", "c2"], servers=["s1"])],
    signs=_CLOSED_HARD | {_HANDSHAKE_FAILURE: MANY, "server-hello": (0, 0)},
    versions=(4, 6),
    not_with=("snaplen",),
)
def tls_no_shared_cipher(lab):
    net, port = _sites(lab, clients=2)
    with tls.authority() as ca:
        server = tls.server_side(ca.server(), most=_OLD, ciphers="ECDHE-ECDSA-AES256-GCM-SHA384")
        lab.serve(net.s1, port, tls.handler(server))
        with _points(lab, net):
            client = tls.client_side(ca.root, most=_OLD, ciphers="ECDHE-ECDSA-CHACHA20-POLY1305")
            flows = _visits(lab, net, port, client, "SSLV3_ALERT_HANDSHAKE_FAILURE")
    return {"fault": "no cipher suite that both sides know", "flows": flows}


@scenario(
    "tls-handshake-slow",
    shows="""A server lets each TLS handshake wait more than a second before it answers; once it is done, pages come at
        once.""",
    incidents=[Incident("tls-handshake-slow", clients=CLIENTS, servers=["s1"])],
    signs={"server-hello": MANY},
    versions=(4, 6),
    not_with=("snaplen",),
)
def tls_handshake_slow(lab):
    net, port = _sites(lab, clients=2)
    wait = lab.vary("wait_s", 1.4, between=(1.2, 3.0))
    with tls.authority() as ca:
        limits = lab.vary("limits", "new", among=("new", "old"))
        server = tls.server_side(ca.server(), most=_OLD if limits == "old" else _NEW)
        lab.serve(net.s1, port, tls.handler(server, wait=wait))
        with lab.capture(lab.point(net.c1, (net.r1, "lan"), net.s1)):
            told = [tls.curl(lab, client, net.s1, port, "/400", "--cacert", ca.root) for client in net.clients * 2]
            flows = _visits(lab, net, port, tls.client_side(ca.root), None, times=1)
    return {"fault": f"the server waits {wait} s with its part of the handshake", "curl": _table(told), "flows": flows}


def _table(told):
    """What curl told, a line per flow."""
    return [made | times for made, times in told]


@scenario(
    "tls-handshake-unanswered",
    shows="""A server takes connections and acknowledges each ClientHello, but never answers it: its process hangs. The
        clients give up after some seconds.""",
    incidents=[Incident("tls-handshake-unanswered", clients=["c1", "c2"], servers=["s1"])],
    signs=_CLOSED_HARD | {"client-hello": MANY, "server-hello": (0, 0)},
    versions=(4, 6),
    not_with=("snaplen",),
)
def tls_handshake_unanswered(lab):
    net, port = _sites(lab, clients=2)
    lab.serve(net.s1, port, _hang)
    with _points(lab, net):
        flows = lab.at_once(
            *[lambda client=client: tls.visit(lab, client, net.s1, port, tls.client_side())[0] for client in net.clients]
        )
    return {"fault": "the server reads the hello and does nothing", "flows": flows}


def _hang(connection):
    while connection.recv(4096):
        time.sleep(0.1)


@scenario(
    "plaintext-on-tls-port",
    shows="""Two clients ask a TLS port in plain HTTP and are told so with 400 Bad Request; another speaks TLS to the same
        port, as one should.""",
    incidents=[Incident("plaintext-on-tls-port", clients=["c1", "c2"], servers=["s1"])],
    signs=_CLOSED_HARD | {"client-hello": MANY},
    versions=(4, 6),
    not_with=("snaplen",),
)
def plaintext_on_tls_port(lab):
    net, port = _sites(lab, clients=3)
    with tls.authority() as ca, tls.nginx(net.s1, port, ca.server()):
        with _points(lab, net):
            plain = [
                tls.curl(lab, client, net.s1, port, "/400", scheme="http")[0] for client in (net.c1, net.c2, net.c1)
            ]
            good = tls.curl(lab, net.c3, net.s1, port, "/400", "--cacert", ca.root)[0]
    return {"fault": "plain HTTP to a TLS port", "flows": plain, "healthy": [good]}


@scenario(
    "tls-on-plain-port",
    shows="""Two clients speak TLS to a port that serves plain HTTP; it answers their hellos with 400 Bad Request in clear.
        Plain requests to the same port work.""",
    incidents=[Incident("plaintext-on-tls-port", clients=["c1", "c2"], servers=["s1"])],
    signs=_CLOSED_HARD | {"client-hello": MANY, "server-hello": (0, 0)},
    versions=(4, 6),
    not_with=("snaplen",),
)
def tls_on_plain_port(lab):
    net = lab.sites(clients=2, wan=lab.wan(delay_ms=8))
    port = lab.vary("port", 8000, among=(8000, 8010, 9000))  # that tshark takes for no other protocol
    with tls.nginx(net.s1, port), _points(lab, net):
        flows = [tls.curl(lab, client, net.s1, port, "/400", "--insecure")[0] for client in net.clients * 2]
        good = tls.curl(lab, net.c1, net.s1, port, "/400", scheme="http")[0]
    return {"fault": "TLS to a plain port", "flows": flows, "healthy": [good]}


@scenario(
    "healthy-tls",
    shows="""curl fetches pages over TLS 1.2 and 1.3, HTTP/1.1 and HTTP/2 from nginx; Python resumes a session, and shows a
        certificate of its own where it is asked for one. All is well.""",
    versions=(4, 6),
)
def healthy_tls(lab):
    net, port = _sites(lab)
    protected = port + 1
    with tls.authority() as ca, tls.nginx(net.s1, port, ca.server()):
        guest = ca.server("client", "client")
        mutual = tls.server_side(ca.server("mutual"), client_authority=ca.root)
        lab.serve(net.s1, protected, tls.handler(mutual))
        with lab.capture(lab.point(net.c1, net.s1, (net.r1, "lan"), (net.r2, "lan"))):
            told = [
                tls.curl(lab, net.c1, net.s1, port, page, "--cacert", ca.root, *_AT_MOST[most], http)
                for page in ("/400", "/9000")
                for most in _AT_MOST
                for http in ("--http1.1", "--http2")
            ]
            flows = _resumed(lab, net, port, ca.root)
            for most in (_OLD, _NEW):
                context = tls.client_side(ca.root, most=most, certificate=guest)
                flows += _visits(lab, net, protected, context, None, times=1)
    return {"fault": None, "curl": _table(told), "flows": flows}


def _resumed(lab, net, port, root):
    flows = []
    for most in (_OLD, _NEW):
        context, session = tls.client_side(root, most=most), None
        for _ in range(2):
            made, session, failed = tls.visit(lab, net.c1, net.s1, port, context, session=session)
            if failed:
                raise RuntimeError(failed)
            flows.append(made)
    return flows


@scenario(
    "healthy-tls-slow-backend",
    shows="""nginx ends TLS 1.2 and 1.3 at once, but the page that it asks a server behind it for takes most of a second. TLS is
        healthy; where the time goes cannot be seen behind nginx.""",
    versions=(4, 6),
)
def healthy_tls_slow_backend(lab):
    net, port = _sites(lab)
    wait = lab.vary("wait_s", 0.8, between=(0.3, 0.9))
    lab.serve(net.s1, 8081, lambda connection: _late(connection, wait), version=4)
    with tls.authority() as ca, tls.nginx(net.s1, port, ca.server()):
        with lab.capture(lab.point(net.c1, net.s1, (net.r1, "lan"))):
            told = [
                tls.curl(lab, net.c1, net.s1, port, "/slow", "--cacert", ca.root, *_AT_MOST[most], http)
                for most in _AT_MOST
                for http in ("--http1.1", "--http2")
            ]
    return {"fault": None, "curl": _table(told), "flows": [made for made, _ in told]}


def _late(connection, wait):
    connection.recv(4096)
    time.sleep(wait)
    connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nlate\n")


@scenario(
    "healthy-tls-long-rtt",
    shows="""TLS over a path of a quarter of a second: a full handshake costs one or two round trips, as it must.""",
    versions=(4, 6),
)
def healthy_tls_long_rtt(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 125, between=(80, 180))))
    port = lab.vary("port", 443, among=_PORTS)
    with tls.authority() as ca, tls.nginx(net.s1, port, ca.server()):
        with lab.capture(lab.point(net.c1, net.s1, (net.r1, "lan"), (net.r2, "lan"))):
            told = [
                tls.curl(lab, client, net.s1, port, "/400", "--cacert", ca.root, *_AT_MOST[most])
                for client in net.clients
                for most in _AT_MOST
            ]
    return {"fault": None, "curl": _table(told), "flows": [made for made, _ in told]}


@scenario(
    "healthy-starttls",
    shows="""openssl s_client speaks SMTP with a mail server, changes to TLS by STARTTLS and says goodbye.""",
    versions=(4, 6),
    not_with=("snaplen",),
)
def healthy_starttls(lab):
    net = lab.sites(wan=lab.wan(delay_ms=8))
    port = lab.vary("port", 587, among=(25, 587))
    with tls.authority() as ca:
        context = tls.server_side(ca.server())
        lab.serve(net.s1, port, lambda connection: _mail(connection, context))
        with lab.capture(lab.point(net.c1, net.s1, (net.r1, "lan"))):
            flows = [_starttls(lab, net, port, most) for most in ("-tls1_2", "-tls1_3")]
    return {"fault": None, "flows": flows}


def _mail(connection, context):
    """As little of SMTP as s_client needs (RFC 5321, RFC 3207)."""
    connection.sendall(b"220 mail.example.test ESMTP\r\n")
    while line := connection.recv(400):
        if line.upper().startswith(b"EHLO"):
            connection.sendall(b"250-mail.example.test\r\n250 STARTTLS\r\n")
        elif line.upper().startswith(b"STARTTLS"):
            connection.sendall(b"220 go ahead\r\n")
            break
    with contextlib.suppress(ssl.SSLError), context.wrap_socket(connection, server_side=True) as secure:
        while (line := secure.recv(400)) and b"QUIT" not in line.upper():
            secure.sendall(b"250 ok\r\n")
        secure.sendall(b"221 bye\r\n")
        secure.unwrap()


def _starttls(lab, net, port, most):
    address, source_port = net.s1.address(lab.version), lab.port()
    host, own = (f"[{address}]", f"[{net.c1.address(6)}]") if lab.version == 6 else (address, net.c1.address(4))
    command = f"openssl s_client -connect {host}:{port} -bind {own}:{source_port} -starttls smtp -quiet -servername {tls.NAME} {most}"
    process = net.c1.start(
        *command.split(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    process.stdin.write(b"NOOP\r\n")
    process.stdin.flush()
    time.sleep(0.5)
    process.communicate(b"QUIT\r\n", timeout=20)
    return flow("tcp", net.c1.address(lab.version), source_port, address, port)
