"""Signs that tshark sees in a capture: the proof that a sample shows what it claims, and nothing else by accident."""

import csv
import subprocess
from collections import Counter

_FIELDS = (
    "frame.len tcp.flags.syn tcp.flags.ack tcp.flags.reset tcp.checksum tcp.checksum.status tcp.analysis.retransmission "
    "tcp.analysis.out_of_order tcp.analysis.lost_segment tcp.analysis.ack_lost_segment tcp.analysis.duplicate_ack "
    "tcp.analysis.zero_window tcp.analysis.reused_ports tcp.analysis.keep_alive ip.flags.mf ip.frag_offset ipv6.fraghdr.nxt "
    "icmp.type icmp.code icmpv6.type icmpv6.code udp.srcport udp.dstport udp.stream dns.id dns.flags.response dns.flags.rcode "
    "dns.flags.truncated dns.retransmit_request tls.handshake.type tls.alert_message.desc "
    "http.request.method http.response.code http.time"
).split()
_NAMED_AS_TSHARK_DOES = (
    "out_of_order lost_segment ack_lost_segment duplicate_ack zero_window reused_ports keep_alive".split()
)
_DNS_CODES = {"2": "dns-servfail", "3": "dns-nxdomain", "5": "dns-refused"}
_HANDSHAKE = {"1": "client-hello", "2": "server-hello", "11": "certificate"}
# Of which any number may stand in any capture.
_COMMON = {"syn", "syn-ack", "dns-unanswered", "client-hello", "server-hello", "certificate"}
_COMMON |= {"http-request", "http-response", "http-unanswered", "http-slow"}
_LARGEST_ORDINARY_FRAME = 1514
_SLOW_ANSWER_S, _SERVER_ERRORS = 1.0, 500
_BAD = "0"
_MINUS_ZERO = "0xffff"  # as Linux writes a checksum of 0x0000, which is the same in ones' complement


def _signs(row, largest_frame):
    """The signs of one frame."""
    if row["icmp.type"] or row["icmpv6.type"]:
        yield from _icmp_signs(row)
        return  # what follows is the quoted packet
    if row["tcp.flags.reset"] == "1":
        yield "reset"
    if row["tcp.flags.syn"] == "1":
        yield "syn-ack" if row["tcp.flags.ack"] == "1" else "syn"
    if row["tcp.analysis.retransmission"]:
        yield "syn-resent" if row["tcp.flags.syn"] == "1" else "retransmission"
    for sign in _NAMED_AS_TSHARK_DOES:
        if row[f"tcp.analysis.{sign}"]:
            yield sign.replace("_", "-")
    if row["dns.id"]:
        yield from _dns_signs(row)
    # In a tunnel the outer packet has these too.
    is_later_fragment = {"", "0"} < {"", "0", *row["ip.frag_offset"].split(",")}
    if "1" in row["ip.flags.mf"] or is_later_fragment or row["ipv6.fraghdr.nxt"]:
        yield "fragment"
    if int(row["frame.len"]) > largest_frame:
        yield "above-mtu"
    if row["tcp.checksum.status"] == _BAD and row["tcp.checksum"] != _MINUS_ZERO:
        yield "bad-checksum"
    for kind in row["tls.handshake.type"].split(","):
        if kind in _HANDSHAKE:
            yield _HANDSHAKE[kind]
    for code in filter(None, row["tls.alert_message.desc"].split(",")):
        yield f"tls-alert-{code}"
    yield from _http_signs(row)


def _dns_signs(row):
    if row["dns.flags.rcode"] in _DNS_CODES:
        yield _DNS_CODES[row["dns.flags.rcode"]]
    if row["dns.flags.truncated"] == "1":
        yield "dns-truncated"
    if row["dns.retransmit_request"]:
        yield "dns-query-resent"


def _unanswered(rows):
    """Queries to UDP port 53 of which no answer with the same id comes in the same stream."""
    queries = {(row["udp.stream"], row["dns.id"]) for row in rows if "53" in row["udp.dstport"].split(",")}
    answers = {(row["udp.stream"], row["dns.id"]) for row in rows if "53" in row["udp.srcport"].split(",")}
    return len({query for query in queries - answers if query[1]})


def _http_signs(row):
    """A frame may end several messages."""
    yield from ("http-request" for method in row["http.request.method"].split(",") if method)
    for code in filter(None, row["http.response.code"].split(",")):
        yield "http-response"
        if int(code) >= _SERVER_ERRORS:
            yield f"http-{code}"
    yield from ("http-slow" for taken in row["http.time"].split(",") if taken and float(taken) >= _SLOW_ANSWER_S)


def _icmp_signs(row):
    kind, code = row["icmp.type"].split(",")[0], row["icmp.code"].split(",")[0]
    if kind in ("3", "5", "11", "12"):
        yield f"icmp-{kind}/{code}"
    kind, code = row["icmpv6.type"].split(",")[0], row["icmpv6.code"].split(",")[0]
    if kind in ("1", "2", "3", "4"):
        yield f"icmpv6-{kind}/{code}"


def count(path, overhead=0):
    """How often each sign stands in the capture, whose frames carry so many bytes of tags and tunnel headers."""
    command = ["tshark", "-n", "-r", path, "-o", "tcp.check_checksum:TRUE", "-o", "ip.defragment:FALSE", "-T", "fields"]
    for name in _FIELDS:
        command += ["-e", name]
    done = subprocess.run(command, capture_output=True, text=True)
    rows = list(csv.DictReader(done.stdout.splitlines(), fieldnames=_FIELDS, delimiter="\t", quoting=csv.QUOTE_NONE))
    counted = Counter(sign for row in rows for sign in _signs(row, _LARGEST_ORDINARY_FRAME + overhead))
    # tshark shows a response of HTTP when it is whole.
    unfinished = counted["http-request"] - counted["http-response"]
    return counted + Counter({"dns-unanswered": _unanswered(rows), "http-unanswered": unfinished})


def contradictions(counted, bounds):
    """What was counted outside its bounds, in words; empty when the capture proves its scenario."""
    wrong = []
    for sign in sorted({*counted, *bounds} - (_COMMON - {*bounds})):
        least, most = bounds.get(sign, (0, 0))
        if counted[sign] < least or (most is not None and counted[sign] > most):
            wrong.append(f"{sign}: {counted[sign]}, not within {least}..{'' if most is None else most}")
    return wrong


def absences(counted, bounds, allowed):
    """The same by presence and absence alone, where what was drawn decides how often a sign stands."""
    present = {sign for sign in counted if counted[sign]} - _COMMON - set(allowed)
    missing = {sign for sign, (least, _) in bounds.items() if least and not counted[sign]}
    forbidden = {sign for sign in present if bounds.get(sign, (0, 0))[1] == 0}
    return [f"{sign} is missing" for sign in sorted(missing)] + [f"{sign}: {counted[sign]}" for sign in sorted(forbidden)]
