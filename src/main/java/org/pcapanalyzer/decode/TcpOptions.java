package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * TCP options: MSS (RFC 9293), window scale and timestamps (RFC 7323), SACK (RFC 2018).
 *
 * <pre>
 * +--------+--------+-------- ... --------+
 * |  Kind  | Length |        Value        |   Length counts all three;
 * +--------+--------+-------- ... --------+   kinds 0 and 1 are a single byte
 * </pre>
 */
final class TcpOptions {
    private static final int END_OF_LIST = 0;
    private static final int NO_OPERATION = 1;
    private static final int MSS = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int SACK = 5;
    private static final int TIMESTAMPS = 8;

    private static final int MSS_LENGTH = 4;
    private static final int WINDOW_SCALE_LENGTH = 3;
    private static final int SACK_PERMITTED_LENGTH = 2;
    private static final int SACK_BLOCK_LENGTH = 8;
    private static final int TIMESTAMPS_LENGTH = 10;

    /** No-operation twice, then timestamps: what most segments carry, and nothing else. */
    private static final int ALIGNED_TIMESTAMPS = 0x0101080A;

    private static final int ALIGNED_TIMESTAMPS_LENGTH = 12;
    private static final int LARGEST_SHIFT = 14;

    /** Reads the options from {@code start} to {@code end}, as far as they were captured, into {@code packet}. */
    void read(Packet packet, int start, int end) {
        packet.mss = -1;
        packet.windowScale = -1;
        packet.sackPermitted = false;
        packet.sackBlockCount = 0;
        packet.hasTimestamps = false;
        packet.tsVal = 0;
        packet.tsEcr = 0;
        int capturedEnd = Math.min(end, packet.capturedEnd);
        packet.hasAllOptions = capturedEnd == end;
        if (capturedEnd - start == ALIGNED_TIMESTAMPS_LENGTH && packet.buffer.getInt(start) == ALIGNED_TIMESTAMPS) {
            timestamps(packet, start + 4);
        } else if (start < capturedEnd) {
            readList(packet, start, end, capturedEnd);
        }
    }

    private static void readList(Packet packet, int start, int end, int capturedEnd) {
        ByteBuffer buffer = packet.buffer;
        int offset = start;
        while (offset < capturedEnd) {
            int kind = buffer.get(offset);
            if (kind == END_OF_LIST) {
                return;
            }
            if (kind == NO_OPERATION) {
                offset++;
                continue;
            }
            if (end - offset < 2) {
                packet.note(Anomaly.MALFORMED_TCP_OPTIONS);
                return;
            }
            if (capturedEnd - offset < 2) {
                return;
            }
            int length = buffer.get(offset + 1) & 0xFF;
            if (length < 2 || length > end - offset || !fits(kind, length)) {
                packet.note(Anomaly.MALFORMED_TCP_OPTIONS);
                return;
            }
            if (length > capturedEnd - offset) {
                return;
            }
            readOption(packet, kind, offset, length);
            offset += length;
        }
    }

    private static boolean fits(int kind, int length) {
        return switch (kind) {
            case MSS -> length == MSS_LENGTH;
            case WINDOW_SCALE -> length == WINDOW_SCALE_LENGTH;
            case SACK_PERMITTED -> length == SACK_PERMITTED_LENGTH;
            case SACK -> length > 2 && (length - 2) % SACK_BLOCK_LENGTH == 0;
            case TIMESTAMPS -> length == TIMESTAMPS_LENGTH;
            default -> true;
        };
    }

    private static void readOption(Packet packet, int kind, int offset, int length) {
        switch (kind) {
            case MSS -> packet.mss = packet.buffer.getShort(offset + 2) & 0xFFFF;
            case WINDOW_SCALE -> packet.windowScale = Math.min(packet.buffer.get(offset + 2) & 0xFF, LARGEST_SHIFT);
            case SACK_PERMITTED -> packet.sackPermitted = true;
            case SACK -> sackBlocks(packet, offset + 2, (length - 2) / SACK_BLOCK_LENGTH);
            case TIMESTAMPS -> timestamps(packet, offset + 2);
            default -> {
                // The option says nothing that is looked at.
            }
        }
    }

    private static void timestamps(Packet packet, int offset) {
        packet.hasTimestamps = true;
        packet.tsVal = packet.buffer.getInt(offset);
        packet.tsEcr = packet.buffer.getInt(offset + 4);
    }

    /** 40 bytes of options hold four blocks at most, so that a length that passed fits the array. */
    private static void sackBlocks(Packet packet, int offset, int count) {
        packet.sackBlockCount = count;
        for (int edge = 0; edge < 2 * count; edge++) {
            packet.sackEdges[edge] = packet.buffer.getInt(offset + 4 * edge);
        }
    }
}
