package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pcapanalyzer.flow.Wire.ACK;
import static org.pcapanalyzer.flow.Wire.SYN;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcapanalyzer.decode.Addresses;
import org.pcapanalyzer.decode.Packets;

/** Who opened a flow, by its first packet, and how that was decided. */
class OriginatorTest {
    private static final String ONE = "10.0.0.1";
    private static final String OTHER = "10.0.0.2";

    private static void assertDecision(Packets first, int origPort, OriginatorSource source, String history) {
        Flow flow = new Wire().put(0, first).flow();
        assertEquals(origPort, flow.origPort());
        assertEquals(source, flow.origSource());
        assertEquals(history, flow.history());
    }

    @ParameterizedTest
    @CsvSource({
        "50000, 443, 50000, PORT, D", // to a likely server
        "443, 50000, 50000, PORT, ^d", // from one
        "3389, 1023, 1023, PORT, ^d", // Zeek's list goes before the range of well-known ports
        "443, 8080, 8080, PORT, ^d", // two likely servers: the lower port
        "8080, 443, 8080, PORT, D",
        "443, 443, 443, FIRST_PACKET, D",
        "873, 50000, 50000, PORT, ^d", // well known, though not on Zeek's list
        "50000, 873, 50000, PORT, D",
        "513, 514, 513, FIRST_PACKET, D", // two well-known ports
        "50000, 50001, 50000, FIRST_PACKET, D",
    })
    void shouldGuessFromTcpPorts(int from, int to, int origPort, OriginatorSource source, String history) {
        assertDecision(Packets.tcp(ONE, from, OTHER, to).flags(ACK).payload(5), origPort, source, history);
    }

    @ParameterizedTest
    @CsvSource({
        "443, 50000, 443, S", // whatever the ports
        "50000, 50001, 50000, S",
    })
    void shouldBelieveASyn(int from, int to, int origPort, String history) {
        assertDecision(Packets.tcp(ONE, from, OTHER, to).flags(SYN), origPort, OriginatorSource.SYN, history);
    }

    @ParameterizedTest
    @CsvSource({
        "443, 50000, 50000", // as Zeek
        "50000, 443, 443", // Zeek flips by the ports only
        "50000, 50001, 50001",
    })
    void shouldBelieveASynAck(int from, int to, int origPort) {
        assertDecision(Packets.tcp(ONE, from, OTHER, to).flags(SYN | ACK), origPort, OriginatorSource.SYN, "^h");
    }

    @ParameterizedTest
    @CsvSource({
        "50000, 53, 50000, PORT, D",
        "53, 50000, 50000, PORT, ^d",
        "53, 123, 53, FIRST_PACKET, D", // two likely servers
        "5353, 5353, 5353, FIRST_PACKET, D",
        "69, 50000, 50000, PORT, ^d",
        "546, 547, 546, FIRST_PACKET, D", // DHCPv6: the client has a well-known port too
        "50000, 50001, 50000, FIRST_PACKET, D",
    })
    void shouldGuessFromUdpPorts(int from, int to, int origPort, OriginatorSource source, String history) {
        assertDecision(Packets.udp(ONE, from, OTHER, to).payload(5), origPort, source, history);
    }

    @ParameterizedTest
    @CsvSource({"67, 68"})
    void shouldNotExpectABroadcastAddressToAsk(int from, int to) {
        Packets offer = Packets.udp(ONE, from, "255.255.255.255", to).payload(5);
        assertDecision(offer, from, OriginatorSource.PORT, "D");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.2, 0, 8, 10.0.0.2", // an echo reply
        "10.0.0.1, 224.0.0.1, 9, 9, 10.0.0.1", // a router that advertises itself to all
        "fe80::1, ff02::1, 134, 134, fe80::1",
        "fe80::1, fe80::2, 134, 133, fe80::2",
    })
    void shouldTakeAnIcmpAnswerForOneUnlessItGoesToAll(String from, String to, int type, int origPort, String orig) {
        Flow flow = new Wire()
                .put(0, Packets.icmp(from, to, type, 0, 0, new byte[8]))
                .flow();
        assertEquals(origPort, flow.origPort());
        assertEquals(orig, Addresses.text(flow.origHigh(), flow.origLow(), flow.ipVersion()));
    }
}
