package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TunnelType;

/**
 * Finds second copies of packets that were captured before, among the latest segments of all flows: on
 * both sides of a router (other TTL, MAC addresses or device), inside and outside of a tunnel, or on two ports of a bridge. What a sender sends again differs
 * in its IP ID; where there is none (IPv6, or 0 as Linux sends in each SYN-ACK), only the path or a time too short for
 * any resend can tell, or that its time stamp is the same.
 */
final class DuplicateFilter {
    private static final int BUCKET_BITS = 12;
    private static final int BUCKET_LONGS = 4;
    private static final int PATH_BITS = 16;
    private static final long PATH_MASK = (1 << PATH_BITS) - 1;
    private static final long NS_PER_US = 1000;
    private static final long TIME_MASK = -1L >>> PATH_BITS;
    private static final long WITH_ID_US = 1_000_000;
    private static final long OTHER_PATH_US = 200_000;
    /** A SYN is not sent again sooner. */
    private static final long SYN_US = 10_000;

    private static final long SAME_PATH_US = 3_000;

    /**
     * Buckets of two entries, the later one first. An entry is a hash of what makes the packet, then its time in
     * microseconds (48 bits) and a hash of its path (16 bits). What is not found soon is overwritten.
     */
    private final long[] table = new long[BUCKET_LONGS << BUCKET_BITS];

    /** Whether the segment is a copy of one captured before; if not, it is remembered. */
    boolean isDuplicate(Segment segment) {
        Packet packet = segment.packet();
        long content = contentHash(segment, packet);
        long entry = (packet.timestampNs() / NS_PER_US & TIME_MASK) << PATH_BITS | pathHash(packet);
        int bucket = (int) (content >>> Long.SIZE - BUCKET_BITS) * BUCKET_LONGS;
        if (table[bucket] == content && isCopy(segment, entry, table[bucket + 1])) {
            return true;
        }
        if (table[bucket + 2] == content && isCopy(segment, entry, table[bucket + 3])) {
            return true;
        }
        table[bucket + 2] = table[bucket];
        table[bucket + 3] = table[bucket + 1];
        table[bucket] = content;
        table[bucket + 1] = entry;
        return false;
    }

    private static boolean isCopy(Segment segment, long entry, long earlier) {
        long earlierUs = earlier >>> PATH_BITS;
        long ageUs = (entry >>> PATH_BITS) - earlierUs;
        boolean samePath = (entry & PATH_MASK) == (earlier & PATH_MASK);
        boolean isCopy = ageUs >= 0
                && ageUs < longestGapUs(segment, samePath, ageUs)
                && !(segment.isSynAck() && isAnswer(segment, earlierUs));
        if (isCopy && samePath && segment.sequenceLength() > 0) {
            segment.connection().copyGapUs = Math.max(segment.connection().copyGapUs, (int) ageUs);
        }
        return isCopy;
    }

    /** Whether a SYN came since an earlier SYN-ACK without IP ID: each gets its own. */
    private static boolean isAnswer(Segment segment, long earlierUs) {
        return segment.packet().ipId() <= 0 && (segment.peer().lastSynNs / NS_PER_US & TIME_MASK) > earlierUs;
    }

    private static long longestGapUs(Segment segment, boolean samePath, long ageUs) {
        if (isTold(segment, ageUs)) {
            return WITH_ID_US;
        }
        if (!samePath) {
            return OTHER_PATH_US;
        }
        boolean isRst = segment.isRst();
        boolean mayRepeat =
                segment.sequenceLength() == 0 && (isRst || !segment.sender().knowsSack(segment.peer()));
        if (mayRepeat) {
            return 2L * segment.connection().copyGapUs;
        }
        long leastNs = RoundTrips.leastWholePathNs(segment);
        if (leastNs == Flow.ABSENT && segment.isBareSyn()) {
            return SYN_US;
        }
        return leastNs == Flow.ABSENT ? SAME_PATH_US : leastNs / 2 / NS_PER_US;
    }

    /** Whether anything that is sent later would differ: in its IP ID, or in its time stamp. */
    private static boolean isTold(Segment segment, long ageUs) {
        TcpEndpoint sender = segment.sender();
        boolean hasId = segment.packet().ipId() > 0 && (sender.ipIdVaries || !sender.ipIdRepeats);
        if (hasId || !segment.packet().hasTimestamps()) {
            return hasId;
        }
        long tickNs = sender.clock().mostTickNs();
        boolean isData = segment.sequenceLength() > 0;
        return isData ? RoundTrips.isLongerThanTick(segment) : tickNs != Flow.ABSENT && ageUs * NS_PER_US > 2 * tickNs;
    }

    /** Of all that a router leaves as it is. */
    private static long contentHash(Segment segment, Packet packet) {
        long numbers = (long) packet.seq() << 32 | packet.ack() & 0xFFFFFFFFL;
        long content = (long) packet.checksum() << 48 | (packet.ipId() & 0xFFFFL) << 32 | packet.payloadLength();
        long header = (long) packet.window() << 8 | packet.flags();
        // Not of the tuple: a copy that comes when its flow is over opens another, which must not be left without a
        // packet.
        long stamps = packet.hasTimestamps() ? (long) packet.tsVal() << 32 | packet.tsEcr() & 0xFFFFFFFFL : 0;
        return mix(mix(numbers + mix(segment.flow().flowId() + stamps)) ^ mix(content + header));
    }

    private static int pathHash(Packet packet) {
        long path = macs(packet) + ((long) packet.deviceId() << 48);
        if (packet.tunnelType() != TunnelType.NONE) {
            path ^= tunnelHash(packet);
        }
        return (int) (mix(path) >>> 56) << 8 | packet.ttl();
    }

    private static long macs(Packet packet) {
        return packet.sourceMac() ^ Long.rotateLeft(packet.destinationMac(), 16);
    }

    private static long tunnelHash(Packet packet) {
        long hash = packet.tunnelId();
        for (int i = 0; i < packet.outerCount(); i++) {
            Packet outer = packet.outer(i);
            hash = mix(hash ^ macs(outer)) + mix(outer.sourceLow() ^ Long.rotateLeft(outer.destinationLow(), 16));
            hash = mix(hash + outer.ttl());
        }
        return mix(hash + packet.tunnelType().ordinal() + 1);
    }

    private static long mix(long x) {
        long y = (x ^ x >>> 32) * 0x9E3779B97F4A7C15L;
        return y ^ y >>> 29;
    }
}
