package org.pcapanalyzer.cli;

import java.io.PrintWriter;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.HelpFormatter;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** Options and their help, the same for all commands. */
final class Arguments {
    private static final int HELP_COLUMNS = 100;

    private Arguments() {}

    /** @param letter short form; null if it has none */
    static Option option(String letter, String name, String argument, String description) {
        return Option.builder(letter)
                .longOpt(name)
                .hasArg()
                .argName(argument)
                .desc(description)
                .get();
    }

    /** @param letter short form; null if it has none */
    static Option flag(String letter, String name, String description) {
        return Option.builder(letter).longOpt(name).desc(description).get();
    }

    static Option help() {
        return flag("h", "help", "this text");
    }

    static CommandLine parse(Options options, List<String> arguments) throws CommandException {
        try {
            return DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .get()
                    .parse(options, arguments.toArray(String[]::new));
        } catch (ParseException e) {
            throw CommandException.usage(e.getMessage() + "; --help lists the options");
        }
    }

    @SuppressWarnings("deprecation") // its successor does not align options as people are used to
    static void printHelp(Terminal terminal, String usage, Options options) {
        HelpFormatter formatter = new HelpFormatter();
        formatter.setOptionComparator(null);
        PrintWriter writer = new PrintWriter(terminal.out());
        int width = terminal.columnCount() == Terminal.UNLIMITED ? HELP_COLUMNS : terminal.columnCount();
        formatter.printHelp(writer, width, usage, null, options, 2, 2, null);
        writer.flush();
    }
}
