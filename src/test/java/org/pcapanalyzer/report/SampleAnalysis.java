package org.pcapanalyzer.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.diagnosis.Diagnosis;
import org.pcapanalyzer.diagnosis.Diagnostician;
import org.pcapanalyzer.flow.FlowLimits;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.report.RunSettings.Setting;
import org.pcapanalyzer.rule.RuleLibrary;
import org.pcapanalyzer.rule.RuleRunner;
import org.pcapanalyzer.rule.RuleSettings;
import org.pcapanalyzer.store.AnalysisDatabase;
import org.pcapanalyzer.store.CaptureTotals;
import org.pcapanalyzer.store.CaptureTotals.Period;
import org.pcapanalyzer.store.StoreLimits;

/** Analyses a capture with all steps before the report, and reports it. */
final class SampleAnalysis {
    private final RuleLibrary rules;
    private final RuleRunner runner;

    SampleAnalysis() throws Exception {
        rules = RuleLibrary.load(List.of(Path.of("rules")), RuleSettings.none());
        runner = new RuleRunner(rules);
    }

    /** Writes all formats of the report into the directory. */
    WrittenReport report(Path capture, Path directory) throws Exception {
        try (FrameReader reader = CaptureFiles.open(capture.toString());
                AnalysisDatabase database = AnalysisDatabase.create(
                        directory.resolve("flows.duckdb"), StoreLimits.DEFAULT, AnalysisDatabase.Detail.FLOWS)) {
            PacketDecoder decoder = new PacketDecoder(database.sink(), DecodeLimits.defaults());
            FlowTracker flows = new FlowTracker(database.sink(), FlowLimits.forHeap(1L << 30));
            Frame frame = new Frame();
            Packet packet = new Packet();
            while (reader.next(frame)) {
                decoder.decode(frame, packet);
                flows.track(packet);
            }
            decoder.finish();
            flows.finish();
            long frames = reader.summary().frameCount();
            database.writeCapture(
                    1,
                    reader.summary(),
                    new CaptureTotals(
                            Optional.of(new Period(
                                    reader.summary().firstNs(), reader.summary().lastNs())),
                            frames,
                            frames,
                            Map.of(),
                            Map.of(),
                            flows.limitCounts(),
                            "test"));
            database.finish();
            Diagnosis diagnosis =
                    new Diagnostician(rules).diagnose(database.connection(), runner.run(database.connection()));
            ReportInput input = new ReportInput(
                    diagnosis,
                    rules.rules(),
                    new RunSettings(
                            "pcap-analyzer",
                            "test",
                            FixtureDatabase.SHA256,
                            List.of(new Setting("format", "html,md,json")),
                            List.of()),
                    Optional.of(wanted -> CaptureFiles.reopen(capture.toString())));
            return new ReportWriter(directory, Set.of(ReportFormat.values()))
                    .write(input, ReportFacts.read(database.connection()), database.connection());
        }
    }
}
