package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.pcapanalyzer.flow.HostileSender.Sent;

/**
 * Holds streams against what was sent: each byte handed over is one that its frame carried, at the one place that its
 * sequence number tells, and bytes and gaps follow one another.
 */
final class CheckedStreams implements StreamSink {
    private final HostileSender sender;
    private final Map<String, Heard> heard = new HashMap<>();

    /** What was heard of one direction. */
    private static final class Heard {
        private long offset;
        private long bytes;
        private long gaps;
        private long missingBytes;
        /** Sequence number of the first byte; known from the first bytes on. */
        private int start;

        private boolean isStartKnown;
        private boolean isOver;
    }

    CheckedStreams(HostileSender sender) {
        this.sender = sender;
    }

    @Override
    public boolean wants(Flow flow, Side side) {
        Heard before = heard.put(flow.flowId() + "/" + side, new Heard());
        assertTrue(before == null, "asked twice");
        return true;
    }

    @Override
    public boolean data(Flow flow, Side side, StreamBytes bytes) {
        Heard stream = of(flow, side);
        assertEquals(stream.offset, bytes.streamOffset(), "bytes that do not follow those before");
        assertTrue(bytes.length() > 0);
        Sent sent = sender.sent(bytes.frame());
        byte[] copy = new byte[bytes.length()];
        bytes.copyTo(copy, 0);
        int first = sent.seq() + (sent.flags() >> 1 & 1);
        if (!stream.isStartKnown) {
            stream.isStartKnown = true;
            stream.start = first + indexOf(copy, sent) - (int) bytes.streamOffset();
        }
        int at = stream.start + (int) bytes.streamOffset() - first;
        assertTrue(at >= 0 && at + copy.length <= sent.capturedLength(), "bytes that their frame does not carry");
        for (int i = 0; i < copy.length; i++) {
            assertEquals(sent.payload()[at + i], copy[i], "another byte than was sent");
        }
        stream.offset += copy.length;
        stream.bytes += copy.length;
        return true;
    }

    private static int indexOf(byte[] bytes, Sent sent) {
        for (int at = 0; at + bytes.length <= sent.capturedLength(); at++) {
            if (java.util.Arrays.equals(sent.payload(), at, at + bytes.length, bytes, 0, bytes.length)) {
                return at;
            }
        }
        throw new AssertionError("bytes that their frame does not carry");
    }

    @Override
    public boolean gap(Flow flow, Side side, long lengthBytes, GapReason reason) {
        assertTrue(lengthBytes > 0, () -> "a gap of " + lengthBytes);
        Heard stream = of(flow, side);
        stream.offset += lengthBytes;
        stream.missingBytes += lengthBytes;
        stream.gaps++;
        return true;
    }

    @Override
    public void end(Flow flow, Side side, StreamEnd reason, StreamTotals totals) {
        Heard stream = of(flow, side);
        stream.isOver = true;
        assertEquals(stream.bytes, totals.bytes());
        assertEquals(stream.gaps, totals.gapCount());
        assertEquals(stream.missingBytes, totals.missingBytes());
        assertTrue(totals.conflictingSegments() <= totals.conflictingBytes());
    }

    private Heard of(Flow flow, Side side) {
        Heard stream = heard.get(flow.flowId() + "/" + side);
        assertTrue(stream != null && !stream.isOver, "heard of a stream that is none");
        return stream;
    }

    /** Every direction that was asked for has ended. */
    void assertEnded() {
        heard.forEach((name, stream) -> assertTrue(stream.isOver, () -> name + " has no end"));
    }
}
