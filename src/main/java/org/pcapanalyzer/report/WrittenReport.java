package org.pcapanalyzer.report;

import java.util.List;

/**
 * What a run has told.
 *
 * @param files written, relative to the output directory, reports first
 */
public record WrittenReport(ReportModel model, List<String> files) {}
