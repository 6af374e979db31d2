package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.decode.FragmentFixture.A4;
import static org.pcapanalyzer.decode.FragmentFixture.A6;
import static org.pcapanalyzer.decode.FragmentFixture.B4;
import static org.pcapanalyzer.decode.FragmentFixture.B6;
import static org.pcapanalyzer.decode.FragmentFixture.SECOND;
import static org.pcapanalyzer.decode.FragmentFixture.ipv4;
import static org.pcapanalyzer.decode.FragmentFixture.ipv6;
import static org.pcapanalyzer.decode.FragmentFixture.udp;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcapanalyzer.decode.FragmentFixture.Outcome;

class FragmentLimitsTest {
    private final FragmentFixture on = new FragmentFixture();

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 30", "2001:db8::1, 60"})
    void shouldGiveUpAfterTimeoutOfPacketTime(String source, int seconds) {
        boolean isIpv4 = source.equals(A4);
        byte[] datagram = isIpv4 ? udp(A4, B4, 2000) : udp(A6, B6, 2000);
        on.take((isIpv4 ? ipv4(datagram, 0, 1480) : ipv6(datagram, 0, 1480, 9)).at(7));
        on.take(Packets.tcp(A4, 1, B4, 2).at(seconds * SECOND + 6));
        assertEquals(0, on.outcomes.size());
        on.take(Packets.tcp(A4, 1, B4, 2).at(seconds * SECOND + 7));
        assertEquals(
                List.of(new Outcome(FragmentEnd.TIMEOUT, 1, 1480, -1, true, false, 17, 9, 7777, 53, 1, 1, 7)),
                on.outcomes);

        on.take((isIpv4 ? ipv4(datagram, 1480, 2008) : ipv6(datagram, 1480, 2008, 9)).at(seconds * SECOND + 8));
        assertEquals(Packet.Kind.FRAGMENT, on.packet.kind());
        on.decoder.finish();
        assertEquals(
                new Outcome(
                        FragmentEnd.END_OF_CAPTURE,
                        1,
                        528,
                        2008,
                        false,
                        false,
                        17,
                        9,
                        -1,
                        -1,
                        4,
                        4,
                        seconds * SECOND + 8),
                on.outcomes.get(1));
    }

    @Test
    void shouldLetIpv4TimeOutWhileOlderIpv6Waits() {
        on.take(ipv6(udp(A6, B6, 2000), 0, 1480, 1).at(0));
        on.take(ipv4(udp(A4, B4, 2000), 0, 1480).at(1));
        on.take(Packets.tcp(A4, 1, B4, 2).at(31 * SECOND));

        assertEquals(1, on.outcomes.size());
        assertEquals(2, on.outcomes.get(0).firstFrame());
    }

    @Test
    void shouldGiveUpOldestWhenTooManyWait() {
        FragmentFixture bounded = new FragmentFixture(new DecodeLimits(2, 1 << 20));
        byte[] datagram = udp(A4, B4, 2000);
        for (int id = 1; id <= 4; id++) {
            bounded.take(ipv4(datagram, 0, 1480).ipId(id));
        }
        assertEquals(2, bounded.decoder.fragmentLimitCount());
        bounded.take(ipv4(datagram, 1480, 2008).ipId(4));
        assertEquals(Packet.Kind.UDP, bounded.packet.kind());
        bounded.take(ipv4(datagram, 0, 1480).ipId(5));
        bounded.decoder.finish();

        assertEquals(2, bounded.decoder.fragmentLimitCount());
        assertEquals(
                List.of(1L, 2L, 4L, 3L, 5L),
                bounded.outcomes.stream().map(Outcome::ipId).toList());
        assertEquals(
                List.of(
                        FragmentEnd.LIMIT,
                        FragmentEnd.LIMIT,
                        FragmentEnd.COMPLETE,
                        FragmentEnd.END_OF_CAPTURE,
                        FragmentEnd.END_OF_CAPTURE),
                bounded.outcomes.stream().map(Outcome::end).toList());
    }

    @Test
    void shouldGiveUpOldestWhenBytesRunOut() {
        FragmentFixture bounded = new FragmentFixture(new DecodeLimits(1000, 1 << 20));
        byte[] large = udp(A4, B4, 65_000);
        for (int id = 0; id < 20; id++) {
            bounded.take(ipv4(large, 0, 64_000).ipId(id));
        }
        assertEquals(4, bounded.decoder.fragmentLimitCount());
        bounded.take(ipv4(large, 64_000, 65_008).ipId(19));

        assertEquals(Packet.Kind.UDP, bounded.packet.kind());
        bounded.assertPayload(large);
        assertEquals(FragmentEnd.LIMIT, bounded.outcomes.get(0).end());
    }

    @Test
    void shouldGiveUpDatagramInTooManyPieces() {
        byte[] datagram = udp(A4, B4, 4000);
        for (int start = 0; start < 4000; start += 16) {
            on.take(ipv4(datagram, start, start + 8));
            assertEquals(Packet.Kind.FRAGMENT, on.packet.kind());
            assertEquals(Anomaly.NONE, on.packet.anomaly());
        }
        on.decoder.finish();

        assertEquals(1, on.outcomes.size());
        assertEquals(FragmentEnd.LIMIT, on.outcomes.get(0).end());
        assertEquals(250, on.outcomes.get(0).fragmentCount());
        assertEquals(1, on.decoder.fragmentLimitCount());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1481, true",
        "0, 0, true",
        "1480, 1480, false",
        "65520, 65536, false",
        "65504, 65520, false",
        "64, 100, true",
    })
    void shouldNameFragmentsOfImpossibleLength(int start, int end, boolean hasMore) {
        on.take(Packets.ip(A4, B4, 17).payload(end - start).fragment(start, hasMore));
        assertEquals(Packet.Kind.FRAGMENT, on.packet.kind());
        assertEquals(Anomaly.MALFORMED_FRAGMENT, on.packet.anomaly());
        on.take(Packets.ip(A4, B4, 17).payload(8).fragment(0, true));
        assertEquals(Anomaly.MALFORMED_FRAGMENT, on.packet.anomaly());
        on.decoder.finish();

        assertEquals(1, on.outcomes.size());
        assertEquals(FragmentEnd.MALFORMED, on.outcomes.get(0).end());
        assertEquals(2, on.outcomes.get(0).fragmentCount());
    }

    /** Each pair contradicts itself: two ends, bytes behind the end. */
    @ParameterizedTest
    @CsvSource({
        "1480, 2000, false, 1480, 1600, false",
        "1480, 2000, false, 2000, 2008, true",
        "1480, 2000, false, 1992, 2008, true",
        "1480, 2960, true, 8, 100, false",
    })
    void shouldNameFragmentsThatContradictOthers(
            int start, int end, boolean hasMore, int otherStart, int otherEnd, boolean otherHasMore) {
        on.take(Packets.ip(A4, B4, 17).payload(end - start).fragment(start, hasMore));
        assertEquals(Anomaly.NONE, on.packet.anomaly());
        on.take(Packets.ip(A4, B4, 17).payload(otherEnd - otherStart).fragment(otherStart, otherHasMore));
        assertEquals(Anomaly.MALFORMED_FRAGMENT, on.packet.anomaly());
        on.take(Packets.tcp(A4, 1, B4, 2).at(30 * SECOND));

        assertEquals(FragmentEnd.MALFORMED, on.outcomes.get(0).end());
    }

    @Test
    void shouldReportWaitingDatagramsOnce() {
        on.take(ipv4(udp(A4, B4, 2000), 0, 1480));
        on.decoder.finish();
        on.decoder.finish();
        assertEquals(1, on.outcomes.size());
    }
}
