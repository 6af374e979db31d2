"""The scenarios: for each, what chance makes of it. A plan is data; `play` makes it happen."""

from dataclasses import dataclass, field
from typing import Mapping, Sequence

from ..faults import (
    Double,
    Lose,
    LoseBursts,
    LoseCopies,
    Outages,
    Postpone,
    tcp,
    tcp_data,
    tcp_handshake,
    tcp_pure_ack,
    tcp_sequence,
    tcp_tails,
)
from ..wire import Wan
from .talk import Pace, Talk, Transfer

SCENARIOS = {}


@dataclass(frozen=True)
class Plan:
    """`settings` are sysctls of both hosts, `listener` the options of the server's socket."""

    wan: Wan
    talks: Sequence[Talk]
    settings: Mapping = field(default_factory=dict)
    listener: Mapping = field(default_factory=dict)


def plan(name, rng):
    return SCENARIOS[name](rng)


def _scenario(function):
    SCENARIOS[function.__name__.replace("_", "-")] = function
    return function


def _log_uniform(rng, low, high):
    return low * (high / low) ** rng.random()


def _settings(rng):
    return {
        "ipv4__tcp_sack": int(rng.random() < 0.75),
        "ipv4__tcp_timestamps": int(rng.random() < 0.75),
        "ipv4__tcp_early_retrans": rng.choice((3, 3, 0)),
    }


def _wan(rng, *faults, rtt_ms=(2, 200), rate_mbit=(2, 100), **more):
    rate, rtt = _log_uniform(rng, *rate_mbit), _log_uniform(rng, *rtt_ms)
    return Wan(delay_ms=rtt / 2, rate_mbit=rate, faults=faults, **more)


def _talk(rng, *transfers, **more):
    return Talk(
        transfers,
        version=rng.choice((4, 4, 6)),
        congestion=rng.choice(("cubic", "cubic", "reno", "bbr")),
        begins=rng.uniform(0, 1),
        **more,
    )


def _bulk(rng, wan, low=60_000, high=400_000):
    """A long transfer, shorter where the path is long or thin."""
    size = int(rng.uniform(low, high) * min(1, wan.rate_mbit / 10) * (1 - wan.delay_ms / 150))
    return Transfer(rng.choice(("down", "down", "up")), max(size, 20_000))


def _short(rng, idle=(0.0, 0.4)):
    size = int(_log_uniform(rng, 200, 30_000))
    return Transfer(rng.choice(("down", "down", "up")), size, idle=rng.uniform(*idle))


def _bulk_talks(rng, wan, count=3):
    return [_talk(rng, _bulk(rng, wan)) for _ in range(count)]


def _short_talks(rng, count=5, each=6):
    return [_talk(rng, *(_short(rng) for _ in range(each))) for _ in range(count)]


@_scenario
def loss(rng):
    wan = _wan(rng, Lose(tcp_sequence, _log_uniform(rng, 0.005, 0.08)))
    return Plan(wan, _bulk_talks(rng, wan), _settings(rng))


@_scenario
def bursts(rng):
    wan = _wan(rng, LoseBursts(tcp_sequence, 1 / rng.uniform(60, 200), (3, 15)))
    return Plan(wan, _bulk_talks(rng, wan), _settings(rng))


@_scenario
def resends_lost(rng):
    wan = _wan(rng, LoseCopies(tcp_sequence, rng.uniform(0.01, 0.03), (1, 4)), rtt_ms=(2, 100))
    return Plan(wan, [*_bulk_talks(rng, wan, 2), *_short_talks(rng, 2, 4)], _settings(rng))


@_scenario
def tails_lost(rng):
    wan = _wan(rng, LoseCopies(tcp_tails, rng.uniform(0.2, 0.4), (1, rng.choice((1, 1, 2)))))
    return Plan(wan, _short_talks(rng), _settings(rng))


@_scenario
def flights_lost(rng):
    wan = _wan(rng, LoseBursts(tcp_data("clients"), rng.uniform(0.1, 0.2), (2, 4)), rtt_ms=(2, 100))
    few = [[Transfer("down", int(rng.uniform(2_500, 7_000)), idle=0.1) for _ in range(8)] for _ in range(3)]
    return Plan(wan, [_talk(rng, *transfers) for transfers in few], _settings(rng))


@_scenario
def acks_lost(rng):
    lose = Lose(tcp_pure_ack, rng.uniform(0.2, 0.6)), LoseBursts(tcp_pure_ack, 0.02, (5, 30))
    wan = _wan(rng, *lose)
    return Plan(wan, [*_bulk_talks(rng, wan, 2), *_short_talks(rng, 4)], _settings(rng))


@_scenario
def stalls(rng):
    hold = Outages((0.6, 2.0), (0.25, 1.5), holds=True, toward=rng.choice((("clients",), ("servers", "clients"))))
    wan = _wan(rng, hold, rtt_ms=(2, 120))
    return Plan(wan, [*_bulk_talks(rng, wan, 2), *_short_talks(rng, 3)], _settings(rng))


@_scenario
def outages(rng):
    dark = Outages((0.5, 2.0), (0.3, 2.5), holds=False)
    wan = _wan(rng, dark, rtt_ms=(2, 120))
    return Plan(wan, [*_bulk_talks(rng, wan, 2), *_short_talks(rng, 3)], _settings(rng))


@_scenario
def reordering(rng):
    wan = _wan(rng, rate_mbit=(10, 100))
    late = Postpone(tcp_data("clients"), rng.uniform(15, 60), (0.3, max(0.6, wan.delay_ms * 2 * rng.uniform(0.1, 0.7))))
    wan = Wan(wan.delay_ms, wan.rate_mbit, faults=(late,))
    return Plan(wan, _bulk_talks(rng, wan), _settings(rng))


@_scenario
def overtaken_by_resends(rng):
    wan = _wan(rng, rtt_ms=(5, 100), rate_mbit=(10, 100))
    rtt_ms = wan.delay_ms * 2
    late = Postpone(tcp_sequence, rng.uniform(40, 120), (rtt_ms * 0.6, rtt_ms * 3 + 10))
    wan = Wan(wan.delay_ms, wan.rate_mbit, faults=(late,))
    return Plan(wan, _bulk_talks(rng, wan), _settings(rng))


@_scenario
def doubled(rng):
    double = Double(tcp, rng.uniform(0.01, 0.2), (0, rng.choice((0.2, 3))))
    wan = _wan(rng, double, Lose(tcp_sequence, rng.uniform(0.005, 0.02)))
    return Plan(wan, [*_bulk_talks(rng, wan, 2), *_short_talks(rng, 2)], _settings(rng))


@_scenario
def full_queue(rng):
    wan = _wan(rng, rate_mbit=(2, 30), queue_kb=rng.uniform(15, 60))
    return Plan(wan, _bulk_talks(rng, wan, 4), _settings(rng))


@_scenario
def handshakes(rng):
    wan = _wan(rng, LoseCopies(tcp_handshake, 0.5, (1, 2)), Lose(tcp, 0.02))
    linear = {"ipv4__tcp_syn_linear_timeouts": rng.choice((0, 4))}
    return Plan(wan, _short_talks(rng, 8, 2), _settings(rng) | linear)


@_scenario
def keep_alives(rng):
    wan = _wan(rng, Lose(tcp, rng.uniform(0, 0.1)))
    options = {"keep_alive": 1, "keep_alive_idle": 1, "keep_alive_interval": 1}
    idle = [_talk(rng, _short(rng, (2.2, 4.5)), _short(rng, (2.2, 4.5)), options=options) for _ in range(4)]
    return Plan(wan, idle, _settings(rng), options)


@_scenario
def zero_windows(rng):
    wan = _wan(rng, Lose(tcp, rng.uniform(0, 0.03)), rtt_ms=(2, 100), rate_mbit=(10, 100))
    talks = [_slow_reader(rng, way) for way in ("down", "down", "up")]
    return Plan(wan, talks, _settings(rng), {"receive_buffer": 10_000})


def _slow_reader(rng, way):
    stall = Pace(rng.choice((8_000, 16_000, 30_000)), rng.uniform(0.6, 2.5))
    transfer = Transfer(way, stall.bytes * 4 + 10_000, read=stall)
    return _talk(rng, transfer, options={"receive_buffer": 8_000} if way == "down" else {})


@_scenario
def everything(rng):
    faults = (
        Lose(tcp, rng.uniform(0.002, 0.03)),
        LoseBursts(tcp_sequence, 0.002, (2, 8)),
        LoseCopies(tcp_tails, 0.1, (1, 2)),
        Postpone(tcp_sequence, rng.uniform(40, 150), (0.3, rng.uniform(2, 40))),
        Double(tcp, rng.uniform(0, 0.02), (0, 2)),
    )
    wan = _wan(rng, *faults)
    return Plan(wan, [*_bulk_talks(rng, wan, 2), *_short_talks(rng, 4)], _settings(rng))


@_scenario
def slow_application(rng):
    wan = _wan(rng, rate_mbit=(20, 100))
    trickle = [Pace(rng.choice((500, 1448, 6_000, 20_000)), rng.uniform(0.01, 0.15)) for _ in range(4)]
    transfers = [Transfer(rng.choice(("down", "up")), pace.bytes * 25, write=pace) for pace in trickle]
    return Plan(wan, [_talk(rng, transfer) for transfer in transfers])


@_scenario
def small_window(rng):
    wan = _wan(rng, rtt_ms=(20, 150), rate_mbit=(50, 100))
    sizes = [rng.choice((6_000, 12_000, 30_000)) for _ in range(2)]
    talks = [_talk(rng, Transfer("down", size * 20), options={"receive_buffer": size}) for size in sizes]
    return Plan(wan, talks)


@_scenario
def narrow_path(rng):
    wan = _wan(rng, rtt_ms=(10, 100), rate_mbit=(2, 10), queue_kb=rng.uniform(40, 200))
    return Plan(wan, [_talk(rng, Transfer("down", int(wan.rate_mbit * 250_000 * rng.uniform(0.5, 1))))])
