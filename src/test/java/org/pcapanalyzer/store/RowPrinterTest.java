package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowPrinterTest {
    private static final ResultColumn NAME = new ResultColumn("name", false);
    private static final ResultColumn COUNT = new ResultColumn("count", true);

    private static String print(SqlFormat format, int width, List<ResultColumn> columns, List<List<Object>> rows)
            throws IOException {
        StringBuilder out = new StringBuilder();
        RowPrinter printer = format.printer(out, width);
        printer.begin(columns);
        for (List<Object> row : rows) {
            printer.row(row);
        }
        printer.end();
        return out.toString();
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|'/c calc'!A0"})
    void shouldKeepSpreadsheetsFromRunningATextAsFormula(String formula) throws IOException {
        String csv = print(SqlFormat.CSV, 0, List.of(NAME), List.of(row(formula)));
        String field = csv.substring("name\r\n".length()).stripTrailing();
        assertTrue(field.startsWith("'") || field.startsWith("\"'"), field);
    }

    @Test
    void shouldNotTouchNumbersInCsv() throws IOException {
        assertEquals(
                "count\r\n-5\r\n-0.25\r\n12345678.5\r\n",
                print(SqlFormat.CSV, 0, List.of(COUNT), List.of(row(-5L), row(-0.25), row(12345678.5))));
    }

    @Test
    void shouldQuoteInCsvWhatNeedsIt() throws IOException {
        assertEquals(
                "\"na\"\"me\"\r\n\"a,b\"\r\n\"say \"\"hi\"\"\"\r\n\"two\nlines\"\r\n\"\"\r\n\r\n\"[1,\"\"x\"\"]\"\r\n",
                print(
                        SqlFormat.CSV,
                        0,
                        List.of(new ResultColumn("na\"me", false)),
                        List.of(
                                row("a,b"),
                                row("say \"hi\""),
                                row("two\nlines"),
                                row(""),
                                row((Object) null),
                                row(List.of(1, "x")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TABLE", "CSV", "JSON"})
    void shouldNotLetAPacketCommandTheTerminal(String format) throws IOException {
        String hostile = "a\u001B[2Jb\u009B31mc\u0007d\u007Fe";
        String printed = print(SqlFormat.valueOf(format), 0, List.of(NAME), List.of(row(hostile)));
        assertTrue(printed.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r'), printed);
    }

    @Test
    void shouldTakeDirectionMarksAndLineEndsOutOfATable() throws IOException {
        assertEquals(
                "name\n-----\nab cd\n(1 row)\n",
                print(SqlFormat.TABLE, 0, List.of(NAME), List.of(row("a\u202E\u2066b\nc\u200Ed"))));
    }

    @Test
    void shouldCutLongCellsToFitTheTerminal() throws IOException {
        String printed =
                print(SqlFormat.TABLE, 30, List.of(COUNT, NAME), List.of(row(7L, "x".repeat(100)), row(12345L, "y")));
        assertEquals("""
                count  name
                -----  -----------------------
                    7  xxxxxxxxxxxxxxxxxxxxxx…
                12345  y
                (2 rows)
                """, printed);
    }

    @Test
    void shouldShareTheRoomBetweenLongColumns() throws IOException {
        String printed = print(
                SqlFormat.TABLE, 32, List.of(NAME, NAME, COUNT), List.of(row("a".repeat(50), "b".repeat(60), 1L)));
        assertTrue(printed.lines().allMatch(line -> line.length() <= 32), printed);
        assertTrue(printed.contains("aaaaaaaaaa…  bbbbbbbbbb…      1"), printed);
    }

    @Test
    void shouldShowEveryColumnWhereTheyDoNotFitSideBySide() throws IOException {
        List<ResultColumn> columns = new ArrayList<>();
        IntStream.range(0, 60).forEach(at -> columns.add(new ResultColumn("a_long_column_" + at, false)));
        List<Object> cells = new ArrayList<>(IntStream.range(0, 60)
                .mapToObj(at -> "value number " + at + " " + "z".repeat(100))
                .toList());
        String printed = print(SqlFormat.TABLE, 80, columns, List.of(cells, cells));
        assertTrue(printed.lines().allMatch(line -> line.length() <= 80), printed);
        for (int at = 0; at < 60; at++) {
            assertTrue(printed.contains("a_long_column_" + at + " "), printed);
            assertTrue(printed.contains("value number " + at + " "), printed);
        }
        assertTrue(printed.startsWith("-- row 1\n") && printed.contains("\n-- row 2\n"), printed);
        assertTrue(printed.endsWith("(2 rows)\n"), printed);
    }

    @Test
    void shouldNotCutAnythingWithoutATerminal() throws IOException {
        String wide = "x".repeat(1000);
        assertTrue(print(SqlFormat.TABLE, 0, List.of(NAME), List.of(row(wide))).contains(wide));
    }

    @Test
    void shouldKeepRowsBeyondTheMeasuredOnesWithinTheTerminal() throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        IntStream.range(0, 3000).forEach(at -> rows.add(row("x".repeat(1 + at / 100))));
        String printed = print(SqlFormat.TABLE, 20, List.of(NAME), rows);
        assertEquals(3000 + 3, printed.lines().count());
        assertTrue(printed.lines().allMatch(line -> line.length() <= 20), printed);
    }

    @Test
    void shouldAlignWideCharacters() throws IOException {
        assertEquals(
                "name  count\n----  -----\n東京      1\ne\u0301         2\n(2 rows)\n",
                print(SqlFormat.TABLE, 0, List.of(NAME, COUNT), List.of(row("東京", 1L), row("e\u0301", 2L))));
    }

    @Test
    void shouldEscapeJson() throws IOException {
        assertEquals(
                "[\n{\"name\":\"\\u001B<\\\"\\\\\\u009B\\u202E\"}\n]\n",
                print(SqlFormat.JSON, 0, List.of(NAME), List.of(row("\u001B<\"\\\u009B\u202E"))));
    }
}
