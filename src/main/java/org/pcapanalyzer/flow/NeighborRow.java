package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.NeighborMessage;
import org.pcapanalyzer.decode.Packet;

/** An ARP packet or neighbour message, a row of {@code arp}. */
public final class NeighborRow {
    final long timestampNs;
    final long frame;
    final NeighborKind op;
    final int ipVersion;
    final long senderMac;
    final long senderHigh;
    final long senderLow;
    final long targetMac;
    final long targetHigh;
    final long targetLow;
    final int vlan;
    final long tunnelId;
    final boolean isRequest;
    boolean answered;
    long answerNs = Flow.ABSENT;
    long answerFrame = Flow.ABSENT;

    NeighborRow(Packet packet) {
        NeighborMessage message = packet.neighbor();
        timestampNs = packet.timestampNs();
        frame = packet.frameNumber();
        op = kindOf(message);
        ipVersion = message.ipVersion();
        senderMac = message.senderMac();
        senderHigh = message.senderHigh();
        senderLow = message.senderLow();
        boolean tellsTarget = op == NeighborKind.REPLY || op == NeighborKind.NA || op == NeighborKind.OTHER;
        targetMac = tellsTarget ? message.targetMac() : -1;
        targetHigh = message.targetHigh();
        targetLow = message.targetLow();
        vlan = packet.vlanId();
        tunnelId = packet.tunnelId();
        isRequest = op == NeighborKind.REQUEST || op == NeighborKind.NS;
    }

    private static NeighborKind kindOf(NeighborMessage message) {
        if (message.isProbe()) {
            return NeighborKind.PROBE;
        }
        if (message.isGratuitous()) {
            return NeighborKind.GRATUITOUS;
        }
        return switch (message.operation()) {
            case REQUEST -> NeighborKind.REQUEST;
            case REPLY -> NeighborKind.REPLY;
            case NS -> NeighborKind.NS;
            case NA -> NeighborKind.NA;
            case OTHER -> NeighborKind.OTHER;
        };
    }

    /** Whether the reply tells what this request asked for, and to whom it asked. */
    boolean isAnsweredBy(NeighborRow reply) {
        if (reply.ipVersion != ipVersion) {
            return false;
        }
        if (reply.op == NeighborKind.NA) {
            return reply.targetHigh == targetHigh && reply.targetLow == targetLow;
        }
        return reply.senderLow == targetLow && reply.targetLow == senderLow;
    }

    public long timestampNs() {
        return timestampNs;
    }

    public long frame() {
        return frame;
    }

    public NeighborKind op() {
        return op;
    }

    public int ipVersion() {
        return ipVersion;
    }

    /** 48 bits. */
    public long senderMac() {
        return senderMac;
    }

    public long senderHigh() {
        return senderHigh;
    }

    public long senderLow() {
        return senderLow;
    }

    /** 48 bits; -1 if the message names none. */
    public long targetMac() {
        return targetMac;
    }

    public long targetHigh() {
        return targetHigh;
    }

    public long targetLow() {
        return targetLow;
    }

    /** Absent: -1. */
    public int vlan() {
        return vlan;
    }

    /** Number of the tunnel that it came in; {@link Flow#ABSENT} if there is none. */
    public long tunnelId() {
        return tunnelId < 0 ? Flow.ABSENT : tunnelId;
    }

    /** True if the message asks, so that {@link #answered()} means something. */
    public boolean isRequest() {
        return isRequest;
    }

    public boolean answered() {
        return answered;
    }

    /** {@link Flow#ABSENT} without answer. */
    public long answerNs() {
        return answerNs;
    }

    /** {@link Flow#ABSENT} without answer. */
    public long answerFrame() {
        return answerFrame;
    }
}
