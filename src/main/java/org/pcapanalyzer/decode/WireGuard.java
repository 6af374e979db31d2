package org.pcapanalyzer.decode;

/** Tells WireGuard's messages by their type, three bytes of 0 behind it, and their length. */
final class WireGuard {
    private static final int LENGTH = 4;
    private static final int INITIATION = 0x01000000;
    private static final int INITIATION_LENGTH = 148;
    private static final int RESPONSE = 0x02000000;
    private static final int RESPONSE_LENGTH = 92;
    private static final int COOKIE = 0x03000000;
    private static final int COOKIE_LENGTH = 64;
    private static final int DATA = 0x04000000;
    private static final int LEAST_DATA_LENGTH = 32;
    private static final int DATA_UNIT = 16;

    private WireGuard() {}

    /** Messages that begin a session, which nothing else looks like. */
    static boolean isHandshake(Packet packet) {
        int length = packet.payloadLength;
        boolean mayBe = length == INITIATION_LENGTH || length == RESPONSE_LENGTH || length == COOKIE_LENGTH;
        if (!mayBe || packet.capturedPayloadLength < LENGTH) {
            return false;
        }
        return switch (packet.buffer.getInt(packet.payloadOffset)) {
            case INITIATION -> length == INITIATION_LENGTH;
            case RESPONSE -> length == RESPONSE_LENGTH;
            case COOKIE -> length == COOKIE_LENGTH;
            default -> false;
        };
    }

    /** Messages with data; their form is so loose that only the port makes them WireGuard's. */
    static boolean isData(Packet packet) {
        return packet.payloadLength >= LEAST_DATA_LENGTH
                && packet.payloadLength % DATA_UNIT == 0
                && packet.capturedPayloadLength >= LENGTH
                && packet.buffer.getInt(packet.payloadOffset) == DATA;
    }
}
