package org.pcapanalyzer.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A database with the tables of an analysis and no rows in them, kept in the program's cache between runs: a copy of it is
 * there at once, while laying down the tables with a comment on every column takes a third of a second. The launcher says
 * where the cache is; without one tables are laid down each time.
 */
final class EmptyTables {
    private final Optional<Path> kept;

    private EmptyTables(Optional<Path> kept) {
        this.kept = kept;
    }

    /** Those of the program's own cache. */
    static EmptyTables ofProgram() {
        String cache = System.getProperty("analyzer.cache", "");
        return cache.isEmpty() ? new EmptyTables(Optional.empty()) : in(Path.of(cache));
    }

    /** Those of a cache; tables of another schema have another name. */
    static EmptyTables in(Path cache) {
        CRC32 digest = new CRC32();
        digest.update(Schema.analysis().getBytes(StandardCharsets.UTF_8));
        return new EmptyTables(Optional.of(cache.resolve("tables-%08x.duckdb".formatted(digest.getValue()))));
    }

    /** Makes a database of them; false if there are none yet, or they cannot be copied. */
    boolean copyTo(Path file) {
        if (kept.isEmpty() || !Files.isReadable(kept.get())) {
            return false;
        }
        try {
            Files.copy(kept.get(), file);
            return true;
        } catch (IOException e) {
            // Whoever makes the database instead meets the same failure, and tells it.
            return false;
        }
    }

    /** Keeps the tables of a database that holds nothing else yet, all of it in this file. */
    void keep(Path file) {
        if (kept.isEmpty() || Files.exists(kept.get())) {
            return;
        }
        String name =
                kept.get().getFileName() + ".partial-" + ProcessHandle.current().pid();
        Path partial = kept.get().resolveSibling(name);
        try {
            Files.copy(file, partial);
            Files.move(partial, kept.get(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // A cache that cannot be written costs time, nothing else.
            partial.toFile().delete();
        }
    }
}
