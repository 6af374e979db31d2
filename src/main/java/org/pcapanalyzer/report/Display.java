package org.pcapanalyzer.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.pcapanalyzer.rule.Wording;

/** Times of frames as people read them, UTC; figures with units are {@link Wording}'s. */
final class Display {
    private static final long NANOS = 1_000_000_000L;
    private static final DateTimeFormatter SECONDS = utc("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter CLOCK = utc("HH:mm:ss");
    private static final DateTimeFormatter CLOCK_TENTHS = utc("HH:mm:ss.S");
    private static final DateTimeFormatter CLOCK_MICROS = utc("HH:mm:ss.SSSSSS");
    private static final DateTimeFormatter TIME_MICROS = utc("uuuu-MM-dd HH:mm:ss.SSSSSS");
    private static final DateTimeFormatter DAY_AND_MINUTE = utc("MM-dd HH:mm");

    private Display() {}

    /** {@code 2026-11-20 08:00:01 UTC}. */
    static String time(long timestampNs) {
        return SECONDS.format(instant(timestampNs)) + " UTC";
    }

    /** {@code 08:00:01}. */
    static String clock(long timestampNs) {
        return CLOCK.format(instant(timestampNs));
    }

    /** {@code 11-20 08:00}. */
    static String dayAndMinute(long timestampNs) {
        return DAY_AND_MINUTE.format(instant(timestampNs));
    }

    /** {@code 08:00:01.0}. */
    static String clockTenths(long timestampNs) {
        return CLOCK_TENTHS.format(instant(timestampNs));
    }

    /** {@code 08:00:01.020304}. */
    static String clockMicros(long timestampNs) {
        return CLOCK_MICROS.format(instant(timestampNs));
    }

    /** {@code 2026-11-20 08:00:01.020304}. */
    static String timeMicros(long timestampNs) {
        return TIME_MICROS.format(instant(timestampNs));
    }

    /** {@code +1.02 s}, {@code −12 ms}; {@code 0 s} for none. */
    static String elapsed(long ns) {
        if (ns == 0) {
            return "0 s";
        }
        return ns < 0 ? "−" + Wording.duration(-ns) : "+" + Wording.duration(ns);
    }

    /** {@code 1,234}. */
    static String number(long value) {
        return Wording.number(value);
    }

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    private static Instant instant(long timestampNs) {
        return Instant.ofEpochSecond(Math.floorDiv(timestampNs, NANOS), Math.floorMod(timestampNs, NANOS));
    }
}
