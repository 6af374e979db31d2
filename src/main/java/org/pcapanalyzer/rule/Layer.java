package org.pcapanalyzer.rule;

/** Where a fault lies, from the bottom up; {@code CAPTURE} is about the capture itself, not the network. */
public enum Layer {
    CAPTURE,
    LINK,
    NETWORK,
    TRANSPORT,
    TLS,
    APPLICATION
}
