package org.pcapanalyzer.rule;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as text: nanoseconds since the epoch in, UTC out. */
public final class Times {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final DateTimeFormatter NANOS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    /** {@code 2026-05-01T12:03:04.123456789Z} */
    public static String iso(long ns) {
        return NANOS.format(instant(ns));
    }

    /** {@code 2026-05-01T12:03:04.123Z}, for people; cut, not rounded. */
    public static String isoMillis(long ns) {
        return MILLIS.format(instant(ns));
    }

    /** {@code 2026-05-01T12:03:04Z}, for people; cut, not rounded. */
    public static String isoSeconds(long ns) {
        return SECONDS.format(instant(ns));
    }

    static Instant instant(long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, NS_PER_SECOND), Math.floorMod(ns, NS_PER_SECOND));
    }

    static long ns(Instant instant) {
        return instant.getEpochSecond() * NS_PER_SECOND + instant.getNano();
    }
}
