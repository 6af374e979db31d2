package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.QuotedPacket;

/**
 * The 5-tuple of a packet, as sent, to look its flow up with. One object, filled again for each packet. ICMP has its
 * type for the sender's port and the answering type for the other, so that question and answer meet in one flow;
 * messages without answer have their code there and a lane per direction.
 */
final class FlowKey {
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int LANE_SHIFT = 8;
    private static final long MIX_LOW = 0x9E3779B97F4A7C15L;
    private static final long MIX_HIGH = 0xC2B2AE3D27D4EB4FL;

    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int sourcePort;
    int destinationPort;
    /** IP protocol, above it the lane of one-way ICMP messages. */
    int lane;
    /** Equal for both directions, never 0. */
    int hash;

    void of(Packet packet) {
        sourceHigh = packet.sourceHigh();
        sourceLow = packet.sourceLow();
        destinationHigh = packet.destinationHigh();
        destinationLow = packet.destinationLow();
        lane = packet.ipProtocol();
        if (lane == ICMP || lane == ICMPV6) {
            icmpPorts(packet.icmpType(), packet.icmpCode());
        } else {
            sourcePort = packet.sourcePort();
            destinationPort = packet.destinationPort();
        }
        hash = hash();
    }

    void of(QuotedPacket quoted) {
        sourceHigh = quoted.sourceHigh();
        sourceLow = quoted.sourceLow();
        destinationHigh = quoted.destinationHigh();
        destinationLow = quoted.destinationLow();
        lane = quoted.ipProtocol();
        if (lane == ICMP || lane == ICMPV6) {
            icmpPorts(quoted.icmpType(), quoted.icmpCode());
        } else {
            sourcePort = Math.max(quoted.sourcePort(), 0);
            destinationPort = Math.max(quoted.destinationPort(), 0);
        }
        hash = hash();
    }

    private void icmpPorts(int type, int code) {
        int answer = IcmpTypes.answerTo(lane, type);
        sourcePort = type;
        destinationPort = answer < 0 ? code : answer;
        if (answer < 0) {
            int order = Long.compareUnsigned(sourceHigh, destinationHigh);
            order = order == 0 ? Long.compareUnsigned(sourceLow, destinationLow) : order;
            lane |= (order < 0 ? 1 : 2) << LANE_SHIFT;
        }
    }

    /** IP protocol of a lane. */
    static int ipProtocol(int lane) {
        return lane & ((1 << LANE_SHIFT) - 1);
    }

    boolean isOneWay() {
        return lane >>> LANE_SHIFT != 0;
    }

    /** Which of so many shards, a power of two, the flows between two addresses fall to, whichever sends. */
    static int shard(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int shards) {
        long sum = mix(sourceHigh, sourceLow, 0) + mix(destinationHigh, destinationLow, 0);
        return (int) ((sum ^ sum >>> 29) * MIX_LOW >>> 40) & shards - 1;
    }

    private int hash() {
        long sum = mix(sourceHigh, sourceLow, sourcePort) + mix(destinationHigh, destinationLow, destinationPort);
        sum = (sum ^ sum >>> 29 ^ lane) * MIX_LOW;
        int folded = (int) (sum >>> 32);
        return folded == 0 ? 1 : folded;
    }

    private static long mix(long high, long low, int port) {
        long x = (low ^ (long) port << 40) * MIX_LOW;
        x = (x ^ x >>> 32 ^ high) * MIX_HIGH;
        return x ^ x >>> 29;
    }
}
