package org.pcapanalyzer.store;

import java.util.Arrays;
import org.duckdb.DuckDBWritableVector;
import org.pcapanalyzer.flow.Flow;

/** The values of one column in a batch. Room is made with the first value: a column without values is all NULL. */
final class ColumnValues {
    private static final long[] NO_NUMBERS = {};
    private static final String[] NO_TEXTS = {};

    private final String name;
    private long[] numbers = NO_NUMBERS;
    private String[] texts = NO_TEXTS;

    ColumnValues(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** A number, a time in nanoseconds since the epoch or a truth value (1 is true); {@link Flow#ABSENT} for NULL. */
    void put(int row, long number) {
        if (numbers.length == 0) {
            makeNumbers();
        }
        numbers[row] = number;
    }

    /** A text, or the label of an enumeration; empty for NULL. */
    void put(int row, String text) {
        if (texts.length == 0) {
            makeTexts();
        }
        texts[row] = text.isEmpty() ? null : text;
    }

    private void makeNumbers() {
        numbers = new long[ColumnBatch.CAPACITY];
        Arrays.fill(numbers, Flow.ABSENT);
    }

    private void makeTexts() {
        texts = new String[ColumnBatch.CAPACITY];
    }

    void putAbsent(int row) {
        if (numbers.length != 0) {
            numbers[row] = Flow.ABSENT;
        }
        if (texts.length != 0) {
            texts[row] = null;
        }
    }

    /** Writes the first {@code count} values. */
    void write(DuckDBWritableVector target, int count) {
        if (texts.length != 0) {
            target.setStrings(0, count == texts.length ? texts : Arrays.copyOf(texts, count));
        } else if (numbers.length != 0) {
            writeNumbers(target, count);
        } else {
            writeAbsent(target, count);
        }
    }

    static void writeAbsent(DuckDBWritableVector target, int count) {
        for (int row = 0; row < count; row++) {
            target.setNull(row);
        }
    }

    private void writeNumbers(DuckDBWritableVector target, int count) {
        for (int row = 0; row < count; row++) {
            if (numbers[row] == Flow.ABSENT) {
                target.setNull(row);
            } else {
                set(target, row, numbers[row]);
            }
        }
    }

    private static void set(DuckDBWritableVector target, int row, long number) {
        switch (target.getType()) {
            case BIGINT -> target.setLong(row, number);
            case INTEGER -> target.setInt(row, Math.toIntExact(number));
            case UINTEGER -> target.setUint32(row, number);
            case USMALLINT -> target.setUint16(row, Math.toIntExact(number));
            case UTINYINT -> target.setUint8(row, Math.toIntExact(number));
            case BOOLEAN -> target.setBoolean(row, number != 0);
            default -> throw new IllegalStateException("no number goes into a column of type " + target.getType());
        }
    }
}
