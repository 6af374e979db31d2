package org.pcapanalyzer.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeBoundTest {
    /** 2026-11-21T14:05:46Z. */
    private static final long SECOND = 1_795_269_946L;

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T14:05:46Z, 0",
        "2026-11-21T14:05:46, 0",
        "2026-11-21 14:05:46, 0",
        "2026-11-21t14:05:46z, 0",
        "2026-11-21T15:05:46+01:00, 0",
        "2026-11-21T15:05:46+01, 0",
        "2026-11-21T09:35:46-0430, 0",
        "2026-11-21T14:05:46.5Z, 500000000",
        "2026-11-21T14:05:46.123456789+00:00, 123456789",
        "2026-11-21T14:05:46.000001, 1000",
        "2026-11-21T14:05, -46000000000",
        "2026-11-21, -50746000000000",
        "1795269946, 0",
        "1795269946.25, 250000000",
        "1795269946.000000001, 1"
    })
    void shouldReadTimes(String text, long offsetNs) {
        assertEquals(new TimeBound(SECOND * 1_000_000_000L + offsetNs, false), TimeBound.parse("--from", text));
    }

    @ParameterizedTest
    @CsvSource({
        "+30s, 30000000000",
        "+30, 30000000000",
        "+1.5m, 90000000000",
        "+2h, 7200000000000",
        "+1d, 86400000000000",
        "+250ms, 250000000",
        "+10us, 10000",
        "+7ns, 7",
        "+0, 0"
    })
    void shouldCountFromTheFirstFrame(String text, long offsetNs) {
        TimeBound bound = TimeBound.parse("--to", text);
        assertEquals(new TimeBound(offsetNs, true), bound);
        assertEquals(SECOND + offsetNs, bound.ns(SECOND));
    }

    @Test
    void shouldNotWrapBehindTheEndOfTime() {
        assertEquals(Long.MAX_VALUE, TimeBound.parse("--to", "+106751d").ns(SECOND * 1_000_000_000L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "14:05:46",
                "2026-11-21T25:00:00Z",
                "2026-02-30",
                "21.11.2026",
                "1969-12-31T23:59:59Z",
                "2263-01-01",
                "-5",
                "+5w",
                "1e9",
                "99999999999999999999",
                "2026-11-21T14:05:46.1234567890Z",
                "2026-11-21T14:05:46 CET"
            })
    void shouldSayInOneLineWhatATimeIs(String text) {
        SelectionException e = assertThrows(SelectionException.class, () -> TimeBound.parse("--from", text));
        assertEquals(
                "--from: '" + text + "' is no time between 1970 and 2262; give it as 2026-11-21T14:05:46.5Z "
                        + "(without a zone: UTC), as seconds since 1970, or as +30s behind the first frame",
                e.getMessage());
    }
}
