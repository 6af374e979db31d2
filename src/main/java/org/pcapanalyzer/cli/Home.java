package org.pcapanalyzer.cli;

import java.nio.file.Path;

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

    static Path schema() {
        return FOLDER.resolve("analyzer").resolve("schema.sql");
    }
}
