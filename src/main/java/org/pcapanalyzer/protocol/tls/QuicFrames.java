package org.pcapanalyzer.protocol.tls;

/** Goes through the frames of an Initial (RFC 9000 12.4, 19): handshake bytes, and why a connection is closed. */
final class QuicFrames {
    /** No alert was in the frames. */
    static final int NO_ALERT = -1;

    private static final int PADDING = 0x00;
    private static final int PING = 0x01;
    private static final int ACK = 0x02;
    private static final int ACK_ECN = 0x03;
    private static final int CRYPTO = 0x06;
    private static final int CLOSE = 0x1C;
    private static final int FIRST_ALERT = 0x100;
    private static final int LAST_ALERT = 0x1FF;

    private QuicFrames() {}

    /** Gives handshake bytes to {@code stream}; returns the alert that closes the connection, or {@link #NO_ALERT}. */
    static int read(byte[] frames, CryptoStream stream) {
        MessageBytes bytes = new MessageBytes(frames, 0, frames.length);
        while (bytes.hasMore()) {
            switch (bytes.u8()) {
                case PADDING, PING -> {}
                case ACK -> skipAck(bytes, 0);
                case ACK_ECN -> skipAck(bytes, 3);
                case CRYPTO -> {
                    long offset = bytes.variableNumber();
                    byte[] data = bytes.part(bytes.variableNumber()).rest();
                    stream.take(offset, data);
                }
                case CLOSE -> {
                    long error = bytes.variableNumber();
                    return error >= FIRST_ALERT && error <= LAST_ALERT ? (int) error - FIRST_ALERT : NO_ALERT;
                }
                default -> {
                    return NO_ALERT; // no frame that an Initial may carry
                }
            }
        }
        return NO_ALERT;
    }

    private static void skipAck(MessageBytes bytes, int counts) {
        bytes.variableNumber();
        bytes.variableNumber();
        long ranges = bytes.variableNumber();
        bytes.variableNumber();
        for (long i = 0; i < 2 * ranges && bytes.hasMore(); i++) {
            bytes.variableNumber();
        }
        for (int i = 0; i < counts; i++) {
            bytes.variableNumber();
        }
    }
}
