package org.pcapanalyzer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.pcapanalyzer.report.ReportFormat;
import org.pcapanalyzer.report.RunSettings;
import org.pcapanalyzer.report.RunSettings.Setting;
import org.pcapanalyzer.rule.RuleLibrary;
import org.pcapanalyzer.rule.RuleSettings;

/** How a run was set, for the report. */
final class RunRecord {
    private static final long SECOND_NS = 1_000_000_000L;

    private RunRecord() {}

    static RunSettings of(SelectionArguments selection, RuleLibrary rules, Set<ReportFormat> formats) {
        return new RunSettings("analyze", Version.get(), rules.sha256(), options(selection, rules, formats), limits());
    }

    private static List<Setting> options(SelectionArguments selection, RuleLibrary rules, Set<ReportFormat> formats) {
        List<Setting> options = new ArrayList<>(selection.settings());
        options.add(new Setting(
                "rules", rules.rules().size() + " of " + rules.allRules().size()));
        RuleSettings settings = rules.settings();
        settings.overrides().forEach(override -> options.add(new Setting("--set", override.toString())));
        new TreeSet<>(settings.only()).forEach(rule -> options.add(new Setting("--only", rule)));
        new TreeSet<>(settings.disabled()).forEach(rule -> options.add(new Setting("--disable", rule)));
        new TreeSet<>(formats)
                .forEach(format ->
                        options.add(new Setting("--format", format.name().toLowerCase(Locale.ROOT))));
        return options;
    }

    private static List<Setting> limits() {
        return List.of(
                new Setting("live flows", Integer.toString(Analysis.FLOW_LIMITS.liveFlows())),
                new Setting("gaps per direction", Integer.toString(Analysis.FLOW_LIMITS.gapsPerDirection())),
                new Setting(
                        "unacknowledged segments per direction",
                        Integer.toString(Analysis.FLOW_LIMITS.segmentsPerDirection())),
                new Setting("stream state of all flows", (Analysis.FLOW_LIMITS.stateBytes() >> 20) + " MiB"),
                new Setting("pending neighbour requests", Integer.toString(Analysis.FLOW_LIMITS.pendingNeighbors())),
                new Setting("linger of a closed flow", Analysis.FLOW_LIMITS.lingerNs() / SECOND_NS + " s"),
                new Setting("fragmented datagrams", Integer.toString(Analysis.DECODE_LIMITS.fragmentedDatagrams())),
                new Setting("bytes of fragments", Long.toString(Analysis.DECODE_LIMITS.fragmentBytes())),
                new Setting("database memory", (Analysis.STORE_LIMITS.memoryBytes() >> 20) + " MiB"));
    }
}
