package org.pcapanalyzer.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.pcapanalyzer.store.CaptureRemarks;
import org.pcapanalyzer.store.SqlFormat;
import org.pcapanalyzer.store.SqlQuery;
import org.pcapanalyzer.store.StoreException;

/** {@code analyze sql}: asks the tables of an analysis, or captures themselves, read-only. */
final class SqlCommand implements Command {
    private static final String USAGE = "analyze sql [DB | CAPTURE...] QUERY [options]";
    private static final Options OPTIONS = new Options()
            .addOption(Arguments.option(null, "format", "FORMAT", "table (default), csv or json"))
            .addOption(Arguments.flag(null, "strict", "exit 3 if a capture was damaged or could not be read"))
            .addOption(Arguments.help());
    private static final String HELP = """
            DB is the database of an analysis. CAPTUREs, files, directories and archives, are one table, packets: a row
            per frame, read anew for each query. Beside both, and without either, read_capture('FILE') is such a table;
            patterns and lists work too: read_capture(['a.pcap', 'ring/*.pcapng'], filter := 'tcp port 80').""";

    @Override
    public int run(List<String> arguments, Terminal terminal) throws CommandException {
        CommandLine line = Arguments.parse(OPTIONS, arguments);
        if (line.hasOption("help")) {
            Arguments.printHelp(terminal, USAGE, OPTIONS);
            terminal.out().println(HELP);
            return ExitStatus.OK;
        }
        List<String> words = line.getArgList();
        if (words.isEmpty() || words.size() == 1 && isFile(words.get(0))) {
            throw CommandException.usage("a query is wanted, after the database or captures that it is about, as in: "
                    + "analyze sql NAME.analysis/flows.duckdb \"SELECT * FROM incidents\"");
        }
        CaptureRemarks remarks = ask(words, format(line.getOptionValue("format", "table")), terminal);
        remarks.lines().forEach(note -> terminal.err().println("analyze: " + Text.line(note)));
        return line.hasOption("strict") && !remarks.isWhole() ? ExitStatus.DAMAGED_INPUT : ExitStatus.OK;
    }

    private static CaptureRemarks ask(List<String> words, SqlFormat format, Terminal terminal) throws CommandException {
        int last = words.size() - 1;
        List<String> sources = words.subList(0, last);
        try {
            Writer out = new BufferedWriter(terminal.writer());
            return SqlQuery.run(sources, words.get(last), format, terminal.columnCount(), out);
        } catch (StoreException e) {
            throw CommandException.failed(e.getMessage(), e);
        } catch (IOException e) {
            throw CommandException.failed("the result cannot be written: " + e.getMessage(), e);
        }
    }

    /** Somebody who names a file and nothing else has forgotten the query. */
    private static boolean isFile(String word) {
        try {
            return Files.exists(Path.of(word));
        } catch (InvalidPathException e) {
            return false;
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
