package org.pcapanalyzer.select;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point in time as the user gives it, on the clock of the packets.
 *
 * @param ns         nanoseconds, UTC
 * @param isRelative whether they count from the first frame, or else from the epoch
 */
record TimeBound(long ns, boolean isRelative) {
    private static final Pattern SECONDS = Pattern.compile("\\d+(?:\\.\\d{1,9})?");
    private static final Pattern OFFSET = Pattern.compile("\\+(\\d+(?:\\.\\d+)?)(ns|us|ms|s|m|h|d)?");
    private static final Map<String, Long> UNITS_NS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);

    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /**
     * @param option that takes the time, for the message
     * @param text   {@code 2026-11-21T14:05:46.5Z}, seconds since the epoch, or {@code +30s} behind the first frame
     * @throws SelectionException if it is none of these, or beyond the clock of captures (1970 to 2262)
     */
    static TimeBound parse(String option, String text) {
        String time = text.strip();
        try {
            Matcher offset = OFFSET.matcher(time);
            if (offset.matches()) {
                String unit = offset.group(2) == null ? "s" : offset.group(2);
                return new TimeBound(scaled(offset.group(1), UNITS_NS.get(unit)), true);
            }
            long ns = SECONDS.matcher(time).matches() ? scaled(time, UNITS_NS.get("s")) : nanoseconds(instant(time));
            if (ns >= 0) {
                return new TimeBound(ns, false);
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Told below, together with times before the epoch.
        }
        throw SelectionException.request(
                ("%s: '%s' is no time between 1970 and 2262; give it as 2026-11-21T14:05:46.5Z "
                                + "(without a zone: UTC), as seconds since 1970, or as +30s behind the first frame")
                        .formatted(option, text));
    }

    private static long scaled(String number, long unitNs) {
        return new BigDecimal(number)
                .multiply(BigDecimal.valueOf(unitNs))
                .toBigInteger()
                .longValueExact();
    }

    private static Instant instant(String text) {
        String time = DAY.matcher(text).matches() ? text + "T00:00" : text.replaceFirst("^([-0-9]+)[ t]", "$1T");
        TemporalAccessor parsed =
                ISO.parseBest(time.replaceFirst("z$", "Z"), OffsetDateTime::from, LocalDateTime::from);
        return parsed instanceof OffsetDateTime zoned
                ? zoned.toInstant()
                : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
    }

    private static long nanoseconds(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), UNITS_NS.get("s")), (long) instant.getNano());
    }

    /** Nanoseconds since the epoch; the end of all time where a sum would not fit. */
    long ns(long firstNs) {
        if (!isRelative) {
            return ns;
        }
        return ns > Long.MAX_VALUE - firstNs ? Long.MAX_VALUE : firstNs + ns;
    }
}
