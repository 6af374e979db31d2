package org.pcapanalyzer.flow;

/**
 * What is known of a stream at its end.
 *
 * @param bytes               bytes handed over
 * @param gapCount            gaps told
 * @param missingBytes        bytes in them
 * @param conflictingSegments segments that disagree with bytes held of an earlier one
 * @param conflictingBytes    bytes in which they do
 * @param bytesBeyondFin      payload behind the FIN that came before the end of the stream; not handed over
 */
public record StreamTotals(
        long bytes,
        long gapCount,
        long missingBytes,
        long conflictingSegments,
        long conflictingBytes,
        long bytesBeyondFin) {}
