package org.pcapanalyzer.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file of results, whole or not at all: written beside its place and moved there by {@link #complete}. What is no
 * regular file (a pipe, a device) is written to at once.
 */
final class OutputFile implements Closeable {
    private final Path file;
    private final Path partial;
    private final OutputStream out;

    private OutputFile(Path file, Path partial) throws IOException {
        this.file = file;
        this.partial = partial;
        this.out = new BufferedOutputStream(Files.newOutputStream(partial));
    }

    static OutputFile create(Path file) throws IOException {
        boolean isSpecial = Files.exists(file) && !Files.isRegularFile(file);
        String name = file.getFileName() + ".partial-" + ProcessHandle.current().pid();
        if (isSpecial) {
            return new OutputFile(file, file);
        }
        OutputFile output = new OutputFile(file, file.resolveSibling(name));
        output.partial.toFile().deleteOnExit();
        return output;
    }

    OutputStream out() {
        return out;
    }

    /** Closes the file and gives it its name, in place of an earlier one. */
    void complete() throws IOException {
        out.close();
        if (!partial.equals(file)) {
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Deletes what was written, unless it is complete. */
    @Override
    public void close() throws IOException {
        out.close();
        if (!partial.equals(file)) {
            Files.deleteIfExists(partial);
        }
    }
}
