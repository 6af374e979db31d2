package org.pcapanalyzer.decode;

import java.util.Locale;

/** How a datagram that came in fragments ended. */
public enum FragmentEnd {
    /** All bytes came. */
    COMPLETE,
    /** Fragments were missing after 30 s (IPv4) or 60 s (IPv6) of packet time, or when the next of its number began. */
    TIMEOUT,
    /** Fragments were missing when the capture ended. */
    END_OF_CAPTURE,
    /** Given up for a bound on memory. */
    LIMIT,
    /** Its fragments contradict each other or have impossible lengths. */
    MALFORMED,
    /** All fragments came, but the snaplen cut bytes of them. */
    CLIPPED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Name in tables: lower case with underscores. */
    public String label() {
        return label;
    }
}
