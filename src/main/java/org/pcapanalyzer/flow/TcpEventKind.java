package org.pcapanalyzer.flow;

/** What happened at a segment, in our words: values of {@code tcp_event_t}. */
public enum TcpEventKind {
    RETRANSMISSION("retransmission"),
    SYN_RETRANSMISSION("syn_retransmission"),
    OUT_OF_ORDER("out_of_order"),
    GAP("gap"),
    ACKED_UNSEEN("acked_unseen"),
    DUPLICATE_ACK("duplicate_ack"),
    ZERO_WINDOW("zero_window"),
    WINDOW_UPDATE("window_update"),
    WINDOW_FULL("window_full"),
    WINDOW_PROBE("window_probe"),
    WINDOW_PROBE_ACK("window_probe_ack"),
    KEEP_ALIVE("keep_alive"),
    KEEP_ALIVE_ACK("keep_alive_ack"),
    PORT_REUSE("port_reuse"),
    CAPTURE_DUPLICATE("capture_duplicate"),
    RESET("reset"),
    FIN("fin");

    private final String label;

    TcpEventKind(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
