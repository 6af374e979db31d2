package org.pcapanalyzer.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.CaptureSet;
import org.pcapanalyzer.capture.CaptureSummary;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.diagnosis.Diagnosis;
import org.pcapanalyzer.report.FrameSource;
import org.pcapanalyzer.report.ReportFacts;
import org.pcapanalyzer.report.ReportFormat;
import org.pcapanalyzer.report.ReportInput;
import org.pcapanalyzer.report.ReportWriter;
import org.pcapanalyzer.report.TerminalSummary;
import org.pcapanalyzer.report.TerminalSummary.Style;
import org.pcapanalyzer.report.WrittenReport;
import org.pcapanalyzer.rule.RuleException;
import org.pcapanalyzer.rule.RuleLibrary;
import org.pcapanalyzer.rule.Severity;
import org.pcapanalyzer.select.Selection;
import org.pcapanalyzer.select.SelectionException;
import org.pcapanalyzer.store.AnalysisDatabase;
import org.pcapanalyzer.store.AnalysisDatabase.Detail;
import org.pcapanalyzer.store.StoreException;

/** {@code analyze CAPTURE...}: from a capture, be it one file or several, to a folder of results. */
final class AnalyzeCommand implements Command {
    private static final String DATABASE = "flows.duckdb";
    private static final int PIPE_COLUMNS = 100;
    private static final int MAX_WARNINGS = 10;

    private static final Options OPTIONS = RuleArguments.addTo(SelectionArguments.addTo(new Options()
                            .addOption(Arguments.option(
                                    "o", "out", "DIR", "folder of the results; default: NAME.analysis here")))
                    .addOption(Arguments.option(
                            null, "format", "LIST", "reports to write: html,md,json; default: all three"))
                    .addOption(Arguments.option(
                            null, "fail-on", "SEVERITY", "exit 4 if an incident is at least that grave"))
                    .addOption(Arguments.flag(
                            null, "strict", "exit 3 if a capture was damaged, or a rule ran out of memory"))
                    .addOption(Arguments.flag(null, "packets", "also load a row per frame, into the table packets"))
                    .addOption(Arguments.option(
                            null, "memory", "SIZE", "bound for heap and database, as 800m or 2g; default: 1700m"))
                    .addOption(Arguments.flag(
                            null, "timings", "print how long each step and rule took, to standard error"))
                    .addOption(Arguments.flag("q", "quiet", "print errors only")))
            .addOption(Arguments.help());

    @Override
    public int run(List<String> arguments, Terminal terminal) throws CommandException {
        Timings timings = new Timings();
        CommandLine line = Arguments.parse(OPTIONS, arguments);
        if (line.hasOption("help")) {
            Arguments.printHelp(terminal, "analyze CAPTURE... [options]", OPTIONS);
            return ExitStatus.OK;
        }
        MemorySize.check(line.getOptionValue("memory"));
        AnalysisDatabase.preload();
        Task task = new Task(
                captures(line.getArgList()),
                out(line),
                formats(line.getOptionValue("format")),
                RuleArguments.loading(line, ReportWriter::prepare),
                SelectionArguments.of(line),
                line.hasOption("packets") ? Detail.PACKETS : Detail.FLOWS);
        Optional<Severity> failOn = severity(line.getOptionValue("fail-on"));
        boolean isQuiet = line.hasOption("quiet");

        Outcome outcome = analyse(task, terminal, isQuiet, timings);
        if (line.hasOption("timings")) {
            timings.lines().forEach(terminal.err()::println);
        }
        if (!isQuiet) {
            print(outcome, terminal);
        }
        return status(outcome, failOn, line.hasOption("strict"));
    }

    private record Task(
            List<String> captures,
            Path out,
            Set<ReportFormat> formats,
            RuleLoading rules,
            SelectionArguments selection,
            Detail detail) {}

    private record Outcome(Diagnosis diagnosis, List<CaptureSummary> captures, WrittenReport report, Path folder) {}

    /** Writes the reports; what they tell whatever the rules find is read while these run. */
    private static final class Reporting implements Analysis.Use<Outcome> {
        private final Task task;
        private final Path folder;
        private final Optional<FrameSource> frames;
        private Supplier<ReportFacts> facts;

        Reporting(Task task, Path folder, Optional<FrameSource> frames) {
            this.task = task;
            this.folder = folder;
            this.frames = frames;
        }

        @Override
        public void begin(AnalysisDatabase database) {
            facts = database.beside(ReportFacts::read);
        }

        @Override
        public Outcome of(Diagnosis diagnosis, RuleLibrary rules, List<CaptureSummary> captures, Connection database)
                throws IOException, SQLException {
            ReportInput input = new ReportInput(
                    diagnosis, rules.rules(), RunRecord.of(task.selection(), rules, task.formats()), frames);
            WrittenReport report = new ReportWriter(folder, task.formats()).write(input, facts.get(), database);
            return new Outcome(diagnosis, captures, report, task.out());
        }
    }

    private static Outcome analyse(Task task, Terminal terminal, boolean isQuiet, Timings timings)
            throws CommandException {
        Analysis analysis = new Analysis(task.rules(), task.detail(), timings);
        Selection selection = task.selection().selection();
        try (CaptureSet set = CaptureSet.of(task.captures());
                FrameReader reader = set.open();
                OutputFolder folder = OutputFolder.prepare(task.out());
                Progress progress = new Progress(terminal, isQuiet, "Reading", set.sizeBytes())) {
            if (!isQuiet) {
                warnOf(set.leftOut(), terminal);
            }
            Path partial = folder.partial();
            Outcome outcome = analysis.run(
                    reader, selection, partial.resolve(DATABASE), progress, new Reporting(task, partial, frames(set)));
            folder.complete();
            timings.ended("reports");
            return outcome;
        } catch (SelectionException e) {
            throw SelectionArguments.failure(e);
        } catch (RuleException e) {
            throw RuleArguments.failure(e);
        } catch (CaptureException | StoreException e) {
            throw CommandException.failed(e.getMessage(), e);
        } catch (FileSystemException e) {
            throw CommandException.failed(Failures.describe(e), e);
        } catch (IOException e) {
            throw CommandException.failed(
                    String.join(", ", task.captures()) + ": reading it, or writing to " + task.out() + ", failed: "
                            + e.getMessage(),
                    e);
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
        boolean isWhole = outcome.diagnosis().unfinished().isEmpty()
                && outcome.captures().stream().noneMatch(file -> file.truncated() || file.damageCount() > 0);
        if (isStrict && !isWhole) {
            return ExitStatus.DAMAGED_INPUT;
        }
        boolean isReached = failOn.isPresent()
                && outcome.diagnosis().incidents().stream()
                        .anyMatch(incident -> incident.finding().severity().compareTo(failOn.get()) >= 0);
        return isReached ? ExitStatus.SEVERITY_REACHED : ExitStatus.OK;
    }

    static List<String> captures(List<String> captures) throws CommandException {
        if (captures.isEmpty()) {
            throw CommandException.usage("no capture given; try: analyze capture.pcap");
        }
        if (Collections.frequency(captures, CaptureFiles.STANDARD_INPUT) > 1) {
            throw CommandException.usage("standard input (-) is named twice, but can be read once");
        }
        return captures;
    }

    static void warnOf(List<String> leftOut, Terminal terminal) {
        leftOut.stream()
                .limit(MAX_WARNINGS)
                .forEach(reason -> terminal.err().println("analyze: left out: " + Text.line(reason)));
        if (leftOut.size() > MAX_WARNINGS) {
            terminal.err().println("analyze: left out: " + (leftOut.size() - MAX_WARNINGS) + " more files");
        }
    }

    /** The folder that the user names, or one in the working directory named after the capture. */
    private static Path out(CommandLine line) {
        String folder = line.getOptionValue("out");
        return folder != null ? Path.of(folder) : Path.of(CaptureName.of(line.getArgList()) + ".analysis");
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
    private static Optional<FrameSource> frames(CaptureSet set) {
        return set.isRereadable() ? Optional.of(set::reopenAt) : Optional.empty();
    }
}
