package org.pcapanalyzer.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pcapanalyzer.capture.PcapngWriter;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.report.EvidenceReader.Evidences;
import org.pcapanalyzer.rule.Evidence;
import org.pcapanalyzer.rule.Finding;

/** Cuts the frames that prove incidents into small captures, each frame with a comment that says what it proves. */
final class EvidenceFiles {
    private final Path directory;

    /** @param directory the output directory; the files go to a folder of it */
    EvidenceFiles(Path directory) {
        this.directory = directory;
    }

    /** Returns the numbers of the incidents that have a file: those of which at least one frame was found. */
    Set<Integer> write(List<Incident> incidents, Evidences evidences) throws IOException {
        Set<Integer> written = new TreeSet<>();
        for (Incident incident : incidents) {
            List<CapturedFrame> frames = frames(incident.finding(), evidences);
            if (!frames.isEmpty()) {
                write(incident, frames, evidences);
                written.add(incident.number());
            }
        }
        return written;
    }

    /** Frames of the finding that were found, in the order of the capture. */
    private static List<CapturedFrame> frames(Finding finding, Evidences evidences) {
        return EvidenceReader.chosen(finding.evidence()).stream()
                .sorted()
                .filter(evidences.frames()::containsKey)
                .map(evidences.frames()::get)
                .toList();
    }

    private void write(Incident incident, List<CapturedFrame> frames, Evidences evidences) throws IOException {
        Path file = directory.resolve(ModelBuilder.evidenceFile(incident.number()));
        Files.createDirectories(file.getParent());
        String title = "Incident " + incident.number() + ": "
                + incident.finding().narrative().summary();
        try (PcapngWriter writer = new PcapngWriter(
                new BufferedOutputStream(Files.newOutputStream(file)), evidences.interfaces(), title)) {
            for (CapturedFrame frame : frames) {
                writer.write(frame.asFrame(), comment(frame, incident.finding()));
            }
        }
    }

    /** {@code Frame 12 of the capture: first sending of 1500 bytes}. */
    private static String comment(CapturedFrame frame, Finding finding) {
        return finding.evidence().stream()
                .filter(evidence -> evidence.frame() == frame.number())
                .map(Evidence::what)
                .collect(Collectors.joining("; ", "Frame " + frame.number() + " of the capture: ", ""));
    }
}
