package org.pcapanalyzer.protocol.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.pcapanalyzer.flow.StreamBytes;

/**
 * The frames of one direction (RFC 9113 4.1), behind the preface if it is the client's:
 *
 * <pre>
 *   | length 24 | type 8 | flags 8 | R 1 | stream 31 | payload ...
 * </pre>
 */
final class Http2Frames {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = 9;
    /** Of a payload, what is looked at: pseudo-fields come first. */
    private static final int KEPT_BYTES = 32;

    private static final int PADDED = 0x8;
    private static final int PRIORITY = 0x20;
    private static final int HEADERS = 1;
    private static final int MOST_TYPES = 0x20;

    private final Consumer<Frame> sink;
    private final byte[] head = new byte[HEAD_BYTES + KEPT_BYTES];
    private int headLength;
    private long remaining;
    private int prefaceSeen;
    private long timeNs;
    private boolean isLost;

    /**
     * A frame.
     *
     * @param bytes  of head and payload
     * @param number of the capture's frame in which it ends
     * @param timeNs when it began
     * @param endNs  when it ended
     * @param block  begin of the field block; empty of other frames than HEADERS
     */
    record Frame(int type, int flags, int streamId, long bytes, long number, long timeNs, long endNs, byte[] block) {}

    Http2Frames(Consumer<Frame> sink) {
        this.sink = sink;
    }

    static boolean isPreface(StreamBytes bytes) {
        if (bytes.length() < PREFACE.length) {
            return false;
        }
        for (int i = 0; i < PREFACE.length; i++) {
            if (bytes.buffer().get(bytes.offset() + i) != PREFACE[i]) {
                return false;
            }
        }
        return true;
    }

    /** @return false if nothing more can be read */
    boolean read(StreamBytes bytes) {
        int at = bytes.offset();
        int end = at + bytes.length();
        while (at < end && !isLost) {
            at = step(bytes, at, end);
        }
        return !isLost;
    }

    private int step(StreamBytes bytes, int at, int end) {
        ByteBuffer buffer = bytes.buffer();
        if (headLength == 0 && prefaceSeen < PREFACE.length && buffer.get(at) == PREFACE[prefaceSeen]) {
            prefaceSeen++;
            return at + 1;
        }
        prefaceSeen = PREFACE.length;
        if (headLength < HEAD_BYTES) {
            timeNs = headLength == 0 ? bytes.timeNs() : timeNs;
            head[headLength++] = buffer.get(at);
            if (headLength == HEAD_BYTES) {
                remaining = (head[0] & 0xFF) << 16 | (head[1] & 0xFF) << 8 | head[2] & 0xFF;
                isLost = (head[3] & 0xFF) >= MOST_TYPES;
                endIfWhole(bytes);
            }
            return at + 1;
        }
        int length = (int) Math.min(remaining, end - at);
        int kept = Math.min(length, head.length - headLength);
        buffer.get(at, head, headLength, kept);
        headLength += kept;
        remaining -= length;
        endIfWhole(bytes);
        return at + length;
    }

    private void endIfWhole(StreamBytes bytes) {
        if (remaining > 0 || isLost) {
            return;
        }
        int type = head[3] & 0xFF;
        int flags = head[4] & 0xFF;
        int streamId = ByteBuffer.wrap(head).getInt(5) & Integer.MAX_VALUE;
        long payload = (head[0] & 0xFF) << 16 | (head[1] & 0xFF) << 8 | head[2] & 0xFF;
        byte[] block = type == HEADERS ? block(flags) : new byte[0];
        headLength = 0;
        if (streamId != 0) {
            sink.accept(new Frame(
                    type, flags, streamId, HEAD_BYTES + payload, bytes.frame(), timeNs, bytes.timeNs(), block));
        }
    }

    /** Behind the length of the padding and the priority. */
    private byte[] block(int flags) {
        int from = HEAD_BYTES + ((flags & PADDED) != 0 ? 1 : 0) + ((flags & PRIORITY) != 0 ? 5 : 0);
        return from >= headLength ? new byte[0] : Arrays.copyOfRange(head, from, headLength);
    }

    /** @return false if the place of the next frame is lost */
    boolean gap(long lengthBytes) {
        if (headLength < HEAD_BYTES || lengthBytes >= remaining) {
            isLost = true;
        } else {
            remaining -= lengthBytes;
        }
        return !isLost;
    }
}
