package org.pcapanalyzer.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.pcapanalyzer.rule.RuleCache;
import org.pcapanalyzer.rule.RuleException;
import org.pcapanalyzer.rule.RuleLibrary;
import org.pcapanalyzer.rule.RuleSettings;

/** The options that choose and tune rules. */
final class RuleArguments {
    private RuleArguments() {}

    static Options addTo(Options options) {
        return options.addOption(Arguments.option(null, "rules", "DIR", "more rules (repeatable)"))
                .addOption(Arguments.option(
                        null, "set", "RULE.PARAM=VALUE", "another value for a rule's parameter (repeatable)"))
                .addOption(Arguments.option(null, "only", "RULE", "run this rule only (repeatable)"))
                .addOption(Arguments.option(null, "disable", "RULE", "leave this rule out (repeatable)"));
    }

    /** Our rules and those that the user adds, as chosen and tuned. */
    static RuleLibrary library(CommandLine line) throws CommandException {
        try {
            return load(line);
        } catch (RuleException e) {
            throw failure(e);
        }
    }

    /** The same, on their way; {@code afterwards} as {@link RuleLoading#start} has it. */
    static RuleLoading loading(CommandLine line, Runnable afterwards) {
        return RuleLoading.start(() -> load(line), afterwards);
    }

    /** What the user is told of rules that cannot be used: of options if only these are at fault. */
    static CommandException failure(RuleException e) {
        boolean isUsage =
                e.problems().stream().allMatch(problem -> problem.source().startsWith("--"));
        return isUsage ? CommandException.usage(e.getMessage()) : CommandException.failed(e.getMessage(), e);
    }

    private static RuleLibrary load(CommandLine line) throws RuleException {
        RuleSettings settings = RuleSettings.of(values(line, "set"), values(line, "only"), values(line, "disable"));
        RuleCache cache = Home.cache().map(RuleCache::in).orElse(RuleCache.none());
        return RuleLibrary.load(directories(line), settings, cache);
    }

    static List<Path> directories(CommandLine line) {
        List<Path> directories = new ArrayList<>(List.of(Home.rules()));
        values(line, "rules").forEach(name -> directories.add(Path.of(name)));
        return directories;
    }

    static List<String> values(CommandLine line, String option) {
        String[] values = line.getOptionValues(option);
        return values == null ? List.of() : List.of(values);
    }
}
