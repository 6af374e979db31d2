package org.pcapanalyzer.flow;

/**
 * Takes the byte streams of one TCP flow, each direction in its order. Called by the thread that tracks. Of every direction
 * that is wanted {@link #end} comes last, once, unless the reader gave the direction up; then {@link #close}.
 */
public interface StreamReader {
    /** Whether to hand over what one side sends; asked before the first bytes. */
    default boolean wants(Side sender) {
        return true;
    }

    /**
     * The next bytes.
     *
     * @param bytes valid during the call
     * @return false if no more of this direction is wanted, not even its end
     */
    boolean data(Side sender, StreamBytes bytes);

    /**
     * Bytes that are missing between those before and those after the call.
     *
     * @return as {@link #data}
     */
    boolean gap(Side sender, long lengthBytes, GapReason reason);

    /** No more bytes of this direction come. The flow's row is not written yet. */
    void end(Side sender, StreamEnd reason, StreamTotals totals);

    /** Nothing more comes: both directions ended or were given up. */
    default void close() {}
}
