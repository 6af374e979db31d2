package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.Packets;

class SenderClockTest {
    private static final long MS = 1_000_000L;

    private final SenderClock clock = new SenderClock();

    @Test
    void shouldNotKnowTheTickAfterAFew() {
        note(0, 500);
        note(7, 507);
        assertEquals(Flow.ABSENT, clock.tickNs());
        assertEquals(Flow.ABSENT, clock.sinceLastNs(packet(9, 509)));
        assertEquals(Flow.ABSENT, clock.behindNs(packet(9, 501)));
    }

    @Test
    void shouldMeasureTheTick() {
        note(0, 500);
        note(200, 520);
        assertEquals(10 * MS, clock.tickNs());
    }

    @Test
    void shouldTellWhenAPacketWasSentHoweverLongItWasOnItsWay() {
        note(0, 500);
        note(100, 600);
        assertEquals(6 * MS, clock.sinceLastNs(packet(900, 605)), "at most, a tick being what it may be early");
        assertEquals(39 * MS, clock.behindNs(packet(900, 560)), "at least");
    }

    @Test
    void shouldGoOnWhereTheCounterWraps() {
        note(0, -50);
        note(100, 50);
        assertEquals(MS, clock.tickNs());
        assertEquals(69 * MS, clock.behindNs(packet(101, -20)));
    }

    @Test
    void shouldKeepToTheYoungestWhenPacketsComeLate() {
        note(0, 500);
        note(100, 600);
        note(101, 550);
        assertEquals(MS, clock.tickNs());
        assertEquals(11 * MS, clock.sinceLastNs(packet(110, 610)));
    }

    @Test
    void shouldKnowNothingOfAPacketWithoutTimestamp() {
        note(0, 500);
        note(100, 600);
        Packet packet = Packets.tcp(Wire.CLIENT, 1, Wire.SERVER, 2).at(110 * MS).packet();
        assertEquals(Flow.ABSENT, clock.sinceLastNs(packet));
    }

    private void note(long ms, int tsVal) {
        clock.note(packet(ms, tsVal), Flow.ABSENT);
    }

    private static Packet packet(long ms, int tsVal) {
        return Packets.tcp(Wire.CLIENT, 1, Wire.SERVER, 2)
                .timestamps(tsVal, 1)
                .at(ms * MS)
                .packet();
    }
}
