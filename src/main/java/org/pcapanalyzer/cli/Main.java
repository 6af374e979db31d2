package org.pcapanalyzer.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;

/** Entry point; the only class that ends the process. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    /** Runs a command line on the streams of the process and returns its exit status. */
    static int run(List<String> arguments) {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        FileOutputStream err = new FileOutputStream(FileDescriptor.err);
        return new CommandRunner(Terminal.ofProcess(out, err)).run(arguments);
    }
}
