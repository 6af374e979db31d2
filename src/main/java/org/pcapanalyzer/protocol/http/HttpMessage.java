package org.pcapanalyzer.protocol.http;

import java.util.EnumSet;
import java.util.Set;

/** One request or response, with its times and what became of its body. */
public final class HttpMessage {
    /** Whether all of a message was seen. */
    public enum Completeness {
        COMPLETE,
        /** The connection ended before the body did. */
        CUT,
        /** The capture lacks what would tell. */
        UNKNOWN
    }

    final HttpHead head;
    private final Set<HttpAnomaly> anomalies = EnumSet.noneOf(HttpAnomaly.class);
    Completeness completeness = Completeness.UNKNOWN;
    /** Whether it may have no body whatever its head says, since its request was not seen: it may answer HEAD. */
    boolean mayLackBody;
    /** Time of the first byte. */
    long firstNs;
    /** Time of the last byte seen. */
    long lastNs;
    /** Number of the frame in which the head ends. */
    long frame;
    /** Bytes on the wire, of head, body and framing. */
    long bytes;

    HttpMessage(HttpHead head) {
        this.head = head;
    }

    void note(HttpAnomaly anomaly) {
        anomalies.add(anomaly);
    }

    /** "GET"; empty in responses. */
    public String method() {
        return head.method;
    }

    /** As in the request, cut to {@value HttpHead#LONGEST_TEXT} characters. */
    public String target() {
        return head.target;
    }

    /** "1.1". */
    public String version() {
        return head.version;
    }

    /** Negative if there is none. */
    public int status() {
        return head.status;
    }

    public String host() {
        return head.host;
    }

    public String userAgent() {
        return head.userAgent;
    }

    public String server() {
        return head.server;
    }

    public String via() {
        return head.via;
    }

    /** X-Forwarded-For. */
    public String forwardedFor() {
        return head.forwardedFor;
    }

    public String upgrade() {
        return head.upgrade;
    }

    /** Declared length of the body, bytes; negative if none is declared, or no valid one. */
    public long contentLength() {
        return head.contentLength;
    }

    public boolean isChunked() {
        return head.isChunked;
    }

    public Completeness completeness() {
        return completeness;
    }

    public long firstNs() {
        return firstNs;
    }

    public long lastNs() {
        return lastNs;
    }

    public long frame() {
        return frame;
    }

    public long bytes() {
        return bytes;
    }

    public Set<HttpAnomaly> anomalies() {
        return anomalies;
    }
}
