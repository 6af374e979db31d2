package org.pcapanalyzer.cli;

import java.util.List;
import java.util.Map;

/** Chooses the command that the arguments name and turns what goes wrong into one line and an exit status. */
final class CommandRunner {
    private static final String HELP = """
            Reads a packet capture and writes the post-mortem: which layer broke, the cause, the proof, the fix.

              analyze CAPTURE... [options]   analyse files, directories, archives as one capture; - reads standard input
              analyze sql [DB|CAPTURE...] QUERY
                                             ask the tables of an analysis, or the frames of captures
              analyze follow CAPTURE... FLOW
                                             what the sides of a TCP connection sent each other
              analyze rules list|show|check|test

              analyze COMMAND --help         the options of a command
              analyze --version

            Exit status: 0 analysed; 1 could not analyse; 2 wrong usage; 3 damaged or incomplete input with --strict;
            4 an incident reached --fail-on; 70 a fault of the analyzer itself.""";

    private final Terminal terminal;
    private final Map<String, Command> commands;

    CommandRunner(Terminal terminal) {
        this.terminal = terminal;
        this.commands = Map.of("sql", new SqlCommand(), "follow", new FollowCommand(), "rules", new RulesCommand());
    }

    /** Runs a command line and returns its exit status. */
    int run(List<String> arguments) {
        boolean isDebug = arguments.contains("--debug");
        List<String> words =
                arguments.stream().filter(word -> !word.equals("--debug")).toList();
        try {
            return dispatch(words);
        } catch (CommandException e) {
            terminal.err().println("analyze: " + Text.line(e.getMessage()));
            trace(isDebug, e);
            return e.exitStatus();
        } catch (OutOfMemoryError e) {
            terminal.err().println("analyze: out of memory; give the JVM more, for example ANALYZE_JAVA_OPTS=-Xmx4g");
            trace(isDebug, e);
            return ExitStatus.FAILED;
        } catch (RuntimeException | Error e) {
            terminal.err()
                    .println("analyze: a fault of the analyzer: " + Text.line(e.toString())
                            + "; please report it with the output of the same command and --debug");
            trace(isDebug, e);
            return ExitStatus.INTERNAL_FAULT;
        }
    }

    private int dispatch(List<String> words) throws CommandException {
        String first = words.isEmpty() ? "--help" : words.get(0);
        switch (first) {
            case "--help", "-h", "help" -> {
                terminal.out().println(HELP);
                return words.isEmpty() ? ExitStatus.USAGE : ExitStatus.OK;
            }
            case "--version" -> {
                terminal.out().println("analyze " + Version.get());
                return ExitStatus.OK;
            }
            default -> {
                Command command = commands.get(first);
                return command == null
                        ? new AnalyzeCommand().run(words, terminal)
                        : command.run(words.subList(1, words.size()), terminal);
            }
        }
    }

    private void trace(boolean isDebug, Throwable fault) {
        if (isDebug) {
            fault.printStackTrace(terminal.err());
        }
    }
}
