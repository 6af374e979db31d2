package org.pcapanalyzer.rule;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a fault lies, from the bottom up; {@code CAPTURE} is about the capture itself, not the network. */
public enum Layer {
    CAPTURE,
    LINK,
    NETWORK,
    TRANSPORT,
    TLS,
    APPLICATION;

    /** Lower-case name, as in rules, tables and reports. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
