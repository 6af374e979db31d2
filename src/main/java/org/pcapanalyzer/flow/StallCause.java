package org.pcapanalyzer.flow;

/** Why a stream stood still: values of {@code stall_t}. */
public enum StallCause {
    /** Data was missing until the retransmission timer ran out. */
    TIMEOUT("timeout"),
    /** Data at the end of a flight was missing until a probe was sent. */
    TAIL_LOSS_PROBE("tail_loss_probe"),
    /** Data was missing that duplicate ACKs or SACK asked for. */
    FAST_RETRANSMIT("fast_retransmit"),
    /** Nothing was missing: data or its acknowledgement came late, and the sender sent again meanwhile. */
    SPURIOUS("spurious"),
    /** Data was missing and sent again for a reason that the capture does not show. */
    UNKNOWN("unknown"),
    /** The receiver kept its window closed. */
    CLOSED_WINDOW("closed_window");

    private final String label;

    StallCause(String label) {
        this.label = label;
    }

    /** The cause of what ended with a resend of this cause. */
    static StallCause of(ResendCause cause) {
        return switch (cause) {
            case TIMEOUT -> TIMEOUT;
            case TAIL_LOSS_PROBE -> TAIL_LOSS_PROBE;
            case FAST_RETRANSMIT -> FAST_RETRANSMIT;
            case SPURIOUS -> SPURIOUS;
            default -> UNKNOWN;
        };
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
