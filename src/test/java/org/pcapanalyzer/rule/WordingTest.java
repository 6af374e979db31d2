package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "999, 999 ns",
        "999.6, 1 µs",
        "12345, 12.3 µs",
        "350000000, 350 ms",
        "999600000, 1 s",
        "1250000000, 1.25 s",
        "59940000000, 59.9 s",
        "59960000000, 1 min",
        "125000000000, 2 min 5 s",
        "3599600000000, 1 h",
        "3780000000000, 1 h 3 min",
        "86399000000000, 24 h",
        "187200000000000, 2 d 4 h",
        "-350000000, -350 ms"
    })
    void shouldSayDurations(double ns, String text) {
        assertEquals(text, Wording.duration(ns));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1, 1 byte",
        "1400, 1400 bytes",
        "9999, 9999 bytes",
        "10000, 10 kB",
        "12345, 12.3 kB",
        "999600, 1 MB",
        "4560000000, 4.56 GB"
    })
    void shouldSayBytes(double n, String text) {
        assertEquals(text, Wording.bytes(n));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 %",
        "1, 100 %",
        "0.12, 12 %",
        "0.123456, 12.3 %",
        "0.001, 0.1 %",
        "0.0004, 0.04 %",
        "0.00001, less than 0.01 %",
        "0.99995, more than 99.99 %",
        "0.9997, 99.97 %",
        "0.5, 50 %",
        "2.5, 250 %"
    })
    void shouldSayPercentWithoutRoundingToAllOrNone(double ratio, String text) {
        assertEquals(text, Wording.percent(ratio));
    }

    @Test
    void shouldCount() {
        assertEquals("1 flow", Wording.count(1, "flow", "flows"));
        assertEquals("0 flows", Wording.count(0, "flow", "flows"));
        assertEquals("12,345 flows", Wording.count(12345, "flow", "flows"));
    }

    @Test
    void shouldListUpToAMaximum() {
        assertEquals("none", Wording.list(List.of(), 3));
        assertEquals("a", Wording.list(List.of("a"), 3));
        assertEquals("a and b", Wording.list(List.of("a", "b"), 3));
        assertEquals("a, b and c", Wording.list(List.of("a", "b", "c"), 3));
        assertEquals("a, b and 2 more", Wording.list(List.of("a", "b", "c", "d"), 2));
        assertEquals("4 in all", Wording.list(List.of("a", "b", "c", "d"), 0));
    }

    @Test
    void shouldSayTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals("1.25 s", Wording.duration(1.25e9));
            assertEquals("12,345 flows", Wording.count(12345, "flow", "flows"));
        } finally {
            Locale.setDefault(before);
        }
    }
}
