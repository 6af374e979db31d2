package org.pcapanalyzer.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * The hosts that were heard of, written per flow when it is over: by address and hardware address, in open addressing.
 * Bounded; those that come first are kept.
 */
final class HostBook {
    /** Enough for the hosts of a site. A flood from forged addresses fills it, and is counted. */
    static final int MOST_HOSTS = 1 << 15;

    private static final int INITIAL_CAPACITY = 1 << 8;

    private final FlowSink sink;
    private final LimitCounts limitCounts;
    private final List<HostRow> order = new ArrayList<>();
    private HostRow[] slots = new HostRow[INITIAL_CAPACITY];

    HostBook(FlowSink sink, LimitCounts limitCounts) {
        this.sink = sink;
        this.limitCounts = limitCounts;
    }

    /** Takes a flow that is over. */
    void note(Flow flow) {
        if (flow.origPkts > 0) {
            add(flow, true, flow.origHigh, flow.origLow, flow.origMac);
        }
        if (flow.respPkts > 0) {
            add(flow, false, flow.respHigh, flow.respLow, flow.respMac);
        }
    }

    private void add(Flow flow, boolean originator, long high, long low, long mac) {
        int slot = find(slots, high, low, mac);
        if (slots[slot] == null) {
            if (order.size() >= MOST_HOSTS) {
                limitCounts.bite(Limit.HOSTS);
                return;
            }
            slots[slot] = new HostRow(high, low, flow.ipVersion, mac);
            order.add(slots[slot]);
        }
        slots[slot].add(flow, originator);
        if (order.size() * 2 > slots.length) {
            grow();
        }
    }

    private static int find(HostRow[] slots, long high, long low, long mac) {
        int mask = slots.length - 1;
        long x = (low ^ Long.rotateLeft(high, 17) ^ Long.rotateLeft(mac, 40)) * 0x9E3779B97F4A7C15L;
        int slot = (int) (x >>> 40) & mask;
        while (slots[slot] != null
                && (slots[slot].ipLow != low || slots[slot].ipHigh != high || slots[slot].mac != mac)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        HostRow[] larger = new HostRow[slots.length * 2];
        for (HostRow row : order) {
            larger[find(larger, row.ipHigh, row.ipLow, row.mac)] = row;
        }
        slots = larger;
    }

    /** Hands out all rows, in the order in which the hosts were first heard of. */
    void finish() {
        order.forEach(sink::host);
        order.clear();
        slots = new HostRow[INITIAL_CAPACITY];
    }
}
