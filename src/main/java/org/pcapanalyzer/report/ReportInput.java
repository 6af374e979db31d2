package org.pcapanalyzer.report;

import java.util.List;
import java.util.Optional;
import org.pcapanalyzer.diagnosis.Diagnosis;
import org.pcapanalyzer.rule.Rule;

/**
 * What a report is made of, beside the database.
 *
 * @param rules    every rule that ran, in the order to be shown
 * @param settings how the run was set
 * @param frames   opens the capture for a second pass; empty where it cannot be read twice (a pipe)
 */
public record ReportInput(Diagnosis diagnosis, List<Rule> rules, RunSettings settings, Optional<FrameSource> frames) {}
