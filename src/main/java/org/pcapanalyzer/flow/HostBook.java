package org.pcapanalyzer.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * The hosts that were heard of, written per flow when it is over: by address and hardware address, in open addressing.
 * Bounded; those that come first are kept.
 */
final class HostBook {
    private static final int INITIAL_CAPACITY = 1 << 8;

    private final int most;
    private final LimitCounts limitCounts;
    private final List<HostRow> order = new ArrayList<>();
    private HostRow[] slots = new HostRow[INITIAL_CAPACITY];

    /** @param most hosts that are kept; what further ones do is counted as {@link Limit#HOSTS} */
    HostBook(int most, LimitCounts limitCounts) {
        this.most = most;
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
        HostRow host = host(high, low, flow.ipVersion, mac);
        if (host == null) {
            limitCounts.bite(Limit.HOSTS);
        } else {
            host.add(flow, originator);
        }
    }

    /** The row of a host, a new one if it was not heard of; null if there is no room for it. */
    private HostRow host(long high, long low, int ipVersion, long mac) {
        int slot = find(slots, high, low, mac);
        if (slots[slot] != null || order.size() == most) {
            return slots[slot];
        }
        HostRow host = new HostRow(high, low, ipVersion, mac);
        slots[slot] = host;
        order.add(host);
        if (order.size() * 2 > slots.length) {
            grow();
        }
        return host;
    }

    /** Takes the hosts of a book that is complete; there is room for them. */
    void addAll(HostBook other) {
        for (HostRow row : other.order) {
            host(row.ipHigh, row.ipLow, row.ipVersion, row.mac).add(row);
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
    void tell(FlowSink sink) {
        order.forEach(sink::host);
    }
}
