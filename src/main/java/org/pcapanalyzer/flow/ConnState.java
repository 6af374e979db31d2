package org.pcapanalyzer.flow;

/** Zeek's {@code conn_state}: values of {@code conn_state_t}, named as in Zeek's documentation of conn.log. */
public enum ConnState {
    S0("S0"),
    S1("S1"),
    SF("SF"),
    REJ("REJ"),
    S2("S2"),
    S3("S3"),
    RSTO("RSTO"),
    RSTR("RSTR"),
    RSTOS0("RSTOS0"),
    RSTRH("RSTRH"),
    SH("SH"),
    SHR("SHR"),
    OTH("OTH");

    private final String label;

    ConnState(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
