package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/**
 * Finds second copies of packets that were captured before, among the latest {@value #ENTRIES} segments of all flows: on
 * both sides of a router (other TTL or MAC addresses), or on two ports of a bridge. What a sender sends again differs
 * in its IP ID; where there is none (IPv6, or 0 as Linux sends in each SYN-ACK), only the path or a time too short for
 * any resend can tell.
 */
final class DuplicateFilter {
    private static final int ENTRIES = 1 << 16;
    private static final int PATH_BITS = 16;
    private static final long NS_PER_US = 1000;
    private static final long TIME_MASK = -1L >>> PATH_BITS;
    private static final long OTHER_PATH_WITH_ID_US = 1_000_000;
    private static final long OTHER_PATH_US = 200_000;
    private static final long SAME_PATH_WITH_ID_US = 20_000;
    private static final long SAME_PATH_US = 3_000;

    /** Pairs: hash of what makes the packet, then microseconds (48 bits) and hash of its path (16 bits). */
    private final long[] table = new long[2 * ENTRIES];

    /** Whether the segment is a copy of one captured before; if not, it is remembered. */
    boolean isDuplicate(Segment segment) {
        Packet packet = segment.packet();
        long content = contentHash(packet);
        int path = pathHash(packet);
        long nowUs = packet.timestampNs() / NS_PER_US & TIME_MASK;
        int slot = (int) (content >>> 48) << 1;
        if (table[slot] == content) {
            long entry = table[slot + 1];
            long ageUs = nowUs - (entry >>> PATH_BITS);
            boolean samePath = (entry & (1 << PATH_BITS) - 1) == path;
            if (ageUs >= 0 && ageUs < longestGapUs(segment, samePath)) {
                return true;
            }
        }
        table[slot] = content;
        table[slot + 1] = nowUs << PATH_BITS | path;
        return false;
    }

    private static long longestGapUs(Segment segment, boolean samePath) {
        boolean hasId = segment.packet().ipId() > 0 && segment.sender().ipIdVaries;
        if (!samePath) {
            return hasId ? OTHER_PATH_WITH_ID_US : OTHER_PATH_US;
        }
        if (hasId) {
            return SAME_PATH_WITH_ID_US;
        }
        boolean pureAck = segment.sequenceLength() == 0 && !segment.isRst();
        if (pureAck && !segment.connection().isCapturedTwice) {
            return 0;
        }
        long rttNs = segment.sender().rtt.minNs();
        return rttNs == Flow.ABSENT ? SAME_PATH_US : Math.min(SAME_PATH_US, rttNs / 2 / NS_PER_US);
    }

    private static long contentHash(Packet packet) {
        long x = mix((long) packet.seq() << 32 | packet.ack() & 0xFFFFFFFFL);
        x = mix(x ^ (long) packet.checksum() << 48 ^ (long) (packet.ipId() & 0xFFFF) << 32 ^ packet.payloadLength());
        x = mix(x ^ packet.sourceLow() ^ Long.rotateLeft(packet.destinationLow(), 17) ^ packet.sourceHigh());
        x ^= (long) packet.window() << 40 ^ (long) packet.flags() << 32;
        return mix(x ^ (long) packet.sourcePort() << 16 ^ packet.destinationPort());
    }

    private static int pathHash(Packet packet) {
        long macs = mix(packet.sourceMac() ^ Long.rotateLeft(packet.destinationMac(), 16));
        return (int) (macs >>> 56) << 8 | packet.ttl();
    }

    private static long mix(long x) {
        long y = (x ^ x >>> 32) * 0x9E3779B97F4A7C15L;
        return y ^ y >>> 29;
    }
}
