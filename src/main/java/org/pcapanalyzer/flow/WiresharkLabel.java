package org.pcapanalyzer.flow;

/** Last part of Wireshark's field name {@code tcp.analysis.*}: values of {@code ws_label_t}. */
public enum WiresharkLabel {
    RETRANSMISSION("retransmission"),
    FAST_RETRANSMISSION("fast_retransmission"),
    SPURIOUS_RETRANSMISSION("spurious_retransmission"),
    OUT_OF_ORDER("out_of_order"),
    LOST_SEGMENT("lost_segment"),
    ACK_LOST_SEGMENT("ack_lost_segment"),
    DUPLICATE_ACK("duplicate_ack"),
    WINDOW_FULL("window_full"),
    ZERO_WINDOW("zero_window"),
    ZERO_WINDOW_PROBE("zero_window_probe"),
    ZERO_WINDOW_PROBE_ACK("zero_window_probe_ack"),
    KEEP_ALIVE("keep_alive"),
    KEEP_ALIVE_ACK("keep_alive_ack"),
    WINDOW_UPDATE("window_update"),
    REUSED_PORTS("reused_ports");

    private final String label;

    WiresharkLabel(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
