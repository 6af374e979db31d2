package org.pcapanalyzer.select;

/** What the user asked for cannot be selected; the message is one sentence for the user. */
public final class SelectionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is. */
    public enum Reason {
        /** The expression or the time is wrong. */
        REQUEST,
        /** libpcap is missing. */
        MISSING_LIBRARY
    }

    private final Reason reason;

    SelectionException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static SelectionException request(String message) {
        return new SelectionException(Reason.REQUEST, message);
    }

    public Reason reason() {
        return reason;
    }
}
