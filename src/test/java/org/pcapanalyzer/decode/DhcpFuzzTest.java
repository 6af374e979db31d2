package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/** Any payload of a datagram between the ports of DHCP: the first byte chooses the version. */
@Tag("fuzz")
final class DhcpFuzzTest {
    @FuzzTest
    void read(byte[] input) {
        if (input.length < 1 || input.length > 1400) {
            return;
        }
        boolean isV4 = (input[0] & 1) == 0;
        Packets datagram =
                isV4 ? Packets.udp("10.0.0.1", 68, "10.0.0.2", 67) : Packets.udp("fe80::1", 546, "ff02::1:2", 547);
        byte[] payload = Arrays.copyOfRange(input, 1, input.length);
        Packet packet = Packets.decode(datagram.payload(payload).frame());
        DhcpMessage first = new DhcpMessage();
        boolean isDhcp = first.read(packet);
        DhcpMessage again = new DhcpMessage();
        again.read(Packets.decode(Packets.udp("10.0.0.1", 68, "10.0.0.2", 67)
                .payload(new byte[300])
                .frame()));
        assertEquals(isDhcp, again.read(packet), "what was read before makes a difference");
        assertEquals(text(first), text(again));
        assertTrue(first.clientMac() >= -1 && first.clientMac() < 1L << 48, "MAC");
        assertTrue(first.seconds() >= 0 && first.hops() >= 0 && first.hops() <= 255, "seconds or hops");
        assertTrue(first.leaseSeconds() >= -1 && first.leaseSeconds() < 1L << 32, "lease");
        assertTrue(first.status() >= -1 && first.status() <= 0xFFFF, "status");
        assertTrue(first.transactionId() >= 0 && first.transactionId() < 1L << 32, "transaction");
    }

    private static String text(DhcpMessage message) {
        return String.join(
                " ",
                message.kind().label(),
                Boolean.toString(message.isFromServer()),
                Long.toHexString(message.transactionId()),
                Long.toHexString(message.clientMac()),
                Addresses.text(message.relayHigh(), message.relayLow(), 6),
                Addresses.text(message.givenHigh(), message.givenLow(), 6),
                Integer.toHexString(message.clientAddress()),
                Integer.toHexString(message.requestedAddress()),
                Integer.toHexString(message.serverId()),
                Long.toString(message.leaseSeconds()),
                Integer.toString(message.status()));
    }
}
