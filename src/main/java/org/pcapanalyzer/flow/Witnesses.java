package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/** What the senders of time stamps say of one pause of the capture: how much of it their own clocks did not see. */
final class Witnesses {
    private static final int MOST = 32;

    /** A packet this long after the pause was not sent before it and held on the way. */
    private static final long SETTLED_NS = 200_000_000L;

    private final Witness[] witnesses = new Witness[MOST];
    private int count;
    private int hosts;
    private long leastNs;

    /** One direction of a flow: its clock before the pause, and the least of the pause that it did not see. */
    private static final class Witness {
        private TcpEndpoint sender;
        private long high;
        private long low;
        private int tsVal;
        private long atNs;
        private long tickNs;
        private long unseenNs;
        private boolean isSettled;
    }

    Witnesses() {
        for (int i = 0; i < MOST; i++) {
            witnesses[i] = new Witness();
        }
    }

    /**
     * Takes a segment that came after the pause, before its sender's clock does.
     *
     * @param sinceNs end of the pause before; who was silent since then cannot tell the two apart
     */
    void ask(TcpEndpoint sender, Packet packet, long sinceNs, long beforeNs, long afterNs) {
        Witness witness = find(sender);
        if (witness == null) {
            SenderClock clock = sender.clock;
            boolean isUseful = clock.isSteady() && clock.lastNs() >= sinceNs && clock.lastNs() <= beforeNs;
            if (!isUseful || count == MOST) {
                return;
            }
            witness = witnesses[count++];
            enter(witness, sender, packet);
        }
        long elapsedNs = (packet.tsVal() - witness.tsVal) * witness.tickNs;
        witness.unseenNs = Math.min(witness.unseenNs, packet.timestampNs() - witness.atNs - elapsedNs);
        witness.isSettled |= packet.timestampNs() - afterNs >= SETTLED_NS;
    }

    private Witness find(TcpEndpoint sender) {
        for (int i = 0; i < count; i++) {
            if (witnesses[i].sender == sender) {
                return witnesses[i];
            }
        }
        return null;
    }

    private static void enter(Witness witness, TcpEndpoint sender, Packet packet) {
        witness.sender = sender;
        witness.high = packet.sourceHigh();
        witness.low = packet.sourceLow();
        witness.tsVal = sender.clock.lastTsVal();
        witness.atNs = sender.clock.lastNs();
        witness.tickNs = sender.clock.tickNs();
        witness.unseenNs = Long.MAX_VALUE;
        witness.isSettled = false;
    }

    /** True if all that can tell say that most of the pause never was, and about the same of it. */
    boolean agree(long gapNs) {
        hosts = 0;
        leastNs = Long.MAX_VALUE;
        long mostNs = 0;
        for (int i = 0; i < count; i++) {
            if (witnesses[i].unseenNs < gapNs / 2) {
                return false;
            }
            if (witnesses[i].isSettled) {
                hosts += isNewHost(i) ? 1 : 0;
                leastNs = Math.min(leastNs, witnesses[i].unseenNs);
                mostNs = Math.max(mostNs, witnesses[i].unseenNs);
            }
        }
        return hosts > 0 && mostNs - leastNs <= gapNs / 4;
    }

    private boolean isNewHost(int index) {
        Witness one = witnesses[index];
        for (int i = 0; i < index; i++) {
            Witness other = witnesses[i];
            if (other.isSettled && other.high == one.high && other.low == one.low) {
                return false;
            }
        }
        return true;
    }

    /** Addresses among those that agree. */
    int hosts() {
        return hosts;
    }

    /** Least of the pause that one of them did not see. */
    long leastNs() {
        return leastNs;
    }

    void forget() {
        for (int i = 0; i < count; i++) {
            witnesses[i].sender = null;
        }
        count = 0;
    }
}
