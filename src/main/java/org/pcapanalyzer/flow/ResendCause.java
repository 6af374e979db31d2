package org.pcapanalyzer.flow;

/** Why a segment was seen again: values of {@code cause_t}. */
public enum ResendCause {
    /** The same packet was captured twice. */
    CAPTURE_DUPLICATE("capture_duplicate"),
    /** A keep-alive probe (RFC 9293 3.8.4). */
    KEEPALIVE("keepalive"),
    /** A probe into a closed window (RFC 9293 3.8.6.1). */
    WINDOW_PROBE("window_probe"),
    /** The bytes had been acknowledged before. */
    SPURIOUS("spurious"),
    /** Sent once, arrived late. */
    REORDERING("reordering"),
    /** Duplicate ACKs or SACK asked for it (RFC 5681, RFC 6675). */
    FAST_RETRANSMIT("fast_retransmit"),
    /** A probe of the end of the flight (RFC 8985 7). */
    TAIL_LOSS_PROBE("tail_loss_probe"),
    /** The retransmission timer ran out (RFC 6298). */
    TIMEOUT("timeout"),
    /** Sent again for a reason that the capture does not show. */
    UNKNOWN("unknown");

    private final String label;

    ResendCause(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
