"""Real peers that speak TLS: a certificate authority made by openssl, servers of nginx and of Python's ssl, curl."""

import contextlib
import json
import os
import ssl
import subprocess
import tempfile
import time
from pathlib import Path

from .namespaces import run
from .traffic import filler, flow, head, read_head

NAME = "www.example.test"
_VALID = ("20250101000000Z", "20360101000000Z")
_OVER = ("20240101000000Z", "20250101000000Z")
_CA_ISSUERS = "http://pki.example.test/intermediate.der"
_CONFIGURATION = """
[ca]
default_ca = lab
[lab]
database = {folder}/index.txt
new_certs_dir = {folder}
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
[any]
commonName = supplied
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[end]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth, clientAuth
subjectAltName = {names}
authorityInfoAccess = caIssuers;URI:{issuers}
"""
_NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; default_type text/plain;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen {port} {tls}; listen [::]:{port} {tls};
    {settings} ssl_protocols {versions};
    location / {{ root {folder}/pages; }}
    location /slow {{ proxy_pass http://{backend}:8081/0; }}
  }}
}}
"""
_PAGES = (400, 9000, 60_000)
_TIMES = ("time_connect", "time_appconnect", "time_starttransfer", "time_total", "local_port", "http_version", "exitcode")


class Authority:
    """A root, an intermediate authority below it, and what they vouch for. Lives in a folder of its own."""

    def __init__(self, folder):
        self.folder = Path(folder)
        (self.folder / "index.txt").touch()
        self._made("root", "Lab Root CA", "authority", None, _VALID)
        self._made("intermediate", "Lab Intermediate CA", "authority", "root", _VALID)
        self.root = self.folder / "root.pem"

    def server(self, label="server", name=NAME, *, expired=False, self_signed=False, intermediate=True):
        """A certificate for this name with its chain, and its key; without its intermediate if that is forgotten."""
        self._made(label, name, "end", None if self_signed else "intermediate", _OVER if expired else _VALID)
        chain = [label] if self_signed or not intermediate else [label, "intermediate"]
        file = self.folder / f"{label}-chain.pem"
        file.write_text("".join((self.folder / f"{part}.pem").read_text() for part in chain))
        return file, self.folder / f"{label}.key"

    def _made(self, label, name, kind, issuer, valid):
        key, request, made = (self.folder / f"{label}.{end}" for end in ("key", "csr", "pem"))
        settings = self.folder / f"{label}.conf"
        settings.write_text(_CONFIGURATION.format(folder=self.folder, names=f"DNS:{name.replace(' ', '-')}", issuers=_CA_ISSUERS))
        run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
        run("openssl", "req", "-new", "-key", key, "-subj", f"/CN={name}", "-out", request, "-config", os.devnull)
        signer = ["-selfsign", "-keyfile", key] if issuer is None else ["-cert", self.folder / f"{issuer}.pem", "-keyfile", self.folder / f"{issuer}.key"]
        run(
            *("openssl", "ca", "-batch", "-notext", "-config", settings, "-extensions", kind, "-in", request, "-out", made),
            *("-startdate", valid[0], "-enddate", valid[1], *signer),
        )


@contextlib.contextmanager
def authority():
    with tempfile.TemporaryDirectory(prefix="capturelab-") as folder:
        os.chmod(folder, 0o755)
        yield Authority(folder)


@contextlib.contextmanager
def nginx(host, port, certificate=None, versions="TLSv1.2 TLSv1.3"):
    """A real web server with pages /N of N bytes; /slow asks a server on port 8081 of the same host. With TLS if it has
    a certificate, `(chain, key)`."""
    with tempfile.TemporaryDirectory(prefix="capturelab-") as folder:
        os.chmod(folder, 0o755)
        Path(folder, "pages").mkdir()
        for size in _PAGES:
            Path(folder, "pages", str(size)).write_bytes(filler(size))
        settings = f"ssl_certificate {certificate[0]}; ssl_certificate_key {certificate[1]};" if certificate else ""
        configuration = Path(folder, "nginx.conf")
        configuration.write_text(
            _NGINX.format(
                folder=folder,
                port=port,
                tls="ssl http2" if certificate else "",
                settings=settings,
                versions=versions,
                backend=host.address(4),
            )
        )
        process = host.start("nginx", "-c", configuration, "-p", folder)
        try:
            while not Path(folder, "nginx.pid").exists():
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(10)


def curl(lab, client, server, port, page, *options, name=NAME, scheme="https"):
    """Fetch a page with curl, whether it succeeds or not. Gives the flow and curl's own times, in seconds."""
    source_port, address = lab.port(), server.address(lab.version)
    target = f"[{address}]" if lab.version == 6 else address
    command = ["curl", "--silent", "--output", os.devnull, "--local-port", source_port, "--max-time", 20]
    command += ["--resolve", f"{name}:{port}:{target}", "--write-out", "%{json}", *options]
    process = client.start(*command, f"{scheme}://{name}:{port}{page}", stdout=subprocess.PIPE, text=True)
    told = json.loads(process.communicate(timeout=40)[0])
    made = flow("tcp", client.address(lab.version), source_port, address, port)
    return made, {key: told[key] for key in _TIMES}


def server_side(certificate, least=None, most=None, ciphers=None, client_authority=None):
    """What a server of Python offers."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    if client_authority:
        context.load_verify_locations(client_authority)
        context.verify_mode = ssl.CERT_REQUIRED
    return _limited(context, least, most, ciphers)


def client_side(root=None, least=None, most=None, ciphers=None, certificate=None, checks_name=True):
    """What a client of Python wants; without a root it takes any certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = bool(root) and checks_name
    context.verify_mode = ssl.CERT_REQUIRED if root else ssl.CERT_NONE
    if root:
        context.load_verify_locations(root)
    if certificate:
        context.load_cert_chain(*certificate)
    return _limited(context, least, most, ciphers)


def _limited(context, least, most, ciphers):
    if least:
        context.minimum_version = least
    if most:
        context.maximum_version = most
    if ciphers:
        context.set_ciphers(ciphers)
    return context


def handler(context, wait=0.0, answer=0.0):
    """Serves pages by HTTP over TLS, like `traffic.web`; lets a client wait for its hello's answer, and for its page's."""

    def serve(connection):
        time.sleep(wait)
        with contextlib.suppress(ssl.SSLError), context.wrap_socket(connection, server_side=True) as secure:
            with secure.makefile("rb") as reader:
                while request := read_head(reader):
                    size = int(request[0].split()[1].strip("/") or 0)
                    time.sleep(answer)
                    secure.sendall(head("200 OK", size) + filler(size))

    return serve


def visit(lab, client, server, port, context, size=400, name=NAME, session=None):
    """One request over TLS by Python. Gives the flow, the session to resume it, and the reason if it failed."""
    link = lab.session(client, server, port, timeout=8)
    failed = None
    try:
        link.open()
        with context.wrap_socket(link.socket, server_hostname=name, session=session) as secure:
            secure.sendall(f"GET /{size} HTTP/1.1\r\nHost: {name}\r\n\r\n".encode())
            with secure.makefile("rb") as reader:
                read_head(reader)
                reader.read(size)
            session = secure.session
            with contextlib.suppress(OSError):
                secure.unwrap()
    except (ssl.SSLError, OSError) as failure:
        failed = getattr(failure, "reason", None) or type(failure).__name__
    link.drop()
    return link.flow, session, failed
