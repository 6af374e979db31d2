package org.pcapanalyzer.protocol.tls;

import java.util.Arrays;

/** Writes Initials of QUIC, protected as a sender does (RFC 9001 5). */
final class QuicWire {
    private static final int NUMBER_BYTES = 2;

    private QuicWire() {}

    /** @param content frames; PADDING (RFC 9000 19.1) is added where they are too short to be protected */
    static byte[] initial(int version, byte[] connectionId, int number, boolean isClient, byte[] content) {
        byte[] frames = Arrays.copyOf(content, Math.max(content.length, 4 - NUMBER_BYTES));
        QuicKeys keys = QuicKeys.of(version, connectionId, isClient);
        int length = NUMBER_BYTES + frames.length + QuicKeys.TAG_BYTES;
        String first = version == QuicInitial.VERSION_2 ? "d1" : "c1";
        byte[] id = isClient ? connectionId : new byte[0];
        byte[] header = Hello.join(
                Hello.bytes(first + "%08x%02x".formatted(version, id.length)),
                id,
                Hello.bytes("0000%04x%04x".formatted(0x4000 | length, number)));
        byte[] packet = Hello.join(header, keys.seal(header, frames, number));
        int numberOffset = header.length - NUMBER_BYTES;
        byte[] mask = keys.mask(packet, numberOffset + 4);
        packet[0] ^= (byte) (mask[0] & 0x0F);
        for (int i = 0; i < NUMBER_BYTES; i++) {
            packet[numberOffset + i] ^= mask[1 + i];
        }
        return packet;
    }
}
