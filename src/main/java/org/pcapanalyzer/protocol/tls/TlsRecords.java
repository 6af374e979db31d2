package org.pcapanalyzer.protocol.tls;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The record layer of one direction (RFC 8446 5.1, RFC 5246 6.2.1), fed with its bytes in order, cut anywhere:
 *
 * <pre>
 *   record:    type(1) version(2) length(2) fragment
 *   handshake: type(1) length(3) body, cut over records anywhere
 *   SSLv2:     0x80 | length(15 bits) type(1) body
 * </pre>
 *
 * Holds one handshake message at a time, as far as its bytes have come.
 */
final class TlsRecords {
    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;
    private static final int HEARTBEAT = 24;
    private static final int HEAD_BYTES = 5;
    private static final int MESSAGE_HEAD_BYTES = 4;
    private static final int ALERT_BYTES = 2;
    private static final int SSL2_CLIENT_HELLO = 1;
    private static final int SSL2_HEAD_BYTES = 3;
    /** 2^14 and what the oldest versions allow encryption to add. */
    private static final int LONGEST_RECORD = (1 << 14) + 2048;

    private static final int LONGEST_MESSAGE = 128 << 10;
    private static final int FIRST_ROOM = 2048;
    private static final int MOST_MESSAGES = 64;

    private final RecordSink sink;
    private final byte[] head = new byte[HEAD_BYTES];
    private int headFilled;
    private int type;
    private int length;
    private int left;
    private boolean isEncrypted;
    private boolean isFirst = true;
    private boolean isSsl2;
    private boolean isOver;

    private byte[] message = {};
    private int messageFilled;
    private int messageCount;
    private long skipLeft;
    private boolean isMessageLost;

    TlsRecords(RecordSink sink) {
        this.sink = sink;
    }

    /** Whether bytes begin as a record does: type, version, and a length that is one. */
    static boolean isRecord(ByteBuffer buffer, int offset, int length) {
        return length >= HEAD_BYTES
                && isHead(
                        buffer.get(offset) & 0xFF,
                        buffer.get(offset + 1) & 0xFF,
                        buffer.get(offset + 2) & 0xFF,
                        (buffer.get(offset + 3) & 0xFF) << 8 | buffer.get(offset + 4) & 0xFF);
    }

    private static boolean isHead(int type, int major, int minor, int length) {
        return type >= CHANGE_CIPHER_SPEC
                && type <= HEARTBEAT
                && major == 3
                && minor <= 4
                && length > 0
                && length <= LONGEST_RECORD;
    }

    /** Whether bytes begin as a ClientHello in the form of SSLv2. */
    static boolean isSsl2Hello(ByteBuffer buffer, int offset, int length) {
        if (length < HEAD_BYTES) {
            return false;
        }
        int major = buffer.get(offset + 3);
        int minor = buffer.get(offset + 4) & 0xFF;
        return (buffer.get(offset) & 0x80) != 0
                && buffer.get(offset + 2) == SSL2_CLIENT_HELLO
                && (major == 3 && minor <= 3 || major == 0 && minor == 2);
    }

    /** The bytes are no TLS, or no longer: the rest of the direction is not read. */
    boolean isOver() {
        return isOver;
    }

    /** Takes the next bytes, all of one frame. */
    void take(ByteBuffer buffer, int offset, int count, long frame, long timeNs) {
        int position = offset;
        int end = offset + count;
        while (position < end && !isOver) {
            if (left == 0) {
                position += takeHead(buffer, position, end, frame);
            } else {
                position += takeBody(buffer, position, end, frame, timeNs);
            }
        }
    }

    private int takeHead(ByteBuffer buffer, int position, int end, long frame) {
        int taken = Math.min(HEAD_BYTES - headFilled, end - position);
        buffer.get(position, head, headFilled, taken);
        headFilled += taken;
        if (headFilled == HEAD_BYTES) {
            beginRecord(frame);
        }
        return taken;
    }

    private void beginRecord(long frame) {
        headFilled = 0;
        type = head[0] & 0xFF;
        length = (head[3] & 0xFF) << 8 | head[4] & 0xFF;
        if (isHead(type, head[1] & 0xFF, head[2] & 0xFF, length)) {
            left = length;
            isEncrypted = type == APPLICATION_DATA || type != CHANGE_CIPHER_SPEC && sink.isEncrypted();
        } else if (isFirst && isSsl2Hello(ByteBuffer.wrap(head), 0, HEAD_BYTES)) {
            beginSsl2();
        } else {
            isOver = true;
            sink.notTls(head, HEAD_BYTES, frame);
        }
        isFirst = false;
    }

    private void beginSsl2() {
        isSsl2 = true;
        int body = ((head[0] & 0x7F) << 8 | head[1] & 0xFF) - 1;
        message = Arrays.copyOfRange(head, SSL2_HEAD_BYTES, FIRST_ROOM);
        messageFilled = HEAD_BYTES - SSL2_HEAD_BYTES;
        left = body - messageFilled;
        if (left <= 0) {
            isOver = true;
        }
    }

    private int takeBody(ByteBuffer buffer, int position, int end, long frame, long timeNs) {
        int taken = Math.min(left, end - position);
        left -= taken;
        if (isSsl2) {
            takeSsl2(buffer, position, taken, frame, timeNs);
        } else if (isEncrypted) {
            if (left == 0) {
                sink.encrypted(type, length, frame, timeNs);
            }
        } else {
            takeClear(buffer, position, taken, frame, timeNs);
        }
        return taken;
    }

    private void takeSsl2(ByteBuffer buffer, int position, int taken, long frame, long timeNs) {
        append(buffer, position, taken);
        if (left == 0) {
            sink.ssl2Hello(message, messageFilled, frame, timeNs);
            messageFilled = 0;
            isSsl2 = false;
        }
    }

    private void takeClear(ByteBuffer buffer, int position, int taken, long frame, long timeNs) {
        switch (type) {
            case HANDSHAKE -> takeHandshake(buffer, position, position + taken, frame, timeNs);
            case ALERT -> takeAlert(buffer, position, taken, frame, timeNs);
            case CHANGE_CIPHER_SPEC -> {
                if (left == 0) {
                    sink.changeCipherSpec(frame, timeNs);
                }
            }
            default -> {}
        }
    }

    /** An alert in clear is one record of two bytes; of any other length it is encrypted. */
    private void takeAlert(ByteBuffer buffer, int position, int taken, long frame, long timeNs) {
        if (length != ALERT_BYTES) {
            if (left == 0) {
                sink.encrypted(type, length, frame, timeNs);
            }
            return;
        }
        for (int i = 0; i < taken; i++) {
            head[ALERT_BYTES - left - taken + i] = buffer.get(position + i);
        }
        if (left == 0) {
            sink.alert(head[0] & 0xFF, head[1] & 0xFF, frame, timeNs);
        }
    }

    private void takeHandshake(ByteBuffer buffer, int from, int end, long frame, long timeNs) {
        int position = from;
        while (position < end && !isMessageLost) {
            if (skipLeft > 0) {
                int skipped = (int) Math.min(skipLeft, end - position);
                skipLeft -= skipped;
                position += skipped;
                continue;
            }
            int wanted = messageFilled < MESSAGE_HEAD_BYTES ? MESSAGE_HEAD_BYTES : MESSAGE_HEAD_BYTES + bodyLength();
            int taken = Math.min(wanted - messageFilled, end - position);
            append(buffer, position, taken);
            position += taken;
            endMessage(frame, timeNs);
        }
    }

    private int bodyLength() {
        return (message[1] & 0xFF) << 16 | (message[2] & 0xFF) << 8 | message[3] & 0xFF;
    }

    private void endMessage(long frame, long timeNs) {
        if (messageFilled < MESSAGE_HEAD_BYTES) {
            return;
        }
        int body = bodyLength();
        if (body > LONGEST_MESSAGE) {
            skipLeft = body;
            messageFilled = 0;
            sink.tooLong(message[0] & 0xFF, frame);
        } else if (messageFilled == MESSAGE_HEAD_BYTES + body) {
            messageFilled = 0;
            isMessageLost = ++messageCount > MOST_MESSAGES;
            byte[] whole = message;
            sink.message(whole[0] & 0xFF, whole, MESSAGE_HEAD_BYTES + body, frame, timeNs);
        }
    }

    /** Room grows with the bytes that come, not with the length that is claimed. */
    private void append(ByteBuffer buffer, int position, int count) {
        if (message.length - messageFilled < count) {
            int room = Math.max(FIRST_ROOM, Math.max(2 * message.length, messageFilled + count));
            message = Arrays.copyOf(message, room);
        }
        buffer.get(position, message, messageFilled, count);
        messageFilled += count;
    }

    /** Lets go of the room for handshake messages: none is expected any more. */
    void forgetMessages() {
        message = new byte[0];
        messageFilled = 0;
        isMessageLost = true;
    }

    /**
     * Bytes are missing. Where they lie within one record the next one is found; of a handshake message that is hit nothing
     * is told, and of what follows it neither.
     */
    void gap(long missing) {
        if (left == 0 || missing > left || isSsl2) {
            isOver = true;
            return;
        }
        left -= (int) missing;
        if (type == HANDSHAKE && !isEncrypted) {
            isMessageLost = true;
        } else if (!isEncrypted) {
            type = HEARTBEAT; // of which nothing is told
        }
    }
}
