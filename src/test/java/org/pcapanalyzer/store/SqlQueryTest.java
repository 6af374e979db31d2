package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.TimeZone;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlQueryTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void makeDatabase() throws SQLException {
        file = folder.resolve("flows.duckdb");
        String sql = """
                CREATE TABLE hosts (ip VARCHAR, pkts BIGINT);
                INSERT INTO hosts VALUES ('10.0.0.1', 5), ('10.0.0.2', NULL)
                """;
        try (DuckDBConnection connection = Databases.with(file, sql)) {
            DatabaseFile.close(connection);
        }
    }

    private String run(String sql, SqlFormat format) throws IOException {
        StringBuilder out = new StringBuilder();
        SqlQuery.run(List.of(file.toString()), sql, format, 0, out);
        return out.toString();
    }

    private String fault(String sql) {
        StoreException fault = assertThrows(StoreException.class, () -> run(sql, SqlFormat.TABLE));
        assertEquals(1, fault.getMessage().lines().count(), fault.getMessage());
        return fault.getMessage();
    }

    @Test
    void shouldPrintATable() throws IOException {
        assertEquals("""
                ip        pkts
                --------  ----
                10.0.0.1     5
                10.0.0.2
                (2 rows)
                """, run("FROM hosts ORDER BY ip", SqlFormat.TABLE));
    }

    @Test
    void shouldPrintCsv() throws IOException {
        assertEquals("ip,pkts\r\n10.0.0.1,5\r\n10.0.0.2,\r\n", run("FROM hosts ORDER BY ip", SqlFormat.CSV));
    }

    @Test
    void shouldPrintJson() throws IOException {
        assertEquals("""
                [
                {"ip":"10.0.0.1","pkts":5},
                {"ip":"10.0.0.2","pkts":null}
                ]
                """, run("FROM hosts ORDER BY ip", SqlFormat.JSON));
    }

    @Test
    void shouldPrintAnEmptyResultInEachFormat() throws IOException {
        String none = "FROM hosts WHERE pkts > 100";
        assertEquals("ip  pkts\n--  ----\n(0 rows)\n", run(none, SqlFormat.TABLE));
        assertEquals("ip,pkts\r\n", run(none, SqlFormat.CSV));
        assertEquals("[]\n", run(none, SqlFormat.JSON));
    }

    @Test
    void shouldGiveEachTypeItsJson() throws IOException {
        String sql = """
                SELECT
                    make_timestamp_ns(1700000000123456789) AS ns,
                    TIMESTAMP '2024-02-29 01:02:03.5' AS us,
                    TIMESTAMPTZ '2024-02-29 01:02:03+01' AS zoned,
                    DATE '2024-02-29' AS day,
                    [1, NULL, 3] AS list,
                    ['a"b', 'ü'] AS texts,
                    {'x': 1, 'y': [true]} AS struct,
                    MAP {'k': 1.5} AS map,
                    '{"a": [1, null]}'::JSON AS json,
                    170141183460469231731687303715884105727::HUGEINT AS huge,
                    0.1::DOUBLE AS real,
                    1.50::DECIMAL(4, 2) AS decimal,
                    'nan'::DOUBLE AS nan,
                    255::UTINYINT AS small,
                    false AS no,
                    'ab'::BLOB AS blob,
                    [make_timestamp_ns(1)] AS times
                """;
        assertEquals("""
                [
                {"ns":"2023-11-14T22:13:20.123456789Z","us":"2024-02-29T01:02:03.500000000Z",\
                "zoned":"2024-02-29T00:02:03.000000000Z","day":"2024-02-29","list":[1,null,3],\
                "texts":["a\\"b","\\u00FC"],"struct":{"x":1,"y":[true]},"map":{"k":1.5},"json":{"a":[1,null]},\
                "huge":170141183460469231731687303715884105727,"real":0.1,"decimal":1.50,"nan":null,"small":255,\
                "no":false,"blob":"6162","times":["1970-01-01T00:00:00.000000001Z"]}
                ]
                """, run(sql, SqlFormat.JSON));
    }

    @Test
    void shouldNotLetTheZoneOfTheMachineChangeATime() throws IOException {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            assertEquals(
                    "ts\r\n2023-03-26T02:30:00.000000000Z\r\n",
                    run("SELECT TIMESTAMP_NS '2023-03-26 02:30:00' AS ts", SqlFormat.CSV));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void shouldNumberNamesThatComeTwiceInJson() throws IOException {
        assertEquals("[\n{\"a\":1,\"a_1\":2}\n]\n", run("SELECT 1 AS a, 2 AS a", SqlFormat.JSON));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "select ip from hosts;",
                "FROM hosts",
                "WITH h AS (FROM hosts) SELECT * FROM h",
                "VALUES (1)",
                "DESCRIBE hosts",
                "SHOW TABLES",
                "SUMMARIZE hosts",
                "TABLE hosts",
                "(SELECT 1) UNION ALL (SELECT 2)",
                "-- how many\nSELECT count(*) FROM hosts -- all",
                "SELECT ';' -- ; DROP TABLE hosts"
            })
    void shouldRunWhatReads(String sql) {
        assertDoesNotThrow(() -> run(sql, SqlFormat.CSV));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO hosts VALUES ('x', 1)",
                "UPDATE hosts SET pkts = 0",
                "DELETE FROM hosts",
                "DROP TABLE hosts",
                "CREATE TABLE t (i INTEGER)",
                "CREATE TEMP MACRO m() AS 1",
                "ALTER TABLE hosts ADD COLUMN x INTEGER",
                "COPY hosts TO 'hosts.csv'",
                "EXPORT DATABASE 'x'",
                "ATTACH 'other.duckdb'",
                "PRAGMA enable_profiling",
                "SET threads = 1",
                "SET VARIABLE x = 1",
                "CALL enable_logging()",
                "INSTALL httpfs",
                "CHECKPOINT",
                "BEGIN"
            })
    void shouldRefuseWhatDoesMoreThanRead(String sql) {
        assertEquals(
                "Only a query that reads is allowed: SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW, SUMMARIZE",
                fault(sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM read_csv('/etc/passwd')",
                "FROM read_text('/etc/passwd')",
                "FROM '/etc/hosts.csv'",
                "FROM glob('/*')",
                "FROM read_parquet('http://127.0.0.1/x.parquet')"
            })
    void shouldNotReachOtherFiles(String sql) {
        String fault = fault(sql);
        assertTrue(fault.startsWith("Permission Error: "), fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1; SELECT 2                | One query at a time, not 2",
                "SELECT 1; DROP TABLE hosts        | Only a query that reads is allowed",
                "''                                | The query is empty",
                "'-- nothing'                      | The query is empty",
                "SELEC 1                           | Parser Error: syntax error at or near \"SELEC\"",
                "SELECT nosuch FROM hosts          | Binder Error: Referenced column \"nosuch\" not found in FROM clause! Candidate bindings: ",
                "FROM host                         | Catalog Error: Table with name host does not exist! Did you mean \"hosts\"?",
                "SELECT ip::INTEGER FROM hosts     | Conversion Error: Could not convert string '10.0.0.1' to INT32",
            })
    void shouldExplainAFaultInOneLine(String sql, String fault) {
        String told = fault(sql);
        assertTrue(told.startsWith(fault), told);
    }

    @Test
    void shouldNotLetDataCommandTheTerminalThroughAFault() {
        assertEquals(
                "Conversion Error: Could not convert string 'a[2Jb' to INT32",
                fault("SELECT ('a' || chr(27) || '[2Jb')::INTEGER"));
    }

    @Test
    void shouldSayWhatIsWrongWithTheFile() throws IOException {
        file = folder.resolve("missing.duckdb");
        assertEquals(file + " does not exist", fault("SELECT 1"));
        file = Files.writeString(
                folder.resolve("notes.duckdb"), "not a database, but long enough to look like a header");
        assertEquals(file + " is not a DuckDB database", fault("SELECT 1"));
        file = Files.createFile(folder.resolve("empty.duckdb"));
        assertEquals(file + " is not a DuckDB database", fault("SELECT 1"));
    }

    @Test
    void shouldStreamManyRows() throws IOException {
        long[] lines = new long[1];
        Appendable counting = new Appendable() {
            @Override
            public Appendable append(CharSequence text) {
                lines[0] += text.chars().filter(c -> c == '\n').count();
                return this;
            }

            @Override
            public Appendable append(CharSequence text, int start, int end) {
                return append(text.subSequence(start, end));
            }

            @Override
            public Appendable append(char c) {
                lines[0] += c == '\n' ? 1 : 0;
                return this;
            }
        };
        String many = "SELECT range AS n, 'row ' || range AS name FROM range(100000)";
        for (SqlFormat format : SqlFormat.values()) {
            SqlQuery.run(List.of(file.toString()), many, format, 80, counting);
        }
        assertEquals(100_000 + 3 + 100_000 + 1 + 100_000 + 2, lines[0]);
    }

    @Test
    void shouldEndQuietlyWhenTheReaderGoesAway() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Appendable writer = new OutputStreamWriter(closed, StandardCharsets.UTF_8);
        String endless = "SELECT range FROM range(1000000000000)";
        assertDoesNotThrow(() -> SqlQuery.run(List.of(file.toString()), endless, SqlFormat.CSV, 0, writer));
        assertDoesNotThrow(
                () -> SqlQuery.run(List.of(file.toString()), endless, SqlFormat.CSV, 0, new PrintStream(closed)));
    }

    @Test
    void shouldTellThatTheOutputCannotBeWritten() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        Appendable writer = new OutputStreamWriter(full, StandardCharsets.UTF_8);
        assertThrows(
                IOException.class,
                () -> SqlQuery.run(
                        List.of(file.toString()), "SELECT range FROM range(1000000)", SqlFormat.CSV, 0, writer));
    }

    @Test
    void shouldNotChangeTheFile() throws IOException {
        byte[] before = Files.readAllBytes(file);
        run("FROM hosts", SqlFormat.TABLE);
        assertArrayEquals(before, Files.readAllBytes(file));
    }
}
