package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcapanalyzer.flow.HostileSender.Sent;

/**
 * Holds streams against what was sent: each byte handed over is one that its frame carried, at the one place that its
 * sequence number tells, and bytes and gaps follow one another.
 */
final class CheckedStreams implements StreamSink {
    private final HostileSender sender;
    private final boolean isAmple;
    private final Map<Integer, Integer> flowsByClientPort = new HashMap<>();
    private final Map<String, Heard> heard = new HashMap<>();
    private final Map<Long, Boolean> closed = new HashMap<>();

    /** What was heard of one direction. */
    private static final class Heard {
        private long offset;
        private long bytes;
        private long gaps;
        private long missingBytes;
        /** Sequence numbers that the first byte may have, by all that came; null before the first bytes. */
        private Set<Integer> starts;

        private boolean isOver;
    }

    /** @param isAmple whether no bound on memory bites */
    CheckedStreams(HostileSender sender, boolean isAmple) {
        this.sender = sender;
        this.isAmple = isAmple;
    }

    @Override
    public Optional<StreamReader> open(Flow flow) {
        for (Side side : Side.values()) {
            Heard before = heard.put(flow.flowId() + "/" + side, new Heard());
            assertTrue(before == null, "asked twice");
        }
        flowsByClientPort.merge(clientPort(flow), 1, Integer::sum);
        closed.put(flow.flowId(), false);
        return Optional.of(new Reader(flow));
    }

    private final class Reader implements StreamReader {
        private final Flow flow;

        Reader(Flow flow) {
            this.flow = flow;
        }

        @Override
        public boolean data(Side side, StreamBytes bytes) {
            return hear(flow, side, bytes);
        }

        @Override
        public boolean gap(Side side, long lengthBytes, GapReason reason) {
            return hearGap(flow, side, lengthBytes);
        }

        @Override
        public void end(Side side, StreamEnd reason, StreamTotals totals) {
            hearEnd(flow, side, totals);
        }

        @Override
        public void close() {
            assertFalse(closed.put(flow.flowId(), true), "closed twice");
        }
    }

    private boolean hear(Flow flow, Side side, StreamBytes bytes) {
        Heard stream = of(flow, side);
        assertEquals(stream.offset, bytes.streamOffset(), "bytes that do not follow those before");
        assertTrue(bytes.length() > 0);
        Sent sent = sender.sent(bytes.frame());
        byte[] copy = new byte[bytes.length()];
        bytes.copyTo(copy, 0);
        Set<Integer> starts = startsByContent(copy, sent, (int) bytes.streamOffset());
        if (stream.starts != null) {
            starts.retainAll(stream.starts);
        }
        stream.starts = starts;
        assertFalse(starts.isEmpty(), "bytes that their frame does not carry there");
        stream.offset += copy.length;
        stream.bytes += copy.length;
        return true;
    }

    /** Where the stream would begin for the bytes to lie where their frame carries the same ones. */
    private static Set<Integer> startsByContent(byte[] bytes, Sent sent, int streamOffset) {
        int first = sent.seq() + (sent.flags() >> 1 & 1);
        Set<Integer> starts = new HashSet<>();
        for (int at = 0; at + bytes.length <= sent.capturedLength(); at++) {
            if (Arrays.equals(sent.payload(), at, at + bytes.length, bytes, 0, bytes.length)) {
                starts.add(first + at - streamOffset);
            }
        }
        return starts;
    }

    private boolean hearGap(Flow flow, Side side, long lengthBytes) {
        assertTrue(lengthBytes > 0, () -> "a gap of " + lengthBytes);
        Heard stream = of(flow, side);
        stream.offset += lengthBytes;
        stream.missingBytes += lengthBytes;
        stream.gaps++;
        return true;
    }

    private void hearEnd(Flow flow, Side side, StreamTotals totals) {
        Heard stream = of(flow, side);
        stream.isOver = true;
        assertEquals(stream.bytes, totals.bytes());
        assertEquals(stream.gaps, totals.gapCount());
        assertEquals(stream.missingBytes, totals.missingBytes());
        assertTrue(totals.conflictingSegments() <= totals.conflictingBytes());
        if (isAmple && flowsByClientPort.get(clientPort(flow)) == 1) {
            assertComplete(flow, side, totals);
        }
    }

    private void assertComplete(Flow flow, Side side, StreamTotals totals) {
        boolean isFromClient = (side == Side.ORIG) == (flow.origPort() != HostileSender.SERVER_PORT);
        int number = HostileSender.flowOf(clientPort(flow));
        NaiveStream naive = NaiveStream.of(sender.sent(), number, isFromClient);
        if (naive.isPlain()) {
            assertEquals(naive.byteCount(), totals.bytes(), "bytes that came");
            assertEquals(naive.missingCount(), totals.missingBytes(), "bytes that did not come");
            assertEquals(0, totals.conflictingBytes());
        }
    }

    private static int clientPort(Flow flow) {
        return flow.origPort() == HostileSender.SERVER_PORT ? flow.respPort() : flow.origPort();
    }

    private Heard of(Flow flow, Side side) {
        Heard stream = heard.get(flow.flowId() + "/" + side);
        assertTrue(stream != null && !stream.isOver, "heard of a stream that is none");
        return stream;
    }

    /** Every direction that was asked for has ended, and every flow was closed. */
    void assertEnded() {
        closed.forEach((flowId, isClosed) -> assertTrue(isClosed, () -> "flow " + flowId + " was not closed"));
        heard.forEach((name, stream) -> assertTrue(stream.isOver, () -> name + " has no end"));
    }
}
