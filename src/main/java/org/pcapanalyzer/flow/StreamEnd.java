package org.pcapanalyzer.flow;

/** Why no more bytes of a stream come. */
public enum StreamEnd {
    /** All up to the sender's FIN was handed over or told as missing. */
    FIN,
    /** One side reset the connection. */
    RST,
    /** A new connection took the tuple. */
    REUSED,
    END_OF_CAPTURE,
    /** The bound on live flows bit. */
    EVICTED
}
