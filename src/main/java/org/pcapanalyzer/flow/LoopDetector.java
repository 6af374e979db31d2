package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/**
 * Recognises a packet that comes by the same point again with less TTL: between the same two hardware addresses, on the
 * same device. A capture on both sides of a router sees each packet twice, but at two points. Remembers the latest few
 * thousand packets that it is asked about; what does not come again soon is overwritten.
 */
final class LoopDetector {
    /** From so many sightings on it is a loop: fewer may be a capture of several points that tell no addresses. */
    static final int LEAST_SIGHTINGS = 3;

    private static final int BITS = 12;
    /** A packet that is still under way after this long would have used up its TTL. */
    private static final long LONGEST_TURN_NS = 5_000_000_000L;

    private final long[] contents = new long[1 << BITS];
    private final long[] firstTimesNs = new long[1 << BITS];
    private final long[] timesNs = new long[1 << BITS];
    private final long[] frames = new long[LEAST_SIGHTINGS << BITS];
    /** Sightings, then first TTL, latest TTL and least step, 8 bits each. */
    private final long[] counts = new long[1 << BITS];

    private int slot;

    /** Whether the packet has been here often enough, this time included; the accessors then tell of it. */
    boolean isLooping(Packet packet) {
        long content = contentHash(packet);
        slot = (int) (content >>> Long.SIZE - BITS);
        boolean isKnown = contents[slot] == content
                && packet.timestampNs() - timesNs[slot] <= LONGEST_TURN_NS
                && packet.timestampNs() >= timesNs[slot];
        if (!isKnown || packet.ttl() > ttl()) {
            begin(content, packet);
            return false;
        }
        if (packet.ttl() < ttl()) {
            again(packet);
            return sightings() >= LEAST_SIGHTINGS;
        }
        return false;
    }

    private void begin(long content, Packet packet) {
        contents[slot] = content;
        firstTimesNs[slot] = packet.timestampNs();
        timesNs[slot] = packet.timestampNs();
        frames[slot * LEAST_SIGHTINGS] = packet.frameNumber();
        counts[slot] = packed(1, packet.ttl(), packet.ttl(), 0xFF);
    }

    private void again(Packet packet) {
        int seen = sightings();
        if (seen < LEAST_SIGHTINGS) {
            frames[slot * LEAST_SIGHTINGS + seen] = packet.frameNumber();
        }
        int step = Math.min(ttlStep(), ttl() - packet.ttl());
        counts[slot] = packed(seen + 1, ttlHigh(), packet.ttl(), step);
        timesNs[slot] = packet.timestampNs();
    }

    private static long packed(int sightings, int ttlHigh, int ttl, int step) {
        return (long) sightings << 24 | ttlHigh << 16 | ttl << 8 | step;
    }

    int sightings() {
        return (int) (counts[slot] >>> 24);
    }

    int ttlHigh() {
        return (int) (counts[slot] >>> 16) & 0xFF;
    }

    int ttl() {
        return (int) (counts[slot] >>> 8) & 0xFF;
    }

    int ttlStep() {
        return (int) counts[slot] & 0xFF;
    }

    long firstNs() {
        return firstTimesNs[slot];
    }

    /** Frame of one of the first sightings. */
    long frame(int sighting) {
        return frames[slot * LEAST_SIGHTINGS + sighting];
    }

    /** Of all that a router leaves as it is, and of the point. */
    private static long contentHash(Packet packet) {
        long hash = mix(packet.sourceLow() ^ Long.rotateLeft(packet.sourceHigh(), 8));
        hash = mix(hash + packet.destinationLow() ^ Long.rotateLeft(packet.destinationHigh(), 8));
        long ports = (long) packet.sourcePort() << 16 | packet.destinationPort();
        hash = mix(hash + (ports << 16 | packet.ipId() & 0xFFFF));
        hash = mix(hash + ((long) packet.checksum() << 32 | packet.ipLength() << 8 | packet.ipProtocol()));
        if (packet.kind() == Packet.Kind.TCP) {
            hash = mix(hash + ((long) packet.seq() << 32 | packet.ack() & 0xFFFFFFFFL));
        } else if (packet.kind() != Packet.Kind.UDP) {
            hash = mix(hash + ((long) packet.echoId() << 16 ^ packet.echoSeq()));
        }
        long point = packet.sourceMac() ^ Long.rotateLeft(packet.destinationMac(), 16);
        return mix(hash ^ mix(point + ((long) packet.deviceId() << 48)));
    }

    private static long mix(long x) {
        long y = (x ^ x >>> 32) * 0x9E3779B97F4A7C15L;
        return y ^ y >>> 29;
    }
}
