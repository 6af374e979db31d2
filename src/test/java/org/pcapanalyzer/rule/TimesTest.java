package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TimesTest {

    @Test
    void shouldPrintNanosecondsMillisecondsAndSeconds() {
        long ns = 1_777_637_084_123_456_789L;
        assertEquals("2026-05-01T12:04:44.123456789Z", Times.iso(ns));
        assertEquals("2026-05-01T12:04:44.123Z", Times.isoMillis(ns));
        assertEquals("2026-05-01T12:04:44Z", Times.isoSeconds(ns));
    }

    @Test
    void shouldPrintTimesBeforeTheEpoch() {
        assertEquals("1969-12-31T23:59:59.999999999Z", Times.iso(-1));
    }
}
