package org.pcapanalyzer.flow;

/** Where the copies of one stream's bytes contradict each other, or its FIN; most streams have none. */
final class StreamConflicts {
    /** Segments with bytes that differ from those captured before. */
    long segments;
    /** Such bytes. */
    long bytes;
    /** Bytes sent behind the FIN. */
    long bytesBeyondFin;
}
