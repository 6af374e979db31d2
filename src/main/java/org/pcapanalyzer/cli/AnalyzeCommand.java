package org.pcapanalyzer.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.CaptureSummary;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.diagnosis.Diagnosis;
import org.pcapanalyzer.report.FrameSource;
import org.pcapanalyzer.report.ReportFormat;
import org.pcapanalyzer.report.ReportInput;
import org.pcapanalyzer.report.ReportWriter;
import org.pcapanalyzer.report.TerminalSummary;
import org.pcapanalyzer.report.TerminalSummary.Style;
import org.pcapanalyzer.report.WrittenReport;
import org.pcapanalyzer.rule.RuleException;
import org.pcapanalyzer.rule.RuleLibrary;
import org.pcapanalyzer.rule.Severity;
import org.pcapanalyzer.store.AnalysisDatabase;
import org.pcapanalyzer.store.StoreException;

/** {@code analyze CAPTURE}: from a capture to a folder of results. */
final class AnalyzeCommand implements Command {
    private static final String DATABASE = "flows.duckdb";
    private static final int PIPE_COLUMNS = 100;

    private static final Options OPTIONS = RuleArguments.addTo(new Options()
                    .addOption(
                            Arguments.option("o", "out", "DIR", "folder of the results; default: NAME.analysis here"))
                    .addOption(Arguments.option(
                            null, "format", "LIST", "reports to write: html,md,json; default: all three"))
                    .addOption(Arguments.option(
                            null, "fail-on", "SEVERITY", "exit 4 if an incident is at least that grave"))
                    .addOption(Arguments.flag(null, "strict", "exit 3 if the capture was damaged"))
                    .addOption(Arguments.flag("q", "quiet", "print errors only")))
            .addOption(Arguments.help());

    @Override
    public int run(List<String> arguments, Terminal terminal) throws CommandException {
        CommandLine line = Arguments.parse(OPTIONS, arguments);
        if (line.hasOption("help")) {
            Arguments.printHelp(terminal, "analyze CAPTURE [options]", OPTIONS);
            return ExitStatus.OK;
        }
        AnalysisDatabase.preload();
        Task task = new Task(
                capture(line.getArgList()),
                out(line),
                formats(line.getOptionValue("format")),
                RuleArguments.library(line));
        Optional<Severity> failOn = severity(line.getOptionValue("fail-on"));
        boolean isQuiet = line.hasOption("quiet");

        Outcome outcome = analyse(task, terminal, isQuiet);
        if (!isQuiet) {
            print(outcome, terminal);
        }
        return status(outcome, failOn, line.hasOption("strict"));
    }

    private record Task(String capture, Path out, Set<ReportFormat> formats, RuleLibrary rules) {}

    private record Outcome(Diagnosis diagnosis, CaptureSummary summary, WrittenReport report, Path folder) {}

    private static Outcome analyse(Task task, Terminal terminal, boolean isQuiet) throws CommandException {
        Analysis analysis = analysis(task.rules());
        try (FrameReader reader = CaptureFiles.open(task.capture());
                OutputFolder folder = OutputFolder.prepare(task.out());
                Progress progress = new Progress(terminal, isQuiet, "Reading", Sources.size(task.capture()))) {
            Path partial = folder.partial();
            Outcome outcome =
                    analysis.run(reader, partial.resolve(DATABASE), progress, (diagnosis, summary, database) -> {
                        ReportInput input = new ReportInput(
                                diagnosis,
                                task.rules().rules(),
                                RunRecord.of(task.rules(), task.formats()),
                                frames(task));
                        WrittenReport report = new ReportWriter(partial, task.formats()).write(input, database);
                        return new Outcome(diagnosis, summary, report, task.out());
                    });
            folder.complete();
            return outcome;
        } catch (CaptureException | RuleException | StoreException e) {
            throw CommandException.failed(e.getMessage(), e);
        } catch (FileSystemException e) {
            throw CommandException.failed(Failures.describe(e), e);
        } catch (IOException e) {
            throw CommandException.failed(
                    task.capture() + ": reading it, or writing to " + task.out() + ", failed: " + e.getMessage(), e);
        }
    }

    private static Analysis analysis(RuleLibrary rules) throws CommandException {
        try {
            return new Analysis(rules);
        } catch (RuleException e) {
            throw CommandException.failed(e.getMessage(), e);
        }
    }

    private static void print(Outcome outcome, Terminal terminal) {
        List<String> files = new ArrayList<>(outcome.report().files());
        files.add(DATABASE);
        files.replaceAll(file -> outcome.folder().resolve(file).toString());
        Style style = terminal.wantsColour() ? Style.COLOURED : Style.PLAIN;
        int columns = terminal.columnCount() == Terminal.UNLIMITED ? PIPE_COLUMNS : terminal.columnCount();
        new TerminalSummary(columns, style)
                .lines(outcome.report().model(), files)
                .forEach(terminal.out()::println);
    }

    private static int status(Outcome outcome, Optional<Severity> failOn, boolean isStrict) {
        CaptureSummary summary = outcome.summary();
        if (isStrict && (summary.truncated() || summary.damageCount() > 0)) {
            return ExitStatus.DAMAGED_INPUT;
        }
        boolean isReached = failOn.isPresent()
                && outcome.diagnosis().incidents().stream()
                        .anyMatch(incident -> incident.finding().severity().compareTo(failOn.get()) >= 0);
        return isReached ? ExitStatus.SEVERITY_REACHED : ExitStatus.OK;
    }

    private static String capture(List<String> captures) throws CommandException {
        if (captures.isEmpty()) {
            throw CommandException.usage("no capture given; try: analyze capture.pcap");
        }
        if (captures.size() > 1) {
            throw CommandException.usage("one capture at a time, not " + captures.size()
                    + "; merge them first, for example with mergecap -w all.pcapng FILES");
        }
        return captures.get(0);
    }

    /** The folder that the user names, or one in the working directory named after the capture. */
    private static Path out(CommandLine line) {
        String folder = line.getOptionValue("out");
        if (folder != null) {
            return Path.of(folder);
        }
        String capture = line.getArgList().get(0);
        String name = capture.equals(CaptureFiles.STANDARD_INPUT)
                ? "stdin"
                : Path.of(capture).getFileName().toString();
        return Path.of(name.replaceFirst("(?i)\\.(pcap|pcapng|cap|dmp|trace)(\\.gz)?$|\\.gz$", "") + ".analysis");
    }

    private static Set<ReportFormat> formats(String list) throws CommandException {
        if (list == null) {
            return Set.of(ReportFormat.values());
        }
        Set<ReportFormat> formats = new TreeSet<>();
        for (String name : list.toLowerCase(Locale.ROOT).split(",", -1)) {
            formats.add(
                    switch (name.strip()) {
                        case "html" -> ReportFormat.HTML;
                        case "md" -> ReportFormat.MARKDOWN;
                        case "json" -> ReportFormat.JSON;
                        default ->
                            throw CommandException.usage(
                                    "--format: no format '" + name + "'; formats are html, md, json");
                    });
        }
        return formats;
    }

    private static Optional<Severity> severity(String name) throws CommandException {
        if (name == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Severity.valueOf(name.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(
                    "--fail-on: no severity '" + name + "'; severities are info, low, medium, high, critical");
        }
    }

    /** The capture once more for the second pass; a pipe cannot be read twice. */
    private static Optional<FrameSource> frames(Task task) {
        return Sources.isFile(task.capture())
                ? Optional.of(() -> CaptureFiles.reopen(task.capture()))
                : Optional.empty();
    }
}
