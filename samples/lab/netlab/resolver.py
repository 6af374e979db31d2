"""Name servers and clients that are real: unbound, dig, and what programs call (getaddrinfo)."""

import re
import subprocess
import tempfile
import time
from pathlib import Path

_READY_SECONDS = 5
_QUERY_TIME = re.compile(r"Query time: (\d+) (msec|usec)")
_STATUS = re.compile(r"status: (\w+)")

_SERVER = """
server:
    use-syslog: no
    logfile: ""
    verbosity: 0
    chroot: ""
    username: ""
    directory: "{folder}"
    pidfile: ""
    num-threads: 1
    module-config: "iterator"
    do-not-query-localhost: no
    access-control: 0.0.0.0/0 allow
    access-control: ::/0 allow
    interface: {ipv4}
    interface: {ipv6}
    minimal-responses: yes
    msg-cache-size: 1m
    rrset-cache-size: 1m
{server}
remote-control:
    control-enable: no
{rest}
"""


def serve(lab, host, server=(), rest=""):
    """Start unbound on this host with these lines of its server clause; clauses that follow stand in `rest`."""
    folder = tempfile.TemporaryDirectory(prefix="capturelab-")
    lines = "\n".join(f"    {line}" for line in server)
    addresses = {"ipv4": host.address(4), "ipv6": host.address(6)}
    file = Path(folder.name, "unbound.conf")
    file.write_text(_SERVER.format(folder=folder.name, server=lines, rest=rest, **addresses))
    process = host.start("unbound", "-d", "-c", file, stderr=subprocess.DEVNULL)
    lab.at_end(folder.cleanup)
    lab.at_end(process.kill)
    end = time.monotonic() + _READY_SECONDS
    while time.monotonic() < end:
        if f"{host.address()}:53" in host.run("ss", "-Hlun"):
            return process
        time.sleep(0.05)
    raise RuntimeError("unbound does not listen")


def zone(domain, *records):
    """Lines of the server clause that make this server know all of a domain."""
    return [f'local-zone: "{domain}." static', *(f"local-data: '{record}'" for record in records)]


def dig(client, server, name, kind="A", *options):
    """Run dig. Gives (status, its own query time in ms); status is empty if nobody answered."""
    command = ["dig", f"@{server}", name, kind, "-u", "+nocookie", *options]
    with client.entered():
        said = subprocess.run(command, capture_output=True, text=True).stdout
    status, took = _STATUS.search(said), _QUERY_TIME.search(said)
    milliseconds = float(took[1]) / (1000 if took[2] == "usec" else 1) if took else None
    return (status[1] if status else ""), milliseconds


def look_up(client, name, servers, search=(), options="timeout:1 attempts:2"):
    """Let the C library look a name up as any program does (getaddrinfo, both address families). Gives what it found."""
    with tempfile.NamedTemporaryFile("w", prefix="capturelab-", suffix=".conf") as file:
        lines = [f"nameserver {server}" for server in servers]
        lines += [f"search {' '.join(search)}"] if search else []
        file.write("\n".join([*lines, f"options {options}"]) + "\n")
        file.flush()
        script = f"mount --bind {file.name} /etc/resolv.conf && exec getent ahosts {name}"
        with client.entered():
            said = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True).stdout
    return sorted({line.split()[0] for line in said.splitlines()})
