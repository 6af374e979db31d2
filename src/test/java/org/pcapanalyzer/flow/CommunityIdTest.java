package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Packets;

/** Vectors of the specification, each from both sides where the protocol has two. */
class CommunityIdTest {
    private static String idOf(Packets packet) {
        return new Wire().put(0, packet).flow().communityId();
    }

    @Test
    void shouldMatchVectorOfTcpFromBothSides() {
        String id = "1:LQU9qZlK+B5F3KDmev6m5PMibrg=";
        assertEquals(id, idOf(Packets.tcp("128.232.110.120", 34855, "66.35.250.204", 80)));
        assertEquals(id, idOf(Packets.tcp("66.35.250.204", 80, "128.232.110.120", 34855)));
    }

    @Test
    void shouldMatchVectorOfTcpOverIpv6() {
        Packets packet = Packets.tcp("2001:470:e5bf:dead:4957:2174:e82c:4887", 63943, "2607:f8b0:400c:c03::1a", 25);
        assertEquals("1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=", idOf(packet));
    }

    @Test
    void shouldMatchVectorOfUdp() {
        assertEquals("1:d/FP5EW3wiY1vCndhwleRRKHowQ=", idOf(Packets.udp("192.168.1.52", 54585, "8.8.8.8", 53)));
    }

    @Test
    void shouldMatchVectorOfSctp() {
        assertEquals("1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=", idOf(Packets.sctp("192.168.170.8", 7, "192.168.170.56", 7)));
    }

    @Test
    void shouldMatchVectorOfEchoFromBothSides() {
        String id = "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=";
        assertEquals(id, idOf(Packets.echo("192.168.0.89", "192.168.0.1", 8, 1, 1)));
        assertEquals(id, idOf(Packets.echo("192.168.0.1", "192.168.0.89", 0, 1, 1)));
    }

    @Test
    void shouldNotReorderOneWayIcmp() {
        assertEquals(
                "1:YHxtAirCG//0OzkcVAukqKQN9xM=", idOf(Packets.icmp("10.0.0.1", "10.0.0.2", 11, 0, 0, new byte[0])));
    }
}
