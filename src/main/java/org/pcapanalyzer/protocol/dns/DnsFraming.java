package org.pcapanalyzer.protocol.dns;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Messages of one direction of a TCP connection, each behind its length in two bytes (RFC 7766 8). Of a message the first
 * {@value #MOST_KEPT} bytes are kept; room is made as bytes come, not as lengths claim.
 */
final class DnsFraming {
    private static final int MOST_KEPT = 8192;
    private static final int FIRST_ROOM = 512;
    private static final int PREFIX = 2;

    private byte[] kept = new byte[0];
    private int keptCount;
    private int prefixCount;
    private int length;
    private int taken;
    private boolean hasGap;
    private long frame;
    private long timeNs;

    /** Whether the bytes begin with a whole message that can only be a query. */
    static boolean beginsQuery(ByteBuffer buffer, int offset, int available) {
        if (available < PREFIX + DnsMessage.SHORTEST_QUERY) {
            return false;
        }
        int length = (buffer.get(offset) & 0xFF) << 8 | buffer.get(offset + 1) & 0xFF;
        return length >= DnsMessage.SHORTEST_QUERY
                && length <= available - PREFIX
                && DnsMessage.hasOneQuestion(buffer, offset + PREFIX)
                && DnsMessage.read(buffer, offset + PREFIX, length, length)
                        .filter(DnsMessage::isFlawlessQuery)
                        .isPresent();
    }

    /** Takes bytes up to the end of a message at most; gives the position behind those taken. */
    int take(ByteBuffer buffer, int position, int end, long frame, long timeNs) {
        int at = position;
        this.frame = frame;
        this.timeNs = timeNs;
        while (prefixCount < PREFIX && at < end) {
            length = length << 8 | buffer.get(at++) & 0xFF;
            prefixCount++;
        }
        int count = Math.min(end - at, length - taken);
        if (prefixCount == PREFIX && count > 0) {
            keep(buffer, at, count);
            taken += count;
            at += count;
        }
        return at;
    }

    private void keep(ByteBuffer buffer, int position, int count) {
        int wanted = hasGap ? 0 : Math.min(count, MOST_KEPT - keptCount);
        if (kept.length - keptCount < wanted) {
            int room = Math.max(FIRST_ROOM, Math.max(2 * kept.length, keptCount + wanted));
            kept = Arrays.copyOf(kept, Math.min(room, MOST_KEPT));
        }
        buffer.get(position, kept, keptCount, wanted);
        keptCount += wanted;
    }

    /** Skips missing bytes; false if they reach beyond the message, so that it is not known where the next begins. */
    boolean skip(long count) {
        if (prefixCount < PREFIX || count > length - taken) {
            return false;
        }
        hasGap = true;
        taken += (int) count;
        return true;
    }

    /** Whether a message is there to its last byte. */
    boolean isComplete() {
        return prefixCount == PREFIX && taken == length;
    }

    /** The message, once it is complete; empty if its header is missing. */
    Optional<DnsMessage> message() {
        return DnsMessage.read(ByteBuffer.wrap(kept), 0, keptCount, length);
    }

    /** Of the last bytes taken. */
    long frame() {
        return frame;
    }

    /** Of the last bytes taken. */
    long timeNs() {
        return timeNs;
    }

    /** Begins the next message; room that a large one took is given back. */
    void clear() {
        if (kept.length > FIRST_ROOM) {
            kept = new byte[0];
        }
        keptCount = 0;
        prefixCount = 0;
        length = 0;
        taken = 0;
        hasGap = false;
    }
}
