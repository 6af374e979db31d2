package org.pcapanalyzer.protocol.tls;

import java.util.Arrays;

/**
 * One Initial of QUIC (RFC 9000 17.2.2), its place in a datagram that may hold several packets:
 *
 * <pre>
 *   |1|1|type 2|....| version(4) id&lt;1&gt; id&lt;1&gt; token&lt;number&gt; length(number) packet number(1-4) frames tag(16)
 * </pre>
 *
 * @param start        of the packet in the datagram
 * @param numberOffset of the packet number
 * @param end          behind the packet
 */
record QuicInitial(int version, byte[] destinationId, int start, int numberOffset, int end) {
    static final int VERSION_1 = 1;
    static final int VERSION_2 = 0x6B3343CF;
    private static final int LONG_HEADER = 0xC0;
    private static final int TYPE_MASK = 0x30;
    private static final int INITIAL_V1 = 0x00;
    private static final int INITIAL_V2 = 0x10;
    private static final int LONGEST_ID = 20;
    private static final int MOST_NUMBER_BYTES = 4;
    private static final QuicInitial NONE = new QuicInitial(0, new byte[0], 0, 0, 0);

    boolean isOne() {
        return end > 0;
    }

    /** The packet at {@code start} if it is an Initial of a known version and whole; else one that is none. */
    static QuicInitial at(byte[] datagram, int start, int datagramEnd) {
        MessageBytes bytes = new MessageBytes(datagram, start, datagramEnd);
        int first = bytes.u8();
        int version = bytes.u16() << 16 | bytes.u16();
        boolean isKnown = version == VERSION_1 || version == VERSION_2;
        int initial = version == VERSION_2 ? INITIAL_V2 : INITIAL_V1;
        if (!isKnown || (first & LONG_HEADER) != LONG_HEADER || (first & TYPE_MASK) != initial) {
            return NONE;
        }
        byte[] destinationId = bytes.vector8().rest();
        byte[] sourceId = bytes.vector8().rest();
        bytes.skip(bytes.variableNumber());
        long length = bytes.variableNumber();
        boolean isSound = !bytes.isBroken()
                && destinationId.length <= LONGEST_ID
                && sourceId.length <= LONGEST_ID
                && length <= bytes.remaining()
                && length >= MOST_NUMBER_BYTES + QuicKeys.SAMPLE_BYTES;
        int numberOffset = datagramEnd - bytes.remaining();
        return isSound
                ? new QuicInitial(version, destinationId, start, numberOffset, numberOffset + (int) length)
                : NONE;
    }

    /** Decrypts the frames; empty if the keys do not fit. */
    byte[] frames(byte[] datagram, QuicKeys keys) {
        byte[] packet = Arrays.copyOfRange(datagram, start, end);
        int number = numberOffset - start;
        byte[] mask = keys.mask(packet, number + MOST_NUMBER_BYTES);
        packet[0] ^= (byte) (mask[0] & 0x0F);
        int numberLength = (packet[0] & 0x03) + 1;
        long packetNumber = 0;
        for (int i = 0; i < numberLength; i++) {
            packet[number + i] ^= mask[1 + i];
            packetNumber = packetNumber << 8 | packet[number + i] & 0xFF;
        }
        return keys.open(packet, number + numberLength, packet.length, packetNumber);
    }
}
