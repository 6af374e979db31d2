package org.pcapanalyzer.protocol.dns;

import java.util.ArrayDeque;

/**
 * Bounds the queries that wait for their answers, in all flows together: a query gives way when so many others came after
 * it. One per capture.
 */
public final class DnsWindow {
    private static final int MOST = 1 << 16;
    /** After this time nobody waits for an answer any more. */
    private static final long PATIENCE_NS = 10_000_000_000L;

    private final ArrayDeque<Waiting> queries = new ArrayDeque<>();

    private record Waiting(DnsPairing pairing, DnsTransaction transaction) {}

    /** Takes a query that begins to wait. */
    void add(DnsPairing pairing, DnsTransaction transaction) {
        if (queries.size() == MOST) {
            Waiting oldest = queries.remove();
            boolean mayBeAnswered = transaction.queryNs() - oldest.transaction.queryNs() < PATIENCE_NS;
            oldest.pairing.giveUp(oldest.transaction, mayBeAnswered);
        }
        queries.add(new Waiting(pairing, transaction));
    }
}
