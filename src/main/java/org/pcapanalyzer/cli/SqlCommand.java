package org.pcapanalyzer.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.pcapanalyzer.store.SqlFormat;
import org.pcapanalyzer.store.SqlQuery;
import org.pcapanalyzer.store.StoreException;

/** {@code analyze sql}: asks the tables of an analysis, read-only. */
final class SqlCommand implements Command {
    private static final Options OPTIONS = new Options()
            .addOption(Arguments.option(null, "format", "FORMAT", "table (default), csv or json"))
            .addOption(Arguments.help());

    @Override
    public int run(List<String> arguments, Terminal terminal) throws CommandException {
        CommandLine line = Arguments.parse(OPTIONS, arguments);
        if (line.hasOption("help")) {
            Arguments.printHelp(terminal, "analyze sql DB QUERY [options]", OPTIONS);
            return ExitStatus.OK;
        }
        List<String> words = line.getArgList();
        if (words.size() != 2) {
            throw CommandException.usage("a database and one query are wanted, as in: "
                    + "analyze sql NAME.analysis/flows.duckdb \"SELECT * FROM incidents\"");
        }
        try {
            SqlFormat format = format(line.getOptionValue("format", "table"));
            Writer out = new BufferedWriter(terminal.writer());
            SqlQuery.run(Path.of(words.get(0)), words.get(1), format, terminal.columnCount(), out);
            return ExitStatus.OK;
        } catch (StoreException e) {
            throw CommandException.failed(e.getMessage(), e);
        } catch (IOException e) {
            throw CommandException.failed("the result cannot be written: " + e.getMessage(), e);
        }
    }

    private static SqlFormat format(String name) throws CommandException {
        try {
            return SqlFormat.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--format: no format '" + name + "'; formats are table, csv, json");
        }
    }
}
