package org.pcapanalyzer.flow;

import java.util.List;
import org.pcapanalyzer.decode.Packet;

/**
 * What the senders of time stamps in one shard say of a pause of the capture: how much of it their own clocks did not see.
 */
final class Witnesses {
    private static final int MOST = 32;

    /** A packet this long after the pause was not sent before it and held on the way. */
    private static final long SETTLED_NS = 200_000_000L;

    private final Pause pause;
    private final Witness[] witnesses = new Witness[MOST];
    private int count;

    /** One direction of a flow: its clock before the pause, and the least of the pause that it did not see. */
    static final class Witness {
        private long high;
        private long low;
        private long peerHigh;
        private long peerLow;
        private int ports;
        /** When its clock was first seen, which tells connections on the same ports apart. */
        private long sinceNs;

        private int tsVal;
        private long atNs;
        private long tickNs;
        private long unseenNs;
        private boolean isSettled;

        long unseenNs() {
            return unseenNs;
        }

        /** Whether it spoke long enough after the pause. */
        boolean isSettled() {
            return isSettled;
        }

        boolean isOnHostOf(Witness other) {
            return high == other.high && low == other.low;
        }
    }

    Witnesses(Pause pause) {
        this.pause = pause;
        for (int i = 0; i < MOST; i++) {
            witnesses[i] = new Witness();
        }
    }

    /** Takes a segment before its sender's clock does. */
    void ask(TcpEndpoint sender, Packet packet) {
        if (pause.isOpen && packet.hasTimestamps()) {
            askOpenly(sender, packet);
        }
    }

    private void askOpenly(TcpEndpoint sender, Packet packet) {
        Witness witness = find(sender, packet);
        if (witness == null) {
            SenderClock clock = sender.clock();
            boolean isUseful = clock.isSteady() && clock.lastNs() >= pause.sinceNs && clock.lastNs() <= pause.beforeNs;
            if (!isUseful || count == MOST) {
                return;
            }
            witness = witnesses[count++];
            enter(witness, sender, packet);
        }
        long elapsedNs = (packet.tsVal() - witness.tsVal) * witness.tickNs;
        witness.unseenNs = Math.min(witness.unseenNs, packet.timestampNs() - witness.atNs - elapsedNs);
        witness.isSettled |= packet.timestampNs() - pause.afterNs >= SETTLED_NS;
    }

    private Witness find(TcpEndpoint sender, Packet packet) {
        for (int i = 0; i < count; i++) {
            Witness witness = witnesses[i];
            boolean isSender = witness.high == packet.sourceHigh() && witness.low == packet.sourceLow();
            boolean isPeer = witness.peerHigh == packet.destinationHigh() && witness.peerLow == packet.destinationLow();
            if (isSender
                    && isPeer
                    && witness.ports == ports(packet)
                    && witness.sinceNs == sender.clock().firstNs()) {
                return witness;
            }
        }
        return null;
    }

    private static int ports(Packet packet) {
        return packet.sourcePort() << 16 | packet.destinationPort();
    }

    private static void enter(Witness witness, TcpEndpoint sender, Packet packet) {
        witness.high = packet.sourceHigh();
        witness.low = packet.sourceLow();
        witness.peerHigh = packet.destinationHigh();
        witness.peerLow = packet.destinationLow();
        witness.ports = ports(packet);
        witness.sinceNs = sender.clock().firstNs();
        witness.tsVal = sender.clock().lastTsVal();
        witness.atNs = sender.clock().lastNs();
        witness.tickNs = sender.clock().tickNs();
        witness.unseenNs = Long.MAX_VALUE;
        witness.isSettled = false;
    }

    /** Those that had something to say. */
    List<Witness> all() {
        return List.of(witnesses).subList(0, count);
    }

    void forget() {
        count = 0;
    }
}
