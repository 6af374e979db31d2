package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.store.AnalysisDatabase.Detail;

class EmptyTablesTest {
    private static final String CACHE = "analyzer.cache";
    private static final String COLUMNS =
            "SELECT concat_ws('|', table_name, column_name, data_type, is_nullable, comment) FROM duckdb_columns()"
                    + " WHERE database_name = current_database() ORDER BY table_name, column_index";
    private static final String VIEWS = "SELECT sql FROM duckdb_views() WHERE NOT internal ORDER BY view_name";

    @TempDir
    private Path folder;

    @TempDir
    private Path cache;

    @BeforeEach
    void nameCache() {
        System.setProperty(CACHE, cache.toString());
    }

    @AfterEach
    void forgetCache() {
        System.clearProperty(CACHE);
    }

    private Path database(String name, Detail detail) {
        Path file = folder.resolve(name);
        try (AnalysisDatabase database = AnalysisDatabase.create(file, StoreLimits.DEFAULT, detail)) {
            database.finish();
        }
        return file;
    }

    private List<Path> cached() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    @Test
    void shouldMakeOfACopyWhatTheSchemaMakes() throws IOException, SQLException {
        for (Detail detail : Detail.values()) {
            Path made = database("made-" + detail, detail);
            assertEquals(1, cached().size(), "kept by the first, used by the others");
            Path copied = database("copied-" + detail, detail);
            assertTrue(Databases.column(made, COLUMNS).size() > 500);
            assertEquals(Databases.column(made, COLUMNS), Databases.column(copied, COLUMNS));
            assertEquals(Databases.column(made, VIEWS), Databases.column(copied, VIEWS));
        }
    }

    @Test
    void shouldWorkWithACacheThatCannotBeWritten() throws IOException {
        System.setProperty(CACHE, cache.resolve("missing").toString());
        assertTrue(Files.exists(database("made", Detail.FLOWS)));
        assertTrue(cached().isEmpty());
    }

    @Test
    void shouldKeepNothingWithoutACache() throws IOException {
        System.clearProperty(CACHE);
        Path file = folder.resolve("any");
        EmptyTables.ofProgram().keep(database("made", Detail.FLOWS));
        assertFalse(EmptyTables.ofProgram().copyTo(file));
        assertFalse(Files.exists(file));
    }
}
