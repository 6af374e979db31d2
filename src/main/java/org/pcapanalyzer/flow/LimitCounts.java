package org.pcapanalyzer.flow;

import java.util.LinkedHashMap;
import java.util.Map;

/** How often each bound bit. */
final class LimitCounts {
    private final long[] counts = new long[Limit.values().length];

    void bite(Limit limit) {
        counts[limit.ordinal()]++;
    }

    void add(LimitCounts other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** Only the bounds that bit, in the order of the enum. */
    Map<String, Long> toMap() {
        Map<String, Long> map = new LinkedHashMap<>();
        for (Limit limit : Limit.values()) {
            if (counts[limit.ordinal()] > 0) {
                map.put(limit.label(), counts[limit.ordinal()]);
            }
        }
        return map;
    }
}
