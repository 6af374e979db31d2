package org.pcapanalyzer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.diagnosis.Diagnosis;
import org.pcapanalyzer.diagnosis.Diagnosis.JudgedFinding;
import org.pcapanalyzer.rule.Rule;
import org.pcapanalyzer.rule.RuleCheck;
import org.pcapanalyzer.rule.RuleException;
import org.pcapanalyzer.rule.RuleLibrary;
import org.pcapanalyzer.rule.RuleListing;
import org.pcapanalyzer.rule.RuleProblem;
import org.pcapanalyzer.rule.RuleTable;
import org.pcapanalyzer.rule.RuleTest;
import org.pcapanalyzer.rule.RuleTest.Said;
import org.pcapanalyzer.select.Selection;
import org.pcapanalyzer.store.AnalysisDatabase.Detail;
import org.pcapanalyzer.store.StoreException;

/** {@code analyze rules}: shows, checks and tests rules. */
final class RulesCommand implements Command {
    private static final String USAGE = "analyze rules list | show RULE | check | test [options]";
    private static final Options OPTIONS = RuleArguments.addTo(new Options())
            .addOption(
                    Arguments.option(null, "format", "NAME", "of list: text or md (a page of Markdown); default: text"))
            .addOption(Arguments.help());

    @Override
    public int run(List<String> arguments, Terminal terminal) throws CommandException {
        CommandLine line = Arguments.parse(OPTIONS, arguments);
        if (line.hasOption("help")) {
            Arguments.printHelp(terminal, USAGE, OPTIONS);
            return ExitStatus.OK;
        }
        List<String> words = line.getArgList();
        String action = words.isEmpty() ? "" : words.get(0);
        if (words.size() != (action.equals("show") ? 2 : 1)) {
            throw CommandException.usage("expected: " + USAGE);
        }
        return switch (action) {
            case "list" -> print(list(RuleArguments.library(line), line.getOptionValue("format", "text")), terminal);
            case "show" -> print(RuleListing.show(rule(RuleArguments.library(line), words.get(1))), terminal);
            case "check" -> check(line, terminal);
            case "test" -> test(RuleArguments.library(line), terminal);
            default -> throw CommandException.usage("no action '" + action + "'; expected: " + USAGE);
        };
    }

    private static int print(List<String> lines, Terminal terminal) {
        lines.forEach(terminal.out()::println);
        return ExitStatus.OK;
    }

    private static List<String> list(RuleLibrary library, String format) throws CommandException {
        return switch (format) {
            case "text" -> RuleListing.list(library);
            case "md" -> RuleTable.markdown(library);
            default -> throw CommandException.usage("--format: no format '" + format + "'; formats are text, md");
        };
    }

    private static Rule rule(RuleLibrary library, String id) throws CommandException {
        return library.rule(id)
                .orElseThrow(
                        () -> CommandException.usage("there is no rule '" + id + "'; analyze rules list shows them"));
    }

    private static int check(CommandLine line, Terminal terminal) {
        List<RuleProblem> problems =
                new RuleCheck(Home.schema(), List.of(Home.samples())).check(RuleArguments.directories(line));
        problems.forEach(problem -> terminal.err().println(Text.line(problem.toString())));
        if (problems.isEmpty()) {
            terminal.out().println("all rules are sound");
        }
        return problems.isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private static int test(RuleLibrary library, Terminal terminal) throws CommandException {
        try {
            Analysis analysis = new Analysis(RuleLoading.start(() -> library), Detail.FLOWS, new Timings());
            List<RuleTest.Outcome> outcomes =
                    new RuleTest(List.of(Home.samples())).run(library, capture -> said(analysis, capture, terminal));
            outcomes.forEach(outcome -> terminal.out().println(outcome));
            long failed = outcomes.stream().filter(outcome -> !outcome.passed()).count();
            terminal.out().println(outcomes.size() - failed + " passed, " + failed + " failed");
            return failed == 0 ? ExitStatus.OK : ExitStatus.FAILED;
        } catch (RuleException | StoreException | IOException e) {
            throw CommandException.failed(e.getMessage(), e);
        }
    }

    private static Map<String, Said> said(Analysis analysis, Path capture, Terminal terminal)
            throws IOException, RuleException {
        Path folder = Files.createTempDirectory("rules-test");
        Path database = folder.resolve("flows.duckdb");
        try (FrameReader reader = CaptureFiles.open(capture.toString());
                Progress progress = new Progress(terminal, true, "", 0)) {
            return analysis.run(
                    reader,
                    Selection.whole(),
                    database,
                    progress,
                    (diagnosis, rules, summary, connection) -> said(diagnosis.findings()));
        } finally {
            Files.deleteIfExists(database);
            Files.delete(folder);
        }
    }

    /** By rule, the first finding that stands, else the first that was withdrawn. */
    private static Map<String, Said> said(List<JudgedFinding> findings) {
        Map<String, Said> said = new TreeMap<>();
        for (JudgedFinding judged : findings) {
            boolean stands = judged.status() != Diagnosis.Status.WITHDRAWN;
            String words = stands ? judged.finding().narrative().summary() : judged.because();
            said.merge(
                    judged.finding().rule().id(),
                    new Said(stands, words),
                    (first, next) -> next.stands() && !first.stands() ? next : first);
        }
        return said;
    }
}
