package org.pcapanalyzer.diagnosis;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits a query that counts distinct addresses where there may be millions of them: each part looks at those of one class
 * by their hash, so that it fits into memory, and the counts of all parts add up.
 */
record Parts(int count) {
    private static final long FLOWS_OF_A_PART = 2_000_000;

    static Parts forFlows(long flows) {
        return new Parts(1 + (int) (flows / FLOWS_OF_A_PART));
    }

    /** For each part the condition on a column, as SQL. */
    List<String> conditions(String column) {
        return count == 1
                ? List.of("true")
                : IntStream.range(0, count)
                        .mapToObj(part -> "hash(%s) %% %d = %d".formatted(column, count, part))
                        .toList();
    }
}
