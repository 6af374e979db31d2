package org.pcapanalyzer.rule;

import java.util.List;
import java.util.TreeSet;

/**
 * Flows that a finding concerns. There may be millions, so not all of their ids are kept.
 *
 * @param ids   ascending, each once: all, or the lowest of them
 * @param count how many flows there are, kept or not
 */
public record Flows(List<Long> ids, long count) {
    /** Ids that are kept at most. */
    public static final int MAX_KEPT = 10_000;

    /** Of a finding about hosts or the capture. */
    public static final Flows NONE = new Flows(List.of(), 0);

    public Flows {
        if (ids.size() > MAX_KEPT) {
            ids = List.copyOf(ids.subList(0, MAX_KEPT));
        }
        count = Math.max(count, ids.size());
    }

    /** Flows of which all are known; their ids ascend. */
    public static Flows of(List<Long> ids) {
        return new Flows(ids, ids.size());
    }

    public boolean isEmpty() {
        return ids.isEmpty();
    }

    /** True if there are flows whose ids are not kept. */
    public boolean isCut() {
        return count > ids.size();
    }

    /** Both together, of two findings of a rule: these share no flow but those that both keep. */
    public Flows and(Flows other) {
        TreeSet<Long> all = new TreeSet<>(ids);
        all.addAll(other.ids);
        long shared = (long) ids.size() + other.ids.size() - all.size();
        return new Flows(List.copyOf(all), count + other.count - shared);
    }
}
