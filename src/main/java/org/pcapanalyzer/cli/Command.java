package org.pcapanalyzer.cli;

import java.util.List;

/** A command of the command line. */
interface Command {
    /**
     * @param arguments without the command's name
     * @return exit status
     */
    int run(List<String> arguments, Terminal terminal) throws CommandException;
}
