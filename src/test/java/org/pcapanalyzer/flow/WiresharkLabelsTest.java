package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.SYN;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The corners of Wireshark's rules; the labels of the common cases stand in the tests of our own causes. */
class WiresharkLabelsTest {
    private static Wire twoSegments(double ms, int seqOfSecond) {
        return new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .server(31, ACK, 7000, 1000, 1000)
                .server(ms, ACK, seqOfSecond, 1000, 1000);
    }

    @Test
    void shouldCallItOutOfOrderWithinTheInitialRoundTrip() {
        assertEquals(List.of("out_of_order"), labelsOf(twoSegments(50, 6000), 6));
        assertEquals(List.of("retransmission"), labelsOf(twoSegments(51, 6000), 6));
    }

    @Test
    void shouldNotCallTheHighestSegmentOutOfOrder() {
        assertEquals(List.of("retransmission"), labelsOf(twoSegments(32, 7000), 6));
    }

    @Test
    void shouldTakeThreeMillisecondsWithoutRoundTrip() {
        Wire early = new Wire().server(0, ACK, 6000, 1000, 1000).server(2.9, ACK, 5000, 1000, 500);
        assertEquals(List.of("out_of_order"), labelsOf(early, 2));
        Wire late = new Wire().server(0, ACK, 6000, 1000, 1000).server(3, ACK, 5000, 1000, 500);
        assertEquals(List.of("retransmission"), labelsOf(late, 2));
    }

    @Test
    void shouldTakeTimeThatRunsBackForLong() {
        Wire wire = new Wire().server(10, ACK, 6000, 1000, 1000).server(9, ACK, 5000, 1000, 500);
        assertEquals(List.of("retransmission"), labelsOf(wire, 2));
    }

    @Test
    void shouldCallItFastWithinTwentyMillisecondsOfTheSecondDuplicate() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .server(31, ACK, 6000, 1000, 1000)
                .client(41, ACK, 1000, 5000, 0)
                .client(42, ACK, 1000, 5000, 0)
                .server(61.9, ACK, 5000, 1000, 1000);
        assertEquals(List.of("fast_retransmission", "retransmission"), labelsOf(wire, 8));
    }

    @Test
    void shouldTellUnseenSegmentsOnceWhileTheOtherSideIsSilent() {
        Wire wire = new Wire()
                .server(0, ACK, 5000, 1000, 0)
                .client(1, ACK, 1000, 9000, 10)
                .client(2, ACK, 1010, 9000, 10);
        assertEquals(List.of("ack_lost_segment"), labelsOf(wire, 2));
        assertEquals(List.of(), wire.labels(3));
    }

    @Test
    void shouldTakeAnAckOfUnseenSegmentsForManyDuplicates() {
        Wire wire = new Wire()
                .server(0, ACK, 5000, 1000, 100)
                .server(1, ACK, 5100, 1000, 100)
                .client(2, ACK, 1000, 5100, 10)
                .server(3, ACK, 5200, 2000, 0)
                .client(4, ACK, 1010, 5100, 10)
                .server(5, ACK, 5200, 2000, 0)
                .client(6, ACK, 1020, 5100, 10)
                .server(9, ACK, 5100, 1030, 100);
        assertEquals(List.of("fast_retransmission", "retransmission"), labelsOf(wire, 8));
    }

    @Test
    void shouldReturnToTheHandshakeWhenTheSynComesAgain() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 10)
                .client(31, ACK, 1100, 5000, 10)
                .client(90, SYN, 999, 0, 0)
                .client(95, ACK, 1110, 5000, 10);
        assertEquals(List.of("retransmission"), labelsOf(wire, 6));
        assertEquals(List.of("lost_segment"), wire.labels(7));
    }

    @Test
    void shouldFindLabelsAcrossTheWrap() {
        Wire wire = new Wire()
                .client(0, SYN, -501, 0, 0)
                .client(1, ACK, -500, 5000, 1000)
                .client(2, ACK, 700, 5000, 100)
                .client(900, ACK, -500, 5000, 1000);
        assertEquals(List.of("lost_segment"), labelsOf(wire, 3));
        assertEquals(List.of("retransmission"), wire.labels(4));
    }

    @Test
    void shouldCallASynAckWithAnotherNumberReused() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(10, SYN | ACK, 4999, 1000, 0)
                .server(20, SYN | ACK, 8888, 1000, 0);
        assertEquals(
                List.of("lost_segment", "reused_ports"),
                labelsOf(wire, 3).stream().sorted().toList());
    }

    private static List<String> labelsOf(Wire wire, long frame) {
        wire.flow();
        return wire.labels(frame);
    }
}
