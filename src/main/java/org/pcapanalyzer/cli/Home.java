package org.pcapanalyzer.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Where the program's own files lie; the launcher says where, otherwise it is the working directory. */
final class Home {
    private static final Path FOLDER = Path.of(System.getProperty("analyzer.home", ""));

    private Home() {}

    static Path rules() {
        return FOLDER.resolve("rules");
    }

    static Path samples() {
        return FOLDER.resolve("samples");
    }

    /** Where to keep what makes the next start faster; the launcher says where, without it nothing is kept. */
    static Optional<Path> cache() {
        String folder = System.getProperty("analyzer.cache", "");
        return folder.isEmpty() ? Optional.empty() : Optional.of(Path.of(folder));
    }

    static Path schema() {
        return FOLDER.resolve("analyzer").resolve("schema.sql");
    }
}
