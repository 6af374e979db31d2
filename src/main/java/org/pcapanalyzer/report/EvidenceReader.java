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

    /** Frames by number, and the interfaces that captured them. */
    record Evidences(Map<Long, CapturedFrame> frames, List<CaptureInterface> interfaces) {
        static final Evidences NONE = new Evidences(Map.of(), List.of());
    }

    private EvidenceReader() {}

    static Evidences read(List<Incident> incidents, Optional<FrameSource> source) throws IOException {
        TreeSet<Long> wanted = new TreeSet<>();
        for (Incident incident : incidents) {
            chosen(incident.finding().evidence()).stream()
                    .limit(Math.max(0, MAX_FRAMES - wanted.size()))
                    .forEach(wanted::add);
        }
        return wanted.isEmpty() || source.isEmpty() ? Evidences.NONE : copy(source.get(), wanted);
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
        try (FrameReader reader = source.open()) {
            long last = wanted.last();
            while (frame.number() < last && reader.next(frame)) {
                if (wanted.contains(frame.number())) {
                    frames.put(frame.number(), CapturedFrame.copyOf(frame));
                }
            }
            return new Evidences(frames, reader.summary().interfaces());
        }
    }
}
