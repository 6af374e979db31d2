package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.FIN;
import static org.pcapanalyzer.flow.Wire.RST;
import static org.pcapanalyzer.flow.Wire.SYN;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Packets;

/** Each conn_state with its history. */
class ZeekStateTest {
    private static void assertStory(Wire wire, ConnState state, String history) {
        Flow flow = wire.flow();
        assertEquals(state, flow.connState());
        assertEquals(history, flow.history());
    }

    @Test
    void shouldBeS0WithoutAnswer() {
        Wire wire = new Wire().client(0, SYN, 999, 0, 0).client(1000, SYN, 999, 0, 0);
        assertStory(wire, ConnState.S0, "S");
    }

    @Test
    void shouldBeS1WhileOpen() {
        assertStory(new Wire().handshake().client(30, ACK, 1000, 5000, 9), ConnState.S1, "ShAD");
    }

    @Test
    void shouldBeSfWhenBothFinished() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | FIN, 1000, 5000, 10)
                .server(40, ACK, 5000, 1011, 0)
                .server(41, ACK | FIN, 5000, 1011, 0)
                .client(50, ACK, 1011, 5001, 0);
        assertStory(wire, ConnState.SF, "ShAFaf");
    }

    @Test
    void shouldBeRejWhenASynIsRefused() {
        Wire wire = new Wire().client(0, SYN, 999, 0, 0).server(1, RST | ACK, 0, 1000, 0);
        assertStory(wire, ConnState.REJ, "Sr");
    }

    @Test
    void shouldBeS2WhenOnlyTheOriginatorFinished() {
        assertStory(new Wire().handshake().client(30, ACK | FIN, 1000, 5000, 0), ConnState.S2, "ShAF");
    }

    @Test
    void shouldBeS3WhenOnlyTheResponderFinished() {
        assertStory(new Wire().handshake().server(30, ACK | FIN, 5000, 1000, 0), ConnState.S3, "ShAf");
    }

    @Test
    void shouldBeRstoWhenTheOriginatorAborts() {
        Wire wire = new Wire().handshake().client(30, ACK, 1000, 5000, 5).client(31, RST, 1005, 0, 0);
        assertStory(wire, ConnState.RSTO, "ShADR");
    }

    @Test
    void shouldBeRstrWhenTheResponderAborts() {
        Wire wire = new Wire().handshake().client(30, ACK, 1000, 5000, 5).server(31, RST, 5000, 0, 0);
        assertStory(wire, ConnState.RSTR, "ShADr");
    }

    @Test
    void shouldBeRstos0WhenASynIsTakenBack() {
        Wire wire = new Wire().client(0, SYN, 999, 0, 0).client(1, RST, 1000, 0, 0);
        assertStory(wire, ConnState.RSTOS0, "SR");
    }

    @Test
    void shouldBeRstrhWhenASynAckIsTakenBack() {
        Wire wire = new Wire().server(0, SYN | ACK, 4999, 1000, 0).server(1, RST, 5000, 0, 0);
        assertStory(wire, ConnState.RSTRH, "^hr");
    }

    @Test
    void shouldBeShWhenASynIsFollowedByFin() {
        Wire wire = new Wire().client(0, SYN, 999, 0, 0).client(1, FIN, 1000, 0, 0);
        assertStory(wire, ConnState.SH, "SF");
    }

    @Test
    void shouldBeShrWhenASynAckIsFollowedByFin() {
        Wire wire = new Wire().server(0, SYN | ACK, 4999, 1000, 0).server(1, FIN | ACK, 5000, 1000, 0);
        assertStory(wire, ConnState.SHR, "^hf");
    }

    @Test
    void shouldBeOthInTheMiddle() {
        Wire wire = new Wire().client(0, ACK, 1000, 5000, 10).server(1, ACK, 5000, 1010, 10);
        assertStory(wire, ConnState.OTH, "Dd");
    }

    @Test
    void shouldStayFinishedAfterALateRst() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | FIN, 1000, 5000, 0)
                .server(40, ACK | FIN, 5000, 1001, 0)
                .client(50, RST, 1001, 0, 0);
        assertStory(wire, ConnState.SF, "ShAFfR");
    }

    @Test
    void shouldWriteResendsByPowersOfTen() {
        Wire wire = new Wire().handshake();
        for (int i = 0; i < 11; i++) {
            wire.client(30 + 300 * i, ACK, 1000, 5000, 10);
        }
        assertStory(wire, ConnState.S1, "ShADTT");
    }

    @Test
    void shouldWriteClosedWindowsAndOddFlags() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 0, ack -> ack.window(0))
                .server(31, SYN | FIN | ACK, 5000, 1000, 0)
                .client(32, FIN | RST, 1000, 5000, 0);
        assertStory(wire, ConnState.RSTO, "ShAWqI");
    }

    @Test
    void shouldWriteAFinAgainWhenItIsAnother() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | FIN, 1000, 5000, 0)
                .client(300, ACK | FIN, 1000, 5000, 0)
                .client(400, ACK | FIN, 1001, 5000, 0);
        assertStory(wire, ConnState.S2, "ShAFF");
    }

    @Test
    void shouldTellUdpByWhoSpoke() {
        Packets question = Packets.udp("10.0.0.1", 5000, "10.0.0.2", 53);
        Packets answer = Packets.udp("10.0.0.2", 53, "10.0.0.1", 5000);
        assertStory(new Wire().put(0, question), ConnState.S0, "D");
        assertStory(new Wire().put(0, answer), ConnState.SHR, "^d");
        assertStory(new Wire().put(0, question).put(1, answer), ConnState.SF, "Dd");
    }

    @Test
    void shouldWriteASynOfAnotherConnectionInAFlowOfItsOwn() {
        Wire wire = new Wire().client(0, SYN, 999, 0, 0).client(1000, SYN, 50_000, 0, 0);
        assertEquals(List.of("S", "S"), wire.flows().stream().map(Flow::history).toList());
    }

    /** The first sequence number moves before the letter is decided on. */
    @Test
    void shouldNotRepeatTheLetterOfAnAnswerWithAnotherSequenceNumber() {
        assertStory(new Wire().handshake().server(30, SYN | ACK, 77, 1000, 0), ConnState.S1, "ShA");
    }

    @Test
    void shouldRepeatTheLetterOfASynOnceTheSideIsReset() {
        Wire wire = new Wire()
                .server(0, RST, 5000, 0, 0)
                .server(1, SYN | ACK, 4999, 1000, 0)
                .server(2, SYN | ACK, 4999, 1000, 0)
                .server(3, SYN | ACK, 6999, 1000, 0);
        assertStory(wire, ConnState.RSTRH, "^rh");
    }

    @Test
    void shouldBeS1WhenBothOpenAtOnce() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(1, SYN, 4999, 0, 0)
                .client(10, SYN | ACK, 999, 5000, 0)
                .server(11, SYN | ACK, 4999, 1000, 0)
                .client(20, ACK, 1000, 5000, 0);
        assertStory(wire, ConnState.S1, "SsA");
    }

    @Test
    void shouldNotTakeAnAckBeforeTheSynAckForAPartialConnection() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(1, ACK, 5000, 1000, 0)
                .server(2, SYN | ACK, 4999, 1000, 0)
                .client(3, ACK, 1000, 5000, 0);
        assertStory(wire, ConnState.S1, "SahA");
    }

    @Test
    void shouldTakeTheSynForGrantedAfterSynAckAndAck() {
        Wire wire = new Wire().server(0, SYN | ACK, 4999, 1000, 0).client(10, ACK, 1000, 5000, 0);
        assertStory(wire, ConnState.S1, "^hA");
    }

    @Test
    void shouldBeginAnewWithASynAfterItsData() {
        Wire wire =
                new Wire().client(0, 0, 1000, 0, 10).client(1, SYN, 999, 0, 0).server(2, SYN | ACK, 4999, 1000, 0);
        assertStory(wire, ConnState.S1, "DSh");
    }

    @Test
    void shouldWriteNoDataForAFinThatCarriesSome() {
        Wire wire = new Wire().client(0, SYN, 999, 0, 0).client(1, ACK | FIN, 1000, 5000, 10);
        assertStory(wire, ConnState.SH, "SF");
    }

    /** Zeek expects the next byte behind the payload before it looks whether it had it. */
    @Test
    void shouldTakeThePayloadOfASynForResent() {
        assertStory(new Wire().client(0, SYN, 999, 0, 40), ConnState.S0, "ST");
    }

    @Test
    void shouldBeOthWhenTheSynThatIsTakenBackWasAnswered() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .client(1, ACK, 1000, 5000, 0)
                .client(2, RST, 1000, 0, 0);
        assertStory(wire, ConnState.OTH, "SAR");
    }

    @Test
    void shouldBeRstos0AcrossDataThatWasSentInVain() {
        Wire wire =
                new Wire().client(0, SYN, 999, 0, 0).client(1, ACK, 1000, 0, 5).client(2, RST, 1005, 0, 0);
        assertStory(wire, ConnState.RSTOS0, "SDR");
    }

    @Test
    void shouldBeRejWhenBothResetBeforeAnyData() {
        Wire wire = new Wire()
                .client(0, SYN, 999, 0, 0)
                .server(1, RST | ACK, 0, 1000, 0)
                .client(2, RST, 1000, 0, 0);
        assertStory(wire, ConnState.REJ, "SrR");
    }

    @Test
    void shouldBeRstrWhenDataMeetsAnEndThatIsGone() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | FIN, 1000, 5000, 0)
                .server(40, ACK, 5000, 1001, 10)
                .server(41, RST, 5010, 0, 0);
        assertStory(wire, ConnState.RSTR, "ShAFdr");
    }

    @Test
    void shouldBeRstoWhenARstFollowsTheOwnFin() {
        Wire wire = new Wire().handshake().client(30, ACK | FIN, 1000, 5000, 0).client(31, RST, 1001, 0, 0);
        assertStory(wire, ConnState.RSTO, "ShAFR");
    }

    @Test
    void shouldForgiveARstBetweenTheTwoFins() {
        Wire wire = new Wire()
                .handshake()
                .server(30, ACK | FIN, 5000, 1000, 0)
                .server(31, RST, 5001, 0, 0)
                .client(40, ACK | FIN, 1000, 5001, 0);
        assertStory(wire, ConnState.SF, "ShAfrF");
    }

    @Test
    void shouldBeSfWhenAPartialConnectionIsClosedByBoth() {
        Wire wire = new Wire()
                .client(0, ACK, 1000, 5000, 10)
                .client(1, ACK | FIN, 1010, 5000, 0)
                .server(2, ACK | FIN, 5000, 1011, 0);
        assertStory(wire, ConnState.SF, "DFf");
    }

    @Test
    void shouldBeShWhenAPartialConnectionIsClosedByOne() {
        Wire wire = new Wire().client(0, ACK, 1000, 5000, 10).client(1, ACK | FIN, 1010, 5000, 0);
        assertStory(wire, ConnState.SH, "DF");
    }

    @Test
    void shouldWriteNoResendsOfASideThatWasReset() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 10)
                .client(31, RST, 1010, 0, 0)
                .client(400, ACK, 1000, 5000, 10);
        assertStory(wire, ConnState.RSTO, "ShADR");
    }

    @Test
    void shouldTakeASecondCopyOfTheCaptureForAResend() {
        Wire wire = new Wire().handshake().client(30, ACK, 1000, 5000, 10, first -> first.checksum(7));
        wire.client(30.1, ACK, 1000, 5000, 10, copy -> copy.checksum(7).ipId(1003));
        assertStory(wire, ConnState.S1, "ShADT");
        assertEquals(1, wire.fromClient().captureDupCount());
        assertEquals(50, wire.fromClient().captureDupIpBytes());
    }

    @Test
    void shouldNotMindAKeepAliveWithoutData() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK, 1000, 5000, 10)
                .client(60_000, ACK, 1009, 5000, 0)
                .client(120_000, ACK, 1009, 5000, 1);
        assertStory(wire, ConnState.S1, "ShADT");
    }

    @Test
    void shouldWriteClosedWindowsByPowersOfTen() {
        Wire wire = new Wire().handshake();
        for (int i = 0; i < 10; i++) {
            wire.client(30 + i, ACK, 1000, 5000, 0, ack -> ack.window(0));
        }
        assertStory(wire, ConnState.S1, "ShAWW");
    }

    @Test
    void shouldWriteTheClosedWindowOfASyn() {
        assertStory(new Wire().client(0, SYN, 999, 0, 0, syn -> syn.window(0)), ConnState.S0, "SW");
    }

    @Test
    void shouldNotMindAClosedWindowThatNobodyNeeds() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | FIN, 1000, 5000, 0)
                .server(40, ACK, 5000, 1001, 0, ack -> ack.window(0))
                .server(41, RST, 5000, 0, 0, rst -> rst.window(0))
                .server(42, ACK, 5000, 1001, 0, ack -> ack.window(0));
        assertStory(wire, ConnState.RSTR, "ShAFar");
    }

    @Test
    void shouldWriteTheClosedWindowOfASideThatSentItsFin() {
        Wire wire = new Wire()
                .handshake()
                .client(30, ACK | FIN, 1000, 5000, 0)
                .client(50, ACK, 1001, 5000, 0, ack -> ack.window(0));
        assertStory(wire, ConnState.S2, "ShAFW");
    }

    @Test
    void shouldEndTheHistoryAfterManyLetters() {
        Wire wire = new Wire().handshake().client(30, RST, 1000, 0, 0);
        for (int i = 1; i < 100; i++) {
            wire.client(30 + i, RST, 1000 + i, 0, 0);
        }
        assertStory(wire, ConnState.RSTO, "ShA" + "R".repeat(61));
    }
}
