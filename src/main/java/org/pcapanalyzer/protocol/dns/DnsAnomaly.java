package org.pcapanalyzer.protocol.dns;

/** Oddities of DNS messages, as column {@code dns.anomalies} names them. */
public enum DnsAnomaly {
    /** The snaplen, a gap in the stream or our bound on kept bytes left only the beginning of the message. */
    CLIPPED("clipped"),
    /** The header counts more questions or records than the message holds. */
    COUNT_BEYOND_MESSAGE("count_beyond_message"),
    /** A compression pointer leads to itself or forward, which only loops and lies need (RFC 1035 4.1.4). */
    NAME_POINTER("name_pointer"),
    /** A name of more than 255 bytes (RFC 1035 3.1). */
    NAME_TOO_LONG("name_too_long"),
    /** A label of a type that does not exist (RFC 6891 5). */
    LABEL_TYPE("label_type"),
    /** Data of a record that its type cannot have. */
    RECORD_DATA("record_data"),
    /** More than one OPT record, or one whose name is not the root (RFC 6891 6.1.1). */
    OPT_MISUSED("opt_misused"),
    /** Bytes behind the last record. */
    TRAILING_BYTES("trailing_bytes"),
    /** An answer with the id of a query that waits, but about something else. */
    QUESTION_MISMATCH("question_mismatch"),
    /** One more answer to a query that was answered shortly before. */
    DUPLICATE_ANSWER("duplicate_answer"),
    /** So many queries were under way that this one was given up before its answer could be seen. */
    GAVE_WAY("gave_way"),
    /** Bytes of the stream are missing in which the answer may have been. */
    STREAM_GAP("stream_gap");

    private final String label;

    DnsAnomaly(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
