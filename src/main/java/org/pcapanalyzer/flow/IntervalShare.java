package org.pcapanalyzer.flow;

import java.util.Arrays;

/**
 * What one shard counts of the seconds that {@link IntervalCounter} numbers, until it is added there: an entry per second
 * in which it tracked a packet.
 */
final class IntervalShare {
    private static final int NEW_FLOWS = 1;
    private static final int RETRANS = 2;
    private static final int DUP_ACK = 3;
    private static final int ZERO_WIN = 4;
    /** The second's number comes first. */
    private static final int ENTRY_LONGS = 5;

    private long[] entries = new long[4 * ENTRY_LONGS];
    /** Where the entry of the second at hand begins; negative if there is none. */
    private int last = -ENTRY_LONGS;

    /** Says in which second the next packet falls. */
    void enter(long second) {
        if (last >= 0 && entries[last] == second) {
            return;
        }
        last += ENTRY_LONGS;
        if (last == entries.length) {
            entries = Arrays.copyOf(entries, 2 * last);
        }
        Arrays.fill(entries, last, last + ENTRY_LONGS, 0);
        entries[last] = second;
    }

    void countNewFlow() {
        entries[last + NEW_FLOWS]++;
    }

    void countRetransmission() {
        entries[last + RETRANS]++;
    }

    void countDuplicateAck() {
        entries[last + DUP_ACK]++;
    }

    void countZeroWindow() {
        entries[last + ZERO_WIN]++;
    }

    /** Takes over what another one has, which is empty afterwards; this one must be. */
    void takeOver(IntervalShare other) {
        long[] own = entries;
        entries = other.entries;
        last = other.last;
        other.entries = own;
        other.last = -ENTRY_LONGS;
    }

    /** Adds all to the seconds and forgets it. */
    void addTo(IntervalCounter intervals) {
        for (int entry = 0; entry <= last; entry += ENTRY_LONGS) {
            Interval interval = intervals.at(entries[entry]);
            interval.newFlows += entries[entry + NEW_FLOWS];
            interval.retrans += entries[entry + RETRANS];
            interval.dupAck += entries[entry + DUP_ACK];
            interval.zeroWin += entries[entry + ZERO_WIN];
        }
        last = -ENTRY_LONGS;
    }
}
