package org.pcapanalyzer.comparison;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.TcpDirection;
import org.pcapanalyzer.flow.WiresharkLabel;

/**
 * The streams of tshark against our flows: the same if they begin with the same frame. Knows the stream of each frame
 * too, 4 bytes each, since what can make a stream differ may come after the difference.
 */
final class StreamComparison {
    private static final int NO_STREAM = -1;
    private static final String STREAM = "stream";
    private static final long LINGER_NS = Pipeline.LIMITS.lingerNs();
    private static final String REUSED = WiresharkLabel.REUSED_PORTS.label();
    private static final String HANDSHAKE_RTT = "handshake RTT (1 %)";
    private static final String COMPLETENESS = "completeness";

    private final Map<Integer, TsharkStream> streams = new TreeMap<>();
    /** Our flows by their first frames. */
    private final Map<Long, OurFlow> flows = new TreeMap<>();

    /** By tuple, the stream that has it now. */
    private final Map<Tuple, TsharkStream> latest = new HashMap<>();

    private int[] streamOfFrame = new int[1024];
    private long clockNs = Long.MIN_VALUE;

    StreamComparison() {
        Arrays.fill(streamOfFrame, NO_STREAM);
    }

    /**
     * Takes the next frame of tshark.
     *
     * @param packet    the frame as we decode it
     * @param mayDiffer why the streams of the frame may differ from ours, UNEXPLAINED if they should not
     */
    void note(TsharkFrame theirs, Packet packet, DifferenceClass mayDiffer) {
        clockNs = Math.max(clockNs, packet.timestampNs());
        String[] numbers = theirs.streams();
        if (numbers.length > 0) {
            remember(theirs.number(), Integer.parseInt(numbers[0]));
        }
        for (int i = 0; i < numbers.length; i++) {
            TsharkStream stream = stream(Integer.parseInt(numbers[i]), theirs.number(), packet);
            stream.mayDiffer(mayDiffer);
            if (i < theirs.segmentCount()) {
                stream.note(theirs, i, packet.timestampNs(), clockNs);
            }
        }
    }

    private TsharkStream stream(int number, long frame, Packet packet) {
        TsharkStream stream = streams.get(number);
        if (stream == null) {
            stream = new TsharkStream(frame);
            streams.put(number, stream);
            if (packet.kind() == Packet.Kind.TCP) {
                stream.follows(latest.put(Tuple.of(packet), stream));
            }
        }
        return stream;
    }

    private void remember(long number, int stream) {
        int frame = Math.toIntExact(number);
        int known = streamOfFrame.length;
        if (frame >= known) {
            streamOfFrame = Arrays.copyOf(streamOfFrame, 2 * frame);
            Arrays.fill(streamOfFrame, known, 2 * frame, NO_STREAM);
        }
        streamOfFrame[frame] = stream;
    }

    void note(Flow flow) {
        flows.put(flow.frameFirst(), new OurFlow(flow));
    }

    void note(Flow flow, TcpDirection direction) {
        flows.get(flow.frameFirst()).note(direction);
    }

    /** tshark's number of the stream of a frame, -1 if it has none. */
    int streamOf(long frame) {
        return frame < streamOfFrame.length ? streamOfFrame[(int) frame] : NO_STREAM;
    }

    /** First frame of a stream that has segments. */
    long firstFrame(int stream) {
        return streams.get(stream).firstFrame();
    }

    /** The flows that begin where a stream of tshark does, by its number. */
    Map<Integer, FollowedFlow> pair(Map<Long, FollowedFlow> followed) {
        Map<Integer, FollowedFlow> pairs = new TreeMap<>();
        streams.forEach((number, stream) -> {
            FollowedFlow flow = followed.get(stream.firstFrame());
            if (flow != null) {
                pairs.put(number, flow);
            }
        });
        return pairs;
    }

    /** Compares at the end of the capture. */
    void compare(CaptureResult result, RttComparison rtts) {
        int expected = 0;
        for (Map.Entry<Integer, TsharkStream> entry : streams.entrySet()) {
            for (; expected < entry.getKey(); expected++) {
                result.differs(STREAM, 0, expected, "no frame", "");
            }
            expected++;
            compare(entry.getKey(), entry.getValue(), result, rtts);
        }
        flows.keySet().forEach(frame -> compareExtraFlow(frame, result));
        for (TsharkStream stream : streams.values()) {
            if (stream.lacksFlow && stream.followsForgotten()) {
                stream.mayDiffer(DifferenceClass.FORGOTTEN);
            }
        }
    }

    /** A flow that begins within a stream: we had forgotten the flow that was there. */
    private void compareExtraFlow(long frame, CaptureResult result) {
        TsharkStream stream = streams.get(streamOf(frame));
        if (stream != null && stream.longestPauseNs() > LINGER_NS) {
            stream.mayDiffer(DifferenceClass.FORGOTTEN);
        }
        result.differs(STREAM, frame, streamOf(frame), "", "begins here");
    }

    private void compare(int number, TsharkStream stream, CaptureResult result, RttComparison rtts) {
        OurFlow ours = flows.remove(stream.firstFrame());
        if (ours == null) {
            stream.lacksFlow = true;
            result.differs(STREAM, stream.knownSince(), number, "begins here", "");
            return;
        }
        result.same(STREAM);
        rtts.compare(number, ours);
        compareValues(COMPLETENESS, number, stream, stream.completeness(), ours.completeness(), 0, result);
        if (stream.handshakeRttNs() > 0 && ours.handshakeRttNs() > 0) {
            compareValues(HANDSHAKE_RTT, number, stream, stream.handshakeRttNs(), ours.handshakeRttNs(), 0.01, result);
        }
    }

    private static void compareValues(
            String subject,
            int number,
            TsharkStream stream,
            long their,
            long our,
            double tolerance,
            CaptureResult result) {
        if (Math.abs(their - our) <= tolerance * their) {
            result.same(subject);
        } else {
            result.differs(subject, stream.firstFrame(), number, Long.toString(their), Long.toString(our));
        }
    }

    DifferenceClass reason(Difference difference) {
        TsharkStream stream = streams.get(difference.stream());
        if (stream != null) {
            if (difference.subject().equals(HANDSHAKE_RTT) && stream.isHandshakeAmbiguous()) {
                return DifferenceClass.HANDSHAKE;
            }
            return isForgottenReuse(difference, stream) ? DifferenceClass.FORGOTTEN : stream.reason();
        }
        return difference.stream() == NO_STREAM ? DifferenceClass.NOT_DECODED_BY_TSHARK : DifferenceClass.NO_FRAMES;
    }

    /** A port used again after we forgot its flow: no label, and one bit of its completeness may lack. */
    private static boolean isForgottenReuse(Difference difference, TsharkStream stream) {
        boolean isAboutBeginning = difference.frame() == stream.firstFrame() && stream.pauseBeforeNs() > LINGER_NS;
        return isAboutBeginning && Set.of(REUSED, COMPLETENESS).contains(difference.subject());
    }
}
