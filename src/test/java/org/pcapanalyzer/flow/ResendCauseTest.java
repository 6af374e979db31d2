package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.FIN;
import static org.pcapanalyzer.flow.Wire.MS;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Why a segment is seen again, and what Wireshark calls it. The path takes 20 ms there and back. */
class ResendCauseTest {
    /** Five segments of 1000 bytes from the server, frames 4 to 8, at 30 to 34 ms. */
    private static Wire flight() {
        Wire wire = new Wire().handshake();
        for (int i = 0; i < 5; i++) {
            wire.server(30 + i, ACK, 5000 + 1000 * i, 1000, 1000);
        }
        return wire;
    }

    @Test
    void shouldCallItFastWhenDuplicateAcksAskedForIt() {
        Wire wire = flight().client(41, ACK, 1000, 5000, 0)
                .client(42, ACK, 1000, 5000, 0)
                .client(43, ACK, 1000, 5000, 0)
                .server(44, ACK, 5000, 1000, 1000)
                .client(54, ACK, 1000, 10_000, 0);
        TcpDirection row = wire.fromServer();
        assertEquals(List.of("fast_retransmit"), wire.causes());
        assertEquals(1, row.fastCount());
        assertEquals(1, row.retransPkts());
        assertEquals(1000, row.retransBytes());
        assertEquals(2, row.maxSendsOfOne());
        assertEquals(List.of("fast_retransmission", "retransmission"), wire.labels(12));
        assertEquals(3, wire.fromClient().dupAckCount());
        RecordingSink.Event event = wire.resends().get(0);
        assertEquals(4, event.origFrame());
        assertEquals(14 * MS, event.deltaNs());
        assertEquals(1, event.attempt());
        assertEquals("after", event.lost());
        assertEquals(1, row.lostAfterCount());
    }

    @Test
    void shouldCallItFastWhenSackSaysThatLaterBytesArrived() {
        Wire wire = flight().client(41, ACK, 1000, 5000, 0, ack -> ack.sack(6000, 8000))
                .server(43, ACK, 5000, 1000, 1000);
        assertEquals(List.of("fast_retransmit"), wire.causes());
    }

    @Test
    void shouldCallItFastNearTheReceiverOfALongPath() {
        Wire wire = new Wire()
                .client(0, Wire.SYN, 999, 0, 0)
                .server(300, Wire.SYN | ACK, 4999, 1000, 0)
                .client(300.1, ACK, 1000, 5000, 0)
                .server(310, ACK, 6000, 1000, 1000)
                .client(310.1, ACK, 1000, 5000, 0)
                .server(311, ACK, 7000, 1000, 1000)
                .client(311.1, ACK, 1000, 5000, 0)
                .server(312, ACK, 8000, 1000, 1000)
                .client(312.1, ACK, 1000, 5000, 0)
                .server(613, ACK, 5000, 1000, 1000);
        assertEquals(List.of("fast_retransmit"), wire.causes());
        assertEquals(List.of("retransmission"), wire.labels(10), "Wireshark's 20 ms are over");
    }

    @Test
    void shouldCallItTimeoutAndCountTheSteps() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .server(250, ACK, 5000, 1000, 1000)
                .server(690, ACK, 5000, 1000, 1000)
                .server(1570, ACK, 5000, 1000, 1000);
        TcpDirection row = wire.fromServer();
        assertEquals(List.of("timeout", "timeout", "timeout"), wire.causes());
        assertEquals(3, row.timeoutCount());
        assertEquals((1570 - 30) * MS, row.stallNs());
        assertEquals(4, row.maxSendsOfOne());
        assertEquals(3, wire.resends().get(2).attempt());
        assertEquals(880 * MS, wire.resends().get(2).deltaNs());
    }

    @Test
    void shouldCountTheStepsOfWhatAPartialAckLeft() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .client(40, ACK, 1000, 5400, 0)
                .server(260, ACK, 5400, 1000, 600)
                .server(700, ACK, 5400, 1000, 600);
        RecordingSink.Event last = wire.resends().get(1);
        assertEquals(2, last.attempt());
        assertEquals(440 * MS, last.deltaNs());
        assertEquals(4, last.origFrame());
    }

    @Test
    void shouldCountTheWaitOnceWhenAWholeFlightIsSentAgain() {
        Wire wire = flight();
        for (int i = 0; i < 5; i++) {
            wire.server(280 + i, ACK, 5000 + 1000 * i, 1000, 1000);
        }
        TcpDirection row = wire.fromServer();
        assertEquals(5, row.timeoutCount());
        assertEquals((284 - 38) * MS, row.stallNs());
    }

    @Test
    void shouldCallTheTailOfAFlightAProbe() {
        Wire wire = flight().server(80, ACK, 9000, 1000, 1000);
        assertEquals(1, wire.fromServer().tailProbeCount());
        assertEquals(List.of("tail_loss_probe"), wire.causes());
    }

    @Test
    void shouldCallALoneSegmentSentAgainEarlyAProbe() {
        Wire wire = new Wire().handshake().server(30, ACK, 5000, 1000, 1000).server(75, ACK, 5000, 1000, 1000);
        assertEquals(List.of("tail_loss_probe"), wire.causes());
    }

    @Test
    void shouldCallItSpuriousWhenItWasAcknowledged() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .client(40, ACK, 1000, 6000, 0)
                .server(260, ACK, 5000, 1000, 1000);
        TcpDirection row = wire.fromServer();
        assertEquals(List.of("spurious"), wire.causes());
        assertEquals(1, row.spuriousCount());
        assertEquals(1, row.retransPkts());
        assertEquals(List.of("retransmission", "spurious_retransmission"), wire.labels(6));
        assertEquals(4, wire.resends().get(0).origFrame());
    }

    @Test
    void shouldCallALateSegmentReorderedByItsIpId() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000, packet -> packet.ipId(100))
                .server(31, ACK, 7000, 1000, 1000, packet -> packet.ipId(102))
                .client(31.1, ACK, 1000, 6000, 0)
                .client(31.2, ACK, 1000, 6000, 0)
                .client(31.3, ACK, 1000, 6000, 0)
                .client(31.4, ACK, 1000, 6000, 0)
                .server(45, ACK, 6000, 1000, 1000, packet -> packet.ipId(101));
        TcpDirection row = wire.fromServer();
        assertEquals(List.of("reordering"), wire.causes());
        assertEquals(1, row.reorderCount());
        assertEquals(0, row.retransPkts());
        assertEquals(List.of("fast_retransmission", "retransmission"), wire.labels(10), "Wireshark sees no IP ID");
        assertEquals(List.of(TcpEventKind.OUT_OF_ORDER), wire.kinds(10));
    }

    @Test
    void shouldCallALateSegmentReorderedByItsTimestamp() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000, packet -> packet.ipId(0).timestamps(500, 1))
                .server(31, ACK, 7000, 1000, 1000, packet -> packet.ipId(0).timestamps(502, 1))
                .server(44, ACK, 6000, 1000, 1000, packet -> packet.ipId(0).timestamps(501, 1));
        assertEquals(List.of("reordering"), wire.causes());
    }

    @Test
    void shouldCallItResentWhenTheIpIdSaysSentLater() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000, packet -> packet.ipId(100))
                .server(31, ACK, 7000, 1000, 1000, packet -> packet.ipId(102))
                .server(32, ACK, 6000, 1000, 1000, packet -> packet.ipId(103));
        assertEquals(List.of("unknown"), wire.causes());
        assertEquals(1, wire.fromServer().retransPkts());
    }

    @Test
    void shouldCallALateSegmentReorderedWithinHalfARoundTrip() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000, packet -> packet.ipId(0))
                .server(31, ACK, 7000, 1000, 1000, packet -> packet.ipId(0))
                .server(38, ACK, 6000, 1000, 1000, packet -> packet.ipId(0));
        assertEquals(List.of("reordering"), wire.causes());
    }

    @Test
    void shouldCallALateSegmentLostBeforeTheCaptureWhenItTookATimeout() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .server(31, ACK, 7000, 1000, 1000)
                .client(41, ACK, 1000, 6000, 0)
                .server(271, ACK, 6000, 1000, 1000);
        assertEquals(List.of("timeout"), wire.causes());
        assertEquals(Flow.ABSENT, wire.resends().get(0).origFrame());
        assertEquals("before", wire.resends().get(0).lost());
        assertEquals(1, wire.fromServer().lostBeforeCount());
    }

    @Test
    void shouldCallItSpuriousWhenADuplicateIsReportedLater() {
        Wire wire = flight().client(41, ACK, 1000, 5000, 0, ack -> ack.sack(6000, 10_000))
                .server(43, ACK, 5000, 1000, 1000)
                .client(53, ACK, 1000, 10_000, 0)
                .client(54, ACK, 1000, 10_000, 0, ack -> ack.sack(5000, 6000));
        TcpDirection row = wire.fromServer();
        assertEquals(List.of("spurious"), wire.causes());
        assertEquals("", wire.resends().get(0).lost());
        assertEquals(1, row.spuriousCount());
        assertEquals(0, row.fastCount() + row.lostAfterCount());
        assertEquals(1, row.retransPkts());
    }

    @Test
    void shouldFindADuplicateReportedAboveTheAcknowledged() {
        Wire wire = flight().client(41, ACK, 1000, 5000, 0, ack -> ack.sack(6000, 10_000))
                .server(43, ACK, 5000, 1000, 1000)
                .server(44, ACK, 6000, 1000, 1000)
                .client(54, ACK, 1000, 5000, 0, ack -> ack.sack(6000, 7000, 6000, 10_000));
        assertEquals(List.of("fast_retransmit", "spurious"), wire.causes());
    }

    @Test
    void shouldCallItSpuriousWhenTheEchoIsOlder() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000, packet -> packet.timestamps(500, 1))
                .server(250, ACK, 5000, 1000, 1000, packet -> packet.timestamps(720, 1))
                .client(262, ACK, 1000, 6000, 0, packet -> packet.timestamps(9, 500));
        assertEquals(List.of("spurious"), wire.causes());
    }

    @Test
    void shouldCallItNeededWhenTheEchoIsItsOwn() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000, packet -> packet.timestamps(500, 1))
                .server(250, ACK, 5000, 1000, 1000, packet -> packet.timestamps(720, 1))
                .client(262, ACK, 1000, 6000, 0, packet -> packet.timestamps(9, 720));
        assertEquals(List.of("tail_loss_probe"), wire.causes());
    }

    @Test
    void shouldCallItSpuriousWhenTheAckCannotAnswerItYet() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .server(250, ACK, 5000, 1000, 1000)
                .client(251, ACK, 1000, 6000, 0);
        assertEquals(List.of("spurious"), wire.causes());
    }

    @Test
    void shouldNotProbeAgainBeforeTheProbedTailIsPassed() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .server(250, ACK, 5000, 1000, 1000)
                .client(260, ACK, 1000, 6000, 0)
                .server(300, ACK, 6000, 1000, 1000)
                .server(520, ACK, 6000, 1000, 1000);
        assertEquals(List.of("tail_loss_probe", "timeout"), wire.causes());
    }

    @Test
    void shouldCallItSpuriousWhenTheOriginalComesLate() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000, packet -> packet.ipId(100))
                .server(31, ACK, 7000, 1000, 1000, packet -> packet.ipId(102))
                .client(32, ACK, 1000, 6000, 0, ack -> ack.sack(7000, 8000))
                .server(52, ACK, 6000, 1000, 1000, packet -> packet.ipId(103))
                .server(53, ACK, 6000, 1000, 1000, packet -> packet.ipId(101));
        assertEquals(List.of("spurious", "reordering"), wire.causes());
    }

    @Test
    void shouldTellALoneProbeFromATimeoutByWhatItsHostDoesElsewhere() {
        Wire wire = flight().server(280, ACK, 5000, 1000, 1000)
                .client(300, ACK, 1000, 10_000, 0)
                .server(400, ACK, 10_000, 1000, 100)
                .server(620, ACK, 10_000, 1000, 100)
                .client(640, ACK, 1000, 10_100, 0);
        assertEquals(List.of("timeout", "timeout"), wire.causes(), "the tail of the flight was not probed");
    }

    @Test
    void shouldCallItFastWhenOnlyTheNetworkWasSilent() {
        Wire wire = new Wire().handshake();
        for (int i = 0; i < 5; i++) {
            int tsVal = 100 + 30 * i;
            wire.server(30 + 30 * i, ACK, 5000 + 1000 * i, 1000, 1000, packet -> packet.timestamps(tsVal, 1));
        }
        wire.client(160, ACK, 1000, 5000, 0, ack -> ack.sack(6000, 10_000))
                .server(400, ACK, 5000, 1000, 1000, packet -> packet.timestamps(222, 1));
        assertEquals(
                List.of("fast_retransmit"), wire.causes(), "sent 2 ms after the one before, by the sender's clock");
    }

    @Test
    void shouldFindTheTimeoutWhoseFirstResendWasInOrder() {
        Wire wire = new Wire()
                .client(0, Wire.SYN, 999, 0, 0, packet -> packet.sackPermitted())
                .server(
                        50,
                        Wire.SYN | ACK,
                        4999,
                        1000,
                        0,
                        packet -> packet.sackPermitted().ipId(0))
                .client(50.1, ACK, 1000, 5000, 0)
                .server(60, ACK, 5000, 1000, 1000, packet -> packet.ipId(10))
                .server(61, ACK, 6000, 1000, 1000, packet -> packet.ipId(11))
                .client(61.1, ACK, 1000, 7000, 0)
                .server(400, ACK, 7000, 1000, 1000, packet -> packet.ipId(15))
                .client(400.1, ACK, 1000, 8000, 0)
                .server(450, ACK, 10_000, 1000, 1000, packet -> packet.ipId(16))
                .client(450.1, ACK, 1000, 8000, 0, ack -> ack.sack(10_000, 11_000))
                .server(500, ACK, 8000, 1000, 1000, packet -> packet.ipId(17))
                .server(500.1, ACK, 9000, 1000, 1000, packet -> packet.ipId(18));
        assertEquals(List.of("timeout", "timeout"), wire.causes());
        assertEquals("before", wire.resends().get(0).lost());
    }

    @Test
    void shouldFindTheTimeoutWhoseFirstResendWasTheFirstDataSeen() {
        Wire wire = newDataBehindAHole(61, 10);
        wire.server(465, ACK, 6000, 1100, 1000, packet -> packet.ipId(24)).client(475, ACK, 1100, 9000, 0);
        assertEquals(List.of("timeout"), wire.causes());
    }

    @Test
    void shouldNotTakeALossWithinAFlightForATimeoutBefore() {
        Wire wire = newDataBehindAHole(50.1, 1);
        wire.server(462, ACK, 6000, 1100, 1000, packet -> packet.ipId(24)).client(472, ACK, 1100, 9000, 0);
        assertEquals(List.of("fast_retransmit"), wire.causes());
    }

    /** A first segment long after the handshake, its ACK at 440 ms and new data behind a hole. */
    private static Wire newDataBehindAHole(double afterMs, int firstId) {
        return new Wire()
                .handshake()
                .client(21, ACK, 1000, 5000, 100)
                .server(30, ACK, 5000, 1100, 0, packet -> packet.ipId(9))
                .server(390, ACK, 5000, 1100, 1000, packet -> packet.ipId(9 + firstId))
                .client(440, ACK, 1100, 6000, 0)
                .server(390 + afterMs, ACK, 7000, 1100, 1000, packet -> packet.ipId(22))
                .client(391 + afterMs, ACK, 1100, 6000, 0, ack -> ack.sack(7000, 8000))
                .server(392 + afterMs, ACK, 8000, 1100, 1000, packet -> packet.ipId(23))
                .client(393 + afterMs, ACK, 1100, 6000, 0, ack -> ack.sack(7000, 9000));
    }

    @Test
    void shouldWaitForTheReportOfEachCopyAfterALongHold() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000, packet -> packet.timestamps(130, 1))
                .server(250, ACK, 5000, 1000, 1000, packet -> packet.timestamps(350, 1))
                .server(690, ACK, 5000, 1000, 1000, packet -> packet.timestamps(790, 1))
                .client(2000, ACK, 1000, 6000, 0, ack -> ack.timestamps(9, 350).sack(5000, 6000))
                .client(
                        2000.1,
                        ACK,
                        1000,
                        6000,
                        0,
                        ack -> ack.timestamps(9, 790).sack(5000, 6000));
        assertEquals(List.of("spurious", "spurious"), wire.causes());
    }

    @Test
    void shouldTakeAReportForOneCopyOnly() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000, packet -> packet.timestamps(130, 1))
                .server(250, ACK, 5000, 1000, 1000, packet -> packet.timestamps(350, 1))
                .server(690, ACK, 5000, 1000, 1000, packet -> packet.timestamps(790, 1))
                .client(702, ACK, 1000, 6000, 0, ack -> ack.timestamps(9, 350))
                .client(703, ACK, 1000, 6000, 0, ack -> ack.timestamps(9, 790).sack(5000, 6000));
        assertEquals(
                List.of("timeout", "spurious"), wire.causes(), "the echo says that the first resend filled the hole");
    }

    @Test
    void shouldTakeAnExtendedReportForOneCopyOfEachSegment() {
        Wire wire = flight().client(41, ACK, 1000, 5000, 0, ack -> ack.sack(7000, 10_000))
                .server(43, ACK, 5000, 1000, 1000)
                .server(44, ACK, 6000, 1000, 1000)
                .client(53, ACK, 1000, 10_000, 0)
                .client(54, ACK, 1000, 10_000, 0, ack -> ack.sack(5000, 7000));
        assertEquals(List.of("spurious", "spurious"), wire.causes());
    }

    @Test
    void shouldBelieveTheEchoOfTheNextSegmentAlone() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000, packet -> packet.timestamps(130, 1))
                .server(31, ACK, 6000, 1000, 1000, packet -> packet.timestamps(131, 1))
                .server(250, ACK, 6000, 1000, 1000, packet -> packet.timestamps(350, 1))
                .client(262, ACK, 1000, 7000, 0, ack -> ack.timestamps(9, 130));
        assertEquals(List.of("tail_loss_probe"), wire.causes(), "a delayed ACK echoes its first segment");
    }

    @Test
    void shouldNotTakeAProbeForATimeoutWhenTheTimerWaitsMuchLonger() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .server(260, ACK, 5000, 1000, 1000)
                .server(3800, ACK, 5000, 1000, 1000);
        assertEquals(List.of("tail_loss_probe", "timeout"), wire.causes(), "a timer doubles its wait, no more");
    }

    @Test
    void shouldTakeBackTheStallOfATimeoutThatWasAProbe() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .server(480, ACK, 5000, 1000, 1000)
                .server(930, ACK, 5000, 1000, 1000);
        TcpDirection row = wire.fromServer();
        assertEquals(
                List.of("tail_loss_probe", "timeout"), wire.causes(), "the second wait is no longer than the first");
        assertEquals(450 * MS, row.stallNs());
        assertEquals(1, wire.resends().get(1).attempt());
    }

    @Test
    void shouldCallALateSegmentReorderedThatWasSentAtTheSameTick() {
        Wire wire = new Wire().handshake();
        for (int i = 0; i < 12; i++) {
            int tsVal = 100 + i;
            wire.server(
                    30 + i,
                    ACK,
                    5000 + 1000 * i,
                    1000,
                    1000,
                    packet -> packet.ipId(0).timestamps(tsVal, 1));
        }
        wire.server(43, ACK, 18_000, 1000, 1000, packet -> packet.ipId(0).timestamps(112, 1))
                .client(44, ACK, 1000, 17_000, 0, ack -> ack.sack(18_000, 19_000))
                .server(64, ACK, 17_000, 1000, 1000, packet -> packet.ipId(0).timestamps(112, 1));
        assertEquals(List.of("reordering"), wire.causes(), "a round trip later the clock has moved on");
    }

    @Test
    void shouldCallWhatWasAcknowledgedLongAgoReorderedWithoutIpId() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000, packet -> packet.ipId(0))
                .server(31, ACK, 7000, 1000, 1000, packet -> packet.ipId(0))
                .client(32, ACK, 1000, 6000, 0, ack -> ack.sack(7000, 8000))
                .server(53, ACK, 6000, 1000, 1000, packet -> packet.ipId(0))
                .client(55, ACK, 1000, 8000, 0)
                .server(66, ACK, 8000, 1000, 1000, packet -> packet.ipId(0))
                .server(75, ACK, 6000, 1000, 1000, packet -> packet.ipId(0));
        assertEquals(List.of("spurious", "reordering"), wire.causes(), "the sender knows since 65 ms that it arrived");
    }

    @Test
    void shouldNotTakeAOneByteResendForAKeepAlive() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1)
                .client(40, ACK, 1000, 5001, 0)
                .server(260, ACK, 5000, 1000, 1);
        assertEquals(List.of("spurious"), wire.causes());
    }

    @Test
    void shouldKeepRepairingAfterAPartialAck() {
        Wire wire = flight().client(41, ACK, 1000, 5000, 0)
                .client(42, ACK, 1000, 5000, 0)
                .client(43, ACK, 1000, 5000, 0)
                .server(44, ACK, 5000, 1000, 1000)
                .client(54, ACK, 1000, 7000, 0)
                .server(55, ACK, 7000, 1000, 1000);
        assertEquals(List.of("fast_retransmit", "fast_retransmit"), wire.causes());
    }

    @Test
    void shouldTellTheCauseInOneRowOfAFrameOnly() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK, 5000, 1000, 1000)
                .client(40, ACK, 1000, 6000, 0)
                .server(260, ACK, 5000, 1000, 1000);
        assertEquals(List.of("spurious"), wire.causes());
        assertEquals(2, wire.rows.events.size());
        assertEquals(List.of(TcpEventKind.RETRANSMISSION), wire.kinds(6));
    }

    @Test
    void shouldCountAFinSentAgain() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | FIN, 1000, 5000, 0)
                .client(250, ACK | FIN, 1000, 5000, 0)
                .client(470, ACK | FIN, 1000, 5000, 0);
        assertEquals(List.of("tail_loss_probe", "timeout"), wire.causes(), "the timer did not back off between them");
        assertEquals(1, wire.fromClient().timeoutCount());
        assertEquals(3, wire.flow().finCountOrig());
        assertEquals(0, wire.fromClient().retransBytes());
    }

    @Test
    void shouldCountResendsOfTheSecond() {
        Wire wire = flight().server(280, ACK, 5000, 1000, 1000);
        wire.flow();
        assertEquals(1, wire.rows.seconds.get(0).retrans());
        assertTrue(wire.rows.seconds.get(0).tcpPkts() == 9);
    }
}
