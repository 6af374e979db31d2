"""Web peers: nginx as server and as proxy, back ends that answer as they are told, and curl, which tells its times."""

import contextlib
import os
import subprocess
import tempfile
import time
from pathlib import Path

from .traffic import aborted, content_length, filler, flow, head, read_head

_NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; default_type text/plain; keepalive_requests 1000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  {common}
  server {{ listen 80; listen [::]:80; root {folder}/pages; {locations} }}
}}
"""
_PAGES = (0, 400, 1200, 9000, 48_000)
_TIMES = ("time_connect", "time_pretransfer", "time_starttransfer", "time_total")
_TOLD = " ".join(f"%{{{name}}}" for name in ("local_port", "http_code", *_TIMES))


@contextlib.contextmanager
def nginx(host, locations="", common=""):
    """A real web server on port 80 with a page /N of N bytes for each size, and these locations."""
    with tempfile.TemporaryDirectory(prefix="capturelab-") as folder:
        os.chmod(folder, 0o755)
        Path(folder, "pages").mkdir()
        for size in _PAGES:
            Path(folder, "pages", str(size)).write_bytes(filler(size))
        configuration = Path(folder, "nginx.conf")
        configuration.write_text(_NGINX.format(folder=folder, locations=locations, common=common))
        process = host.start("nginx", "-c", configuration, "-p", folder)
        try:
            while not Path(folder, "nginx.pid").exists():
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(10)


def proxied(lab, path, server, port, settings=""):
    """A location of nginx: what is asked below this path is asked of that server."""
    return f"location {path} {{ proxy_pass http://{authority(lab, server, port)}; {settings} }}"


def authority(lab, host, port=80):
    address = host.address(lab.version)
    return f"[{address}]:{port}" if lab.version == 6 else f"{address}:{port}"


def application(**answers):
    """A handler of HTTP requests: `answers[name]` answers those for /name and below, 404 all others. An answer is called
    with connection and request, and gives False to end the connection."""

    def serve(connection):
        with connection.makefile("rb") as reader:
            while request := read_head(reader):
                reader.read(content_length(request))
                name = request[0].split()[1].strip("/").split("/")[0].split("?")[0]
                if answers.get(name, status("404 Not Found"))(connection, request) is False:
                    return

    return serve


def status(line, size=60, think_s=0.0):
    """Answer with this status line and so many bytes, after some thought."""

    def answer(connection, _):
        time.sleep(think_s)
        connection.sendall(head(line, size) + filler(size))

    return answer


def page(size, think_s=0.0):
    return status("200 OK", size, think_s)


def chunks(count, size, pause_s=0.0, last=True):
    """Answer in chunks; without the last one, which is empty, the answer is cut off."""

    def answer(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\nServer: lab\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(count):
            connection.sendall(f"{size:x}\r\n".encode() + filler(size) + b"\r\n")
            time.sleep(pause_s)
        if last:
            connection.sendall(b"0\r\n\r\n")
        return last

    return answer


def short(declared, sent):
    """Promise so many bytes, send fewer, and close."""

    def answer(connection, _):
        connection.sendall(head("200 OK", declared) + filler(sent))
        return False

    return answer


def silent(seconds):
    """Take the request and say nothing for so long."""

    def answer(connection, _):
        time.sleep(seconds)
        return False

    return answer


def resetting(connection, _):
    """Take the request and break the connection."""
    aborted(connection)
    return False


def curl(lab, client, server, paths, *options, port=80, give_up_s=20, body=None):
    """Ask for these paths one after the other, on one connection where that is possible; `body` is its standard input. Of
    each, what curl tells: its flow, the status (0 without answer), and times in seconds since the start of that
    request."""
    urls = [f"http://{authority(lab, server, port)}{path}" for path in paths]
    outputs = [word for _ in urls for word in ("-o", "/dev/null")]
    command = ["curl", "-sg", "--max-time", give_up_s, "-w", _TOLD + "\n", *options, *outputs, *urls]
    with client.start(*command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        told, _ = process.communicate(body)
    return [_times(line.split(), client, server, port, lab.version) for line in told.decode().splitlines()]


def _times(told, client, server, port, version):
    named = flow("tcp", client.address(version), int(told[0]), server.address(version), port)
    return named | {"status": int(told[1])} | dict(zip(_TIMES, map(float, told[2:])))
