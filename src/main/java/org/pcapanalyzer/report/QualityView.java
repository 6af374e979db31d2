package org.pcapanalyzer.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pcapanalyzer.diagnosis.Diagnosis;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.report.ReportModel.Capture;
import org.pcapanalyzer.report.ReportQueries.CaptureRow;
import org.pcapanalyzer.report.ReportQueries.Interface;
import org.pcapanalyzer.report.ReportView.CaptureFacts;
import org.pcapanalyzer.report.ReportView.Note;
import org.pcapanalyzer.report.ReportView.Quality;
import org.pcapanalyzer.report.RunSettings.Setting;
import org.pcapanalyzer.rule.Wording;

/** How far the capture can be trusted: what it lacks, what was lost in reading it, what was withdrawn for it. */
final class QualityView {
    private static final int MAX_INTERFACES = 8;
    private static final int MAX_FILES = 20;

    private final Diagnosis diagnosis;

    QualityView(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    Quality build(List<CaptureRow> captures) {
        List<Note> notes = diagnosis.captureQuality().stream()
                .map(finding -> Note.of(finding))
                .toList();
        List<Note> withdrawn = diagnosis.findings().stream()
                .filter(judged -> judged.status() == Status.WITHDRAWN)
                .map(judged -> Note.of(judged.finding(), judged.because()))
                .toList();
        return new Quality(sentence(captures, notes), notes, withdrawn, facts(captures));
    }

    /** Of many files those that say most: the damaged ones first. */
    private static List<CaptureFacts> facts(List<CaptureRow> captures) {
        List<CaptureFacts> facts = captures.stream()
                .sorted(Comparator.comparing(row -> row.capture().damageCount() == 0))
                .limit(MAX_FILES)
                .map(QualityView::facts)
                .collect(Collectors.toCollection(ArrayList::new));
        int more = captures.size() - MAX_FILES;
        if (more > 0) {
            Setting where = new Setting("Where to find them", "table captures of flows.duckdb, and report.json");
            facts.add(new CaptureFacts("And " + Wording.count(more, "more file", "more files"), List.of(where)));
        }
        return facts;
    }

    private static String sentence(List<CaptureRow> captures, List<Note> notes) {
        long packets = captures.stream()
                .mapToLong(row -> row.capture().framesSelected())
                .sum();
        if (packets == 0) {
            return captures.stream().allMatch(row -> row.capture().packets() == 0)
                    ? "The capture holds no packets: nothing can be concluded from it."
                    : "The capture holds no packets of those asked for: nothing can be concluded from it.";
        }
        boolean isDamaged = captures.stream()
                .map(CaptureRow::capture)
                .anyMatch(capture -> capture.truncated()
                        || capture.damageCount() > 0
                        || !capture.limits().isEmpty());
        boolean isPart = captures.stream()
                .anyMatch(row -> row.capture().framesSelected() < row.capture().packets());
        if (notes.isEmpty() && !isDamaged) {
            return isPart
                    ? "The analysis was asked for a part of the capture: what seems to be missing may be outside of it."
                    : "Nothing was found that weakens the conclusions.";
        }
        return isDamaged
                ? "Part of the capture could not be read or analysed; the conclusions rest on the rest."
                : "Read the conclusions with what follows in mind.";
    }

    private static CaptureFacts facts(CaptureRow row) {
        Capture capture = row.capture();
        List<Setting> facts = new ArrayList<>();
        facts.add(new Setting(
                "Format",
                capture.compression().equals("none")
                        ? capture.format()
                        : capture.format() + ", " + capture.compression()));
        facts.add(new Setting(
                "Size",
                Wording.bytes(capture.sizeBytes()) + " (" + Wording.count(capture.sizeBytes(), "byte", "bytes") + ")"));
        facts.add(
                new Setting("SHA-256", capture.sha256().isEmpty() ? "unknown: not read to its end" : capture.sha256()));
        facts.add(new Setting("Packets", Display.number(capture.packets())));
        if (capture.framesSelected() < capture.packets()) {
            facts.add(new Setting("Selected", Display.number(capture.framesSelected())));
        }
        facts.add(new Setting(
                "Analysed",
                Display.number(capture.framesAnalysed()) + ", set aside " + Display.number(capture.framesSetAside())
                        + reasons(capture.setAside())));
        facts.add(new Setting(
                "Bytes on the wire",
                Wording.bytes(capture.bytes()) + ", captured " + Wording.bytes(capture.capturedBytes())));
        if (capture.first() != null) {
            facts.add(new Setting("First packet", capture.first()));
            facts.add(new Setting(
                    "Last packet", capture.last() + ", " + Wording.duration(row.lastNs() - row.firstNs()) + " later"));
        }
        facts.add(new Setting("Interfaces", interfaces(row.interfaces())));
        facts.add(new Setting(
                "Lost by the capturing system",
                capture.dropReported() == null
                        ? "not told"
                        : Wording.count(capture.dropReported(), "packet", "packets")));
        addLosses(facts, capture);
        return new CaptureFacts(capture.path(), facts);
    }

    private static void addLosses(List<Setting> facts, Capture capture) {
        if (capture.truncatedPackets() > 0) {
            facts.add(
                    new Setting("Cut by the snaplen", Wording.count(capture.truncatedPackets(), "packet", "packets")));
        }
        if (capture.outOfOrderPackets() > 0) {
            facts.add(new Setting(
                    "Time ran backwards", "at " + Wording.count(capture.outOfOrderPackets(), "packet", "packets")));
        }
        if (capture.offloadPackets() > 0) {
            facts.add(new Setting(
                    "Unfinished by the network card",
                    Wording.count(capture.offloadPackets(), "packet", "packets")
                            + ": checksum or segmentation left to it"));
        }
        if (!capture.anomalies().isEmpty()) {
            facts.add(new Setting("Oddities", counts(capture.anomalies())));
        }
        if (!capture.limits().isEmpty()) {
            facts.add(new Setting("Bounds on memory that bit", counts(capture.limits())));
        }
        if (capture.truncated()) {
            facts.add(new Setting("End of file", "inside a record: the capture was cut off"));
        }
        if (capture.lostBytes() > 0) {
            facts.add(new Setting("Lost to damage", Wording.count(capture.lostBytes(), "byte", "bytes")));
        }
        capture.damage().forEach(damage -> facts.add(new Setting("Damage", damage)));
        if (capture.damageCount() > capture.damage().size()) {
            facts.add(new Setting("Damages in all", Display.number(capture.damageCount())));
        }
        capture.comments().forEach(comment -> facts.add(new Setting("Comment in the file", comment)));
    }

    private static String reasons(Map<String, Long> setAside) {
        return setAside.isEmpty() ? "" : " (" + counts(setAside) + ")";
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey().replace('_', ' ') + " " + Display.number(count.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String interfaces(List<Interface> interfaces) {
        String shown = interfaces.stream()
                .limit(MAX_INTERFACES)
                .map(QualityView::describe)
                .collect(Collectors.joining("; "));
        return interfaces.size() > MAX_INTERFACES
                ? shown + "; and " + Display.number(interfaces.size() - MAX_INTERFACES) + " more"
                : shown;
    }

    private static String describe(Interface source) {
        String name = source.name().isEmpty() ? "" : VisibleText.cut(source.name()) + ", ";
        String snaplen = source.snaplen() == 0 ? "" : ", snaplen " + Wording.count(source.snaplen(), "byte", "bytes");
        String filter = source.filter().isEmpty() ? "" : ", capture filter " + VisibleText.cut(source.filter());
        return name + Words.linkType(source.linkType()) + snaplen + filter;
    }
}
