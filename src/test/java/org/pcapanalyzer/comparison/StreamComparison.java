package org.pcapanalyzer.comparison;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.pcapanalyzer.flow.Flow;

/**
 * The streams of tshark against our flows: the same if they begin with the same frame. Knows the stream of each frame
 * too, 4 bytes each, since what can make a stream differ may come after the difference.
 */
final class StreamComparison {
    private static final int NO_STREAM = -1;
    private static final String STREAM = "stream";
    private static final String COMPLETENESS = "completeness";

    private final Map<Integer, TsharkStream> streams = new TreeMap<>();
    /** Completeness of our flows by their first frames. */
    private final Map<Long, Integer> flows = new TreeMap<>();

    private int[] streamOfFrame = new int[1024];

    StreamComparison() {
        Arrays.fill(streamOfFrame, NO_STREAM);
    }

    /** Takes the next frame of tshark; from {@code mayDiffer} on its streams may differ from ours for that reason. */
    void note(TsharkFrame theirs, DifferenceClass mayDiffer) {
        String[] numbers = theirs.streams();
        if (numbers.length > 0) {
            remember(theirs.number(), Integer.parseInt(numbers[0]));
        }
        for (int i = 0; i < numbers.length; i++) {
            TsharkStream stream =
                    streams.computeIfAbsent(Integer.valueOf(numbers[i]), number -> new TsharkStream(theirs.number()));
            stream.mayDiffer(mayDiffer);
            if (i < theirs.segmentCount()) {
                stream.note(theirs, i);
            }
        }
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
        flows.put(flow.frameFirst(), flow.completeness());
    }

    /** tshark's number of the stream of a frame, -1 if it has none. */
    int streamOf(long frame) {
        return frame < streamOfFrame.length ? streamOfFrame[(int) frame] : NO_STREAM;
    }

    /** Compares at the end of the capture. */
    void compare(CaptureResult result) {
        int expected = 0;
        for (Map.Entry<Integer, TsharkStream> entry : streams.entrySet()) {
            for (; expected < entry.getKey(); expected++) {
                result.differs(STREAM, 0, expected, "no frame", "");
            }
            expected++;
            compare(entry.getKey(), entry.getValue(), result);
        }
        flows.keySet().forEach(frame -> result.differs(STREAM, frame, streamOf(frame), "", "begins here"));
    }

    private void compare(int number, TsharkStream stream, CaptureResult result) {
        Integer ours = flows.remove(stream.firstFrame());
        if (ours == null) {
            result.differs(STREAM, stream.knownSince(), number, "begins here", "");
            return;
        }
        result.same(STREAM);
        if (ours == stream.completeness()) {
            result.same(COMPLETENESS);
        } else {
            result.differs(
                    COMPLETENESS,
                    stream.firstFrame(),
                    number,
                    Integer.toString(stream.completeness()),
                    ours.toString());
        }
    }

    DifferenceClass reason(Difference difference) {
        TsharkStream stream = streams.get(difference.stream());
        if (stream != null) {
            return stream.reason();
        }
        return difference.stream() == NO_STREAM ? DifferenceClass.NOT_DECODED_BY_TSHARK : DifferenceClass.NO_FRAMES;
    }
}
