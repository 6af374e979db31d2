package org.pcapanalyzer.protocol.dns;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;

/** A query with its answer, or one without the other: a row of {@code dns}. */
public final class DnsTransaction {
    private static final long SOONEST_RETRY_NS = 10_000_000;

    private final Flow flow;
    private final DnsKind kind;
    private final Side client;
    private final Set<DnsAnomaly> anomalies = EnumSet.noneOf(DnsAnomaly.class);

    private DnsMessage query;
    private long queryNs = Flow.ABSENT;
    private long lastQueryNs = Flow.ABSENT;
    private long queryFrame = Flow.ABSENT;
    private int attempts;
    private DnsMessage response;
    private long responseNs = Flow.ABSENT;
    private long responseFrame = Flow.ABSENT;

    private DnsTransaction(Flow flow, DnsKind kind, Side client) {
        this.flow = flow;
        this.kind = kind;
        this.client = client;
    }

    static DnsTransaction ofQuery(Flow flow, DnsKind kind, Side sender, DnsMessage message, long frame, long timeNs) {
        DnsTransaction made = new DnsTransaction(flow, kind, sender);
        made.query = message;
        made.queryFrame = frame;
        made.queryNs = timeNs;
        made.lastQueryNs = timeNs;
        made.attempts = 1;
        made.anomalies.addAll(message.anomalies());
        return made;
    }

    /** An answer whose query was not seen. */
    static DnsTransaction ofAnswer(Flow flow, DnsKind kind, Side sender, DnsMessage message, long frame, long timeNs) {
        DnsTransaction made = new DnsTransaction(flow, kind, sender == Side.ORIG ? Side.RESP : Side.ORIG);
        made.answer(message, frame, timeNs);
        return made;
    }

    void answer(DnsMessage message, long frame, long timeNs) {
        response = message;
        responseFrame = frame;
        responseNs = timeNs;
        anomalies.remove(DnsAnomaly.STREAM_GAP);
        anomalies.addAll(message.anomalies());
    }

    /** Takes the query once more; what follows too soon for any client is the same packet captured twice. */
    void askAgain(long timeNs) {
        if (timeNs - lastQueryNs >= SOONEST_RETRY_NS) {
            attempts++;
            lastQueryNs = timeNs;
        }
    }

    void note(DnsAnomaly anomaly) {
        anomalies.add(anomaly);
    }

    /** Whether this waits for an answer of that side. */
    boolean awaits(Side sender) {
        return response == null && client != sender;
    }

    public Flow flow() {
        return flow;
    }

    public DnsKind kind() {
        return kind;
    }

    /** The side that asks. */
    public Side client() {
        return client;
    }

    public Optional<DnsMessage> query() {
        return Optional.ofNullable(query);
    }

    public Optional<DnsMessage> response() {
        return Optional.ofNullable(response);
    }

    /** Of which the question is: the query, or else the answer. */
    public DnsMessage question() {
        return query == null ? response : query;
    }

    /** The first query; {@link Flow#ABSENT} if it was not seen. */
    public long queryNs() {
        return queryNs;
    }

    /** The last query before the answer; {@link Flow#ABSENT} if it was not seen. */
    public long lastQueryNs() {
        return lastQueryNs;
    }

    /** {@link Flow#ABSENT} if no answer was seen. */
    public long responseNs() {
        return responseNs;
    }

    /** From the first query to the answer; {@link Flow#ABSENT} unless both were seen. */
    public long rttNs() {
        return queryNs == Flow.ABSENT || responseNs == Flow.ABSENT ? Flow.ABSENT : responseNs - queryNs;
    }

    /** {@link Flow#ABSENT} if it was not seen. */
    public long queryFrame() {
        return queryFrame;
    }

    /** {@link Flow#ABSENT} if it was not seen. */
    public long responseFrame() {
        return responseFrame;
    }

    /** How often the query was seen, 0 if never. */
    public int attempts() {
        return attempts;
    }

    /** Of both messages and of how they fit. */
    public Set<DnsAnomaly> anomalies() {
        return anomalies;
    }
}
