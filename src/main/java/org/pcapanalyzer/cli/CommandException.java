package org.pcapanalyzer.cli;

/** Ends a command with one line for the user and an exit status. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    private CommandException(int exitStatus, String message, Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    /** The command line is wrong; {@code message} says what is expected. */
    static CommandException usage(String message) {
        return new CommandException(ExitStatus.USAGE, message, null);
    }

    /** The work cannot be done; {@code message} says what, where and what to do. */
    static CommandException failed(String message, Throwable cause) {
        return new CommandException(ExitStatus.FAILED, message, cause);
    }

    int exitStatus() {
        return exitStatus;
    }
}
