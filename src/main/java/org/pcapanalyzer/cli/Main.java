package org.pcapanalyzer.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;

/** Entry point; the only class that ends the process. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        FileOutputStream err = new FileOutputStream(FileDescriptor.err);
        System.exit(new CommandRunner(Terminal.ofProcess(out, err)).run(List.of(args)));
    }
}
