package org.pcapanalyzer.flow;

/**
 * The live flows by 5-tuple, both directions in one entry: open addressing with linear probing, and removal that closes
 * the gap. Grows by doubling; bounded by whoever inserts.
 */
final class FlowTable {
    private static final int INITIAL_CAPACITY = 1 << 10;

    private Flow[] flows = new Flow[INITIAL_CAPACITY];
    private int[] hashes = new int[INITIAL_CAPACITY];
    private int mask = INITIAL_CAPACITY - 1;
    private int size;

    int size() {
        return size;
    }

    /** Slot of the flow that the key belongs to, in either direction; -1 if there is none. Valid until the table changes. */
    int find(FlowKey key) {
        for (int slot = key.hash & mask; hashes[slot] != 0; slot = slot + 1 & mask) {
            if (hashes[slot] == key.hash && flows[slot].isOf(key)) {
                return slot;
            }
        }
        return -1;
    }

    /** Reads where {@link #find} begins to look. */
    int touch(FlowKey key) {
        int slot = key.hash & mask;
        return hashes[slot] + (flows[slot] == null ? 0 : 1);
    }

    Flow at(int slot) {
        return flows[slot];
    }

    /** Adds a flow that is not in the table. */
    void insert(Flow flow) {
        if (size * 2 >= flows.length) {
            grow();
        }
        place(flow);
        size++;
    }

    private void place(Flow flow) {
        int slot = flow.hash & mask;
        while (hashes[slot] != 0) {
            slot = slot + 1 & mask;
        }
        hashes[slot] = flow.hash;
        flows[slot] = flow;
    }

    private void grow() {
        Flow[] old = flows;
        flows = new Flow[old.length * 2];
        hashes = new int[flows.length];
        mask = flows.length - 1;
        for (Flow flow : old) {
            if (flow != null) {
                place(flow);
            }
        }
    }

    /** Takes out a flow that is in the table. */
    void remove(Flow flow) {
        int hole = flow.hash & mask;
        while (flows[hole] != flow) {
            hole = hole + 1 & mask;
        }
        for (int slot = hole + 1 & mask; hashes[slot] != 0; slot = slot + 1 & mask) {
            int distance = slot - hashes[slot] & mask;
            if (distance >= (slot - hole & mask)) {
                hashes[hole] = hashes[slot];
                flows[hole] = flows[slot];
                hole = slot;
            }
        }
        hashes[hole] = 0;
        flows[hole] = null;
        size--;
    }
}
