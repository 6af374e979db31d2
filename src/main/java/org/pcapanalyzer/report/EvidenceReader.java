package org.pcapanalyzer.report;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pcapanalyzer.capture.CaptureInterface;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.rule.Evidence;

/** The second pass over a capture: copies the frames that prove incidents and stops at the last of them. */
final class EvidenceReader {
    /** Frames of one incident that are copied, the first in the order of its evidence. */
    static final int MAX_FRAMES_PER_INCIDENT = 20;

    /** Frames that are copied in all; the gravest incidents are served first. */
    static final int MAX_FRAMES = 200;

    /** Bytes copied of one frame: the usual snaplen of capture tools. */
    static final int MAX_FRAME_BYTES = 262_144;

    private static final String PIPE = "The capture came through a pipe and cannot be read a second time: "
            + "the frames are listed, but neither taken apart nor cut out.";

    /**
     * What the second pass brought.
     *
     * @param frames     by number
     * @param interfaces those of the capture
     * @param problem    why there are no frames, a sentence; empty if the capture could be read
     */
    record Evidences(Map<Long, CapturedFrame> frames, List<CaptureInterface> interfaces, String problem) {
        private static Evidences none(String problem) {
            return new Evidences(Map.of(), List.of(), problem);
        }
    }

    private EvidenceReader() {}

    /** Never fails: a report without frames is worth more than none. */
    static Evidences read(List<Incident> incidents, Optional<FrameSource> source) {
        TreeSet<Long> wanted = new TreeSet<>();
        for (Incident incident : incidents) {
            chosen(incident.finding().evidence()).stream()
                    .limit(Math.max(0, MAX_FRAMES - wanted.size()))
                    .forEach(wanted::add);
        }
        if (wanted.isEmpty()) {
            return Evidences.none("");
        }
        if (source.isEmpty()) {
            return Evidences.none(PIPE);
        }
        try {
            return copy(source.get(), wanted);
        } catch (IOException e) {
            return Evidences.none("The capture could not be read a second time: " + e.getMessage());
        }
    }

    /** Numbers of the frames of one incident that may be copied. */
    static Set<Long> chosen(List<Evidence> evidence) {
        Set<Long> numbers = new LinkedHashSet<>();
        evidence.stream()
                .mapToLong(Evidence::frame)
                .distinct()
                .limit(MAX_FRAMES_PER_INCIDENT)
                .forEach(numbers::add);
        return numbers;
    }

    private static Evidences copy(FrameSource source, TreeSet<Long> wanted) throws IOException {
        Map<Long, CapturedFrame> frames = new HashMap<>();
        Frame frame = new Frame();
        try (FrameReader reader = source.open(wanted)) {
            long last = wanted.last();
            while (frame.number() < last && reader.next(frame)) {
                if (wanted.contains(frame.number())) {
                    frames.put(frame.number(), CapturedFrame.copyOf(frame));
                }
            }
            return new Evidences(frames, reader.interfaces(), "");
        }
    }
}
