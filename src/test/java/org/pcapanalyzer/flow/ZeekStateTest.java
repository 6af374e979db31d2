package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.FIN;
import static org.pcapanalyzer.flow.Wire.RST;
import static org.pcapanalyzer.flow.Wire.SYN;

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
}
