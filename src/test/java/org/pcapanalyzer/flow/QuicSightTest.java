package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pcapanalyzer.flow.Wire.MS;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcapanalyzer.decode.Packets;

class QuicSightTest {
    private static final int INITIAL = 0xC3;
    private static final int INITIAL_V2 = 0xD3;
    private static final int HANDSHAKE = 0xE3;
    private static final int VERSION_2 = 0x6B3343CF;

    /** First byte, version, ids of 8 and 4 bytes, rest. */
    private static byte[] longHeader(int first, int version, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.put((byte) first).putInt(version);
        bytes.put((byte) 8).putLong(0x0102030405060708L);
        bytes.put((byte) 4).putInt(0x0A0B0C0D);
        return bytes.array();
    }

    private static Packets fromClient(byte[] payload) {
        return Packets.udp("10.0.0.1", 50_000, "10.0.0.2", 443).payload(payload);
    }

    private static Packets fromServer(byte[] payload) {
        return Packets.udp("10.0.0.2", 443, "10.0.0.1", 50_000).payload(payload);
    }

    private static List<QuicSight> sights(Wire wire) {
        wire.flows();
        return wire.rows.quic;
    }

    @Test
    void shouldCountInitialsAndLongHeadersOfBothSides() {
        Wire wire = new Wire()
                .put(0, fromClient(longHeader(INITIAL, 1, 1200)))
                .put(300, fromClient(longHeader(INITIAL, 1, 1200)))
                .put(320, fromServer(longHeader(INITIAL, 1, 1200)))
                .put(330, fromServer(longHeader(HANDSHAKE, 1, 900)))
                .put(340, fromClient(longHeader(HANDSHAKE, 1, 200)));
        QuicSight sight = sights(wire).get(0);
        assertEquals(1, sight.version());
        assertEquals(2, sight.origInitials());
        assertEquals(3, sight.origLongHeaders());
        assertEquals(2, sight.respLongHeaders());
        assertEquals(0, sight.firstInitialNs());
        assertEquals(300 * MS, sight.lastInitialNs());
    }

    @Test
    void shouldKnowInitialsOfVersionTwoByTheirOtherType() {
        assertEquals(
                VERSION_2,
                sights(new Wire().put(0, fromClient(longHeader(INITIAL_V2, VERSION_2, 1252))))
                        .get(0)
                        .version());
        assertEquals(List.of(), sights(new Wire().put(0, fromClient(longHeader(INITIAL, VERSION_2, 1252)))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 0xFF00001C, 0xFF000023, 0x16030100})
    void shouldNotTakeOtherVersionsForQuic(int version) {
        assertEquals(List.of(), sights(new Wire().put(0, fromClient(longHeader(INITIAL, version, 1200)))));
    }

    @Test
    void shouldNotTakeASmallDatagramForAnInitial() {
        assertEquals(List.of(), sights(new Wire().put(0, fromClient(longHeader(INITIAL, 1, 1199)))));
    }

    @Test
    void shouldCountAnAnswerThatListsVersions() {
        Wire wire = new Wire()
                .put(0, fromClient(longHeader(INITIAL, 1, 1200)))
                .put(20, fromServer(longHeader(0x80, 0, 30)));
        assertEquals(1, sights(wire).get(0).respLongHeaders());
    }

    @Test
    void shouldReadNothingBeyondTheDatagramWhereverItEnds() {
        byte[] whole = longHeader(INITIAL, 1, 1200);
        for (int length = 0; length < 40; length++) {
            assertEquals(List.of(), sights(new Wire().put(0, fromClient(Arrays.copyOf(whole, length)))));
            assertTrue(sights(new Wire().put(0, fromClient(whole).snaplen(42 + length)))
                            .size()
                    <= 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 14})
    void shouldNotBelieveIdsThatAreTooLong(int at) {
        for (int length : new int[] {21, 0x7F, 0xFF}) {
            byte[] lying = longHeader(INITIAL, 1, 1200);
            lying[at] = (byte) length;
            assertEquals(List.of(), sights(new Wire().put(0, fromClient(lying))), at + " " + length);
        }
    }

    @Test
    void shouldLookAtTheFirstDatagramsOnly() {
        Wire wire = new Wire();
        for (int i = 0; i < 16; i++) {
            wire.put(i, fromClient(new byte[100]));
        }
        wire.put(20, fromClient(longHeader(INITIAL, 1, 1200)));
        assertEquals(List.of(), sights(wire));
    }
}
