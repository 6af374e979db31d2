package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.decode.FragmentFixture.A4;
import static org.pcapanalyzer.decode.FragmentFixture.A6;
import static org.pcapanalyzer.decode.FragmentFixture.B4;
import static org.pcapanalyzer.decode.FragmentFixture.B6;
import static org.pcapanalyzer.decode.FragmentFixture.SECOND;
import static org.pcapanalyzer.decode.FragmentFixture.ipv4;
import static org.pcapanalyzer.decode.FragmentFixture.ipv6;
import static org.pcapanalyzer.decode.FragmentFixture.udp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcapanalyzer.decode.FragmentFixture.Outcome;

class FragmentReassemblerTest {
    private final FragmentFixture on = new FragmentFixture();

    @Test
    void shouldPutIpv4FragmentsTogether() {
        byte[] datagram = udp(A4, B4, 4000);
        on.take(ipv4(datagram, 0, 1480).at(5));
        assertEquals(Packet.Kind.FRAGMENT, on.packet.kind());
        assertEquals(1480, on.packet.payloadLength());
        on.take(ipv4(datagram, 1480, 2960).at(6));
        assertEquals(Packet.Kind.FRAGMENT, on.packet.kind());
        on.take(ipv4(datagram, 2960, 4008).at(7));

        assertEquals(Packet.Kind.UDP, on.packet.kind());
        assertEquals(Anomaly.NONE, on.packet.anomaly());
        assertTrue(on.packet.isReassembled());
        assertFalse(on.packet.isClipped());
        assertEquals(3, on.packet.fragmentCount());
        assertEquals(3, on.packet.frameNumber());
        assertEquals(-1, on.packet.ipOffset());
        assertEquals(4028, on.packet.ipLength());
        assertEquals(7777, on.packet.sourcePort());
        assertEquals(53, on.packet.destinationPort());
        assertEquals(4000, on.packet.payloadLength());
        on.assertPayload(datagram);
        assertEquals(
                List.of(new Outcome(FragmentEnd.COMPLETE, 3, 4008, 4008, true, false, 17, 9, 7777, 53, 1, 3, 7)),
                on.outcomes);
    }

    @Test
    void shouldPutFragmentsTogetherInAnyOrder() {
        byte[] datagram = udp(A4, B4, 20_000);
        List<Packets> fragments = new ArrayList<>();
        for (int start = 0; start < datagram.length; start += 1480) {
            fragments.add(ipv4(datagram, start, Math.min(datagram.length, start + 1480)));
        }
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            Collections.shuffle(fragments, random);
            for (Packets fragment : fragments) {
                assertEquals(round, on.outcomes.size());
                on.take(fragment.ipId(round));
            }
            assertEquals(Packet.Kind.UDP, on.packet.kind());
            on.assertPayload(datagram);
            assertEquals(round + 1, on.outcomes.size());
            assertFalse(on.outcomes.get(round).hasOverlap());
        }
    }

    @Test
    void shouldPutIpv6FragmentsTogether() {
        byte[] datagram = udp(A6, B6, 3000);
        on.take(ipv6(datagram, 1448, 2896, 0xFFFF_FFFF));
        on.take(ipv6(datagram, 2896, 3008, 0xFFFF_FFFF));
        on.take(ipv6(datagram, 0, 1448, 0xFFFF_FFFF));

        assertEquals(Packet.Kind.UDP, on.packet.kind());
        assertEquals(6, on.packet.ipVersion());
        assertEquals(3, on.packet.fragmentCount());
        assertEquals(3048, on.packet.ipLength());
        assertEquals(53, on.packet.destinationPort());
        on.assertPayload(datagram);
        assertEquals(0xFFFF_FFFFL, on.outcomes.get(0).ipId());
        assertEquals(17, on.outcomes.get(0).ipProtocol());
    }

    @Test
    void shouldFollowExtensionHeadersInsideReassembledDatagram() {
        byte[] udp = udp(A6, B6, 2000);
        byte[] content = new byte[16 + udp.length];
        content[0] = IpProtocol.UDP;
        content[1] = 1;
        System.arraycopy(udp, 0, content, 16, udp.length);
        on.take(ipv6(content, 0, 1200, 1, IpProtocol.DESTINATION_OPTIONS));
        on.take(ipv6(content, 1200, content.length, 1, IpProtocol.DESTINATION_OPTIONS));

        assertEquals(Packet.Kind.UDP, on.packet.kind());
        assertEquals(17, on.packet.ipProtocol());
        assertEquals(2000, on.packet.payloadLength());
        on.assertPayload(udp);
        assertEquals(17, on.outcomes.get(0).ipProtocol());
        assertEquals(7777, on.outcomes.get(0).sourcePort());
    }

    @Test
    void shouldSetFragmentHeaderInsideReassembledDatagramAside() {
        byte[] content = new byte[2000];
        content[0] = IpProtocol.UDP;
        content[3] = 1;
        on.take(ipv6(content, 0, 1200, 1, IpProtocol.FRAGMENT));
        on.take(ipv6(content, 1200, 2000, 1, IpProtocol.FRAGMENT));

        assertEquals(Packet.Kind.SET_ASIDE, on.packet.kind());
        assertEquals(Anomaly.NESTED_FRAGMENT, on.packet.anomaly());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.3, 9, 17",
        "10.0.0.3, 10.0.0.2, 9, 17",
        "10.0.0.1, 10.0.0.2, 8, 17",
        "10.0.0.1, 10.0.0.2, 9, 132"
    })
    void shouldKeepDatagramsApart(String source, String destination, int id, int protocol) {
        byte[] datagram = udp(A4, B4, 2000);
        on.take(ipv4(datagram, 0, 1480));
        on.take(Packets.ip(source, destination, protocol)
                .payload(Arrays.copyOfRange(datagram, 1480, 2008))
                .ipId(id)
                .fragment(1480, false));

        assertEquals(Packet.Kind.FRAGMENT, on.packet.kind());
        on.decoder.finish();
        assertEquals(2, on.outcomes.size());
    }

    @Test
    void shouldKeepFirstBytesWhereFragmentsOverlap() {
        byte[] datagram = udp(A4, B4, 3000);
        byte[] other = datagram.clone();
        Arrays.fill(other, 100, other.length, (byte) '!');
        on.take(ipv4(datagram, 0, 1600));
        on.take(ipv4(other, 800, 2400));
        assertEquals(Anomaly.OVERLAPPING_FRAGMENT, on.packet.anomaly());
        on.take(ipv4(datagram, 2400, 3008));

        assertEquals(Packet.Kind.UDP, on.packet.kind());
        assertEquals('.', on.readPayload()[1599 - 8]);
        assertEquals('!', on.readPayload()[1600 - 8]);
        assertEquals(3008, on.outcomes.get(0).bytesSeen());
        assertTrue(on.outcomes.get(0).hasOverlap());
        assertTrue(on.outcomes.get(0).end() == FragmentEnd.COMPLETE);
    }

    @Test
    void shouldTellCopiesFromOverlaps() {
        byte[] datagram = udp(A4, B4, 2000);
        byte[] forged = datagram.clone();
        forged[500] ^= 1;
        on.take(ipv4(datagram, 0, 1480));
        on.take(ipv4(datagram, 0, 1480));
        assertEquals(Packet.Kind.FRAGMENT, on.packet.kind());
        assertEquals(Anomaly.DUPLICATE_FRAGMENT, on.packet.anomaly());
        on.take(ipv4(datagram, 8, 1000));
        assertEquals(Anomaly.DUPLICATE_FRAGMENT, on.packet.anomaly());
        on.take(ipv4(datagram, 1480, 2008));
        assertEquals(4, on.packet.fragmentCount());
        assertFalse(on.outcomes.get(0).hasOverlap());

        on.take(ipv4(datagram, 0, 1480).ipId(10));
        on.take(ipv4(forged, 0, 1480).ipId(10));
        assertEquals(Anomaly.OVERLAPPING_FRAGMENT, on.packet.anomaly());
        on.take(ipv4(datagram, 1480, 2008).ipId(10));
        assertTrue(on.outcomes.get(1).hasOverlap());
        on.assertPayload(datagram);
    }

    /** A capture with every frame twice, or with the copies behind, has no more datagrams than one without. */
    @Test
    void shouldNotWaitForRestOfCopiedDatagram() {
        byte[] datagram = udp(A4, B4, 2000);
        on.take(ipv4(datagram, 0, 1480).at(0));
        on.take(ipv4(datagram, 1480, 2008).at(1));
        on.take(ipv4(datagram, 1480, 2008).at(2));
        assertEquals(Packet.Kind.FRAGMENT, on.packet.kind());
        assertEquals(Anomaly.DUPLICATE_FRAGMENT, on.packet.anomaly());
        on.take(ipv4(datagram, 0, 1480).at(SECOND));
        assertEquals(Anomaly.DUPLICATE_FRAGMENT, on.packet.anomaly());
        on.decoder.finish();

        assertEquals(1, on.outcomes.size());
    }

    /** 65,536 datagrams take less than the timeout on a fast path. */
    @Test
    void shouldNotMixDatagramsWhenIdentificationsComeAround() {
        byte[] datagram = udp(A4, B4, 2000);
        byte[] next = datagram.clone();
        next[20] = '?';
        on.take(ipv4(datagram, 0, 1480).at(1));
        on.take(ipv4(next, 0, 1480).at(20 * SECOND));
        assertEquals(Anomaly.NONE, on.packet.anomaly());
        on.take(ipv4(next, 1480, 2008).at(20 * SECOND));

        assertEquals(Packet.Kind.UDP, on.packet.kind());
        on.assertPayload(next);
        assertEquals(FragmentEnd.TIMEOUT, on.outcomes.get(0).end());
        assertEquals(FragmentEnd.COMPLETE, on.outcomes.get(1).end());
        assertFalse(on.outcomes.get(1).hasOverlap());
    }

    @Test
    void shouldBeginAnewAfterBrokenDatagram() {
        byte[] datagram = udp(A4, B4, 2000);
        on.take(Packets.ip(A4, B4, 17).payload(9).ipId(9).fragment(0, true).at(1));
        on.take(ipv4(datagram, 1480, 2008).at(SECOND));
        assertEquals(Anomaly.MALFORMED_FRAGMENT, on.packet.anomaly());
        on.take(ipv4(datagram, 0, 1480).at(3 * SECOND));
        on.take(ipv4(datagram, 1480, 2008).at(3 * SECOND));

        assertEquals(Packet.Kind.UDP, on.packet.kind());
        assertEquals(FragmentEnd.MALFORMED, on.outcomes.get(0).end());
        assertEquals(2, on.outcomes.get(0).fragmentCount());
    }

    @Test
    void shouldBeginAnewWhereIdentificationIsUsedAgain() {
        byte[] datagram = udp(A4, B4, 2000);
        byte[] next = datagram.clone();
        next[20] = '?';
        next[1800] = '?';
        for (byte[] content : List.of(datagram, next)) {
            on.take(ipv4(content, 0, 1480).at(1));
            on.take(ipv4(content, 1480, 2008).at(2));
            assertEquals(Packet.Kind.UDP, on.packet.kind());
            on.assertPayload(content);
        }
        on.take(ipv4(next, 0, 1480).at(2 * SECOND));
        assertEquals(Anomaly.NONE, on.packet.anomaly());
        on.take(ipv4(next, 1480, 2008).at(2 * SECOND));

        assertEquals(Packet.Kind.UDP, on.packet.kind());
        assertEquals(3, on.outcomes.size());
    }

    @Test
    void shouldAcceptLargestDatagram() {
        byte[] datagram = udp(A4, B4, 65_507);
        on.take(ipv4(datagram, 0, 40_000));
        on.take(ipv4(datagram, 40_000, 65_515));

        assertEquals(Packet.Kind.UDP, on.packet.kind());
        assertEquals(65_535, on.packet.ipLength());
        on.assertPayload(datagram);
    }

    /** All arrived on the wire, so nothing was lost, but not all was captured. */
    @Test
    void shouldGoOnWithWhatSnaplenLeft() {
        byte[] datagram = udp(A4, B4, 2000);
        on.take(ipv4(datagram, 0, 1480).snaplen(96));
        on.take(ipv4(datagram, 1480, 2008).snaplen(96));

        assertEquals(Packet.Kind.UDP, on.packet.kind());
        assertTrue(on.packet.isClipped());
        assertEquals(2000, on.packet.payloadLength());
        assertEquals(96 - 14 - 20 - 8, on.packet.capturedPayloadLength());
        assertEquals(FragmentEnd.CLIPPED, on.outcomes.get(0).end());
        assertEquals(2008, on.outcomes.get(0).bytesSeen());
    }

    @Test
    void shouldTakeBytesOfCopyThatWasNotCut() {
        byte[] datagram = udp(A4, B4, 2000);
        on.take(ipv4(datagram, 0, 1480).snaplen(96));
        on.take(ipv4(datagram, 0, 1480));
        assertEquals(Anomaly.DUPLICATE_FRAGMENT, on.packet.anomaly());
        on.take(ipv4(datagram, 1480, 2008));

        assertFalse(on.packet.isClipped());
        on.assertPayload(datagram);
        assertEquals(FragmentEnd.COMPLETE, on.outcomes.get(0).end());
    }

    @ParameterizedTest
    @ValueSource(ints = {34, 40, 41})
    void shouldSetCutDatagramWithoutTransportHeaderAside(int snaplen) {
        byte[] datagram = udp(A4, B4, 2000);
        on.take(ipv4(datagram, 0, 1480).snaplen(snaplen));
        on.take(ipv4(datagram, 1480, 2008));

        assertEquals(Packet.Kind.SET_ASIDE, on.packet.kind());
        assertEquals(Anomaly.TRUNCATED_TRANSPORT_HEADER, on.packet.anomaly());
        assertEquals(FragmentEnd.CLIPPED, on.outcomes.get(0).end());
    }
}
