package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.report.Timeline.Lane;

class TimelineBuilderTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_800_000_000L * SECOND; // 2027-01-15 08:00:00 UTC

    @Test
    void shouldChooseRoundBars() {
        assertEquals(SECOND, TimelineBuilder.barNs(0));
        assertEquals(SECOND, TimelineBuilder.barNs(179 * SECOND));
        assertEquals(2 * SECOND, TimelineBuilder.barNs(180 * SECOND));
        assertEquals(60 * SECOND, TimelineBuilder.barNs(5400 * SECOND));
        assertEquals(86_400 * SECOND, TimelineBuilder.barNs(179L * 86_400 * SECOND));
    }

    @Test
    void shouldNeverDrawMoreBarsThanFit() {
        for (long span = SECOND; span > 0 && span < Long.MAX_VALUE / 2; span *= 3) {
            long bars = span / TimelineBuilder.barNs(span) + 1;
            assertTrue(bars <= TimelineBuilder.MAX_BARS, "span " + span);
        }
    }

    @Test
    void shouldDrawABarPerSecondAndLeaveOutWhatNeverHappened() throws Exception {
        try (FixtureDatabase database = new FixtureDatabase()) {
            database.second(START, 10, 1000, 0, 0);
            database.second(START + 3 * SECOND, 5, 500, 2, 0);

            Timeline timeline =
                    timeline(new TimelineBuilder(START + 5, START + 3 * SECOND + 5), database.connection(), List.of());

            assertEquals(
                    List.of("packets", "bytes", "new flows", "segments sent again"),
                    timeline.lanes().stream().map(Lane::name).toList());
            assertEquals(List.of("resets", "closed windows", "ICMP errors"), timeline.silent());
            assertEquals(
                    "M0.0 100V0.0h248.0V100zM750.0 100V50.0h248.0V100z",
                    timeline.lanes().get(0).path());
            assertEquals(
                    "packets: 15 in all, at most 10 per 1 s, at 08:00:00",
                    timeline.lanes().get(0).description());
            assertEquals(List.of("08:00:00", "08:00:01", "08:00:02", "08:00:03", "08:00:04"), timeline.ticks());
        }
    }

    @Test
    void shouldAddUpRowsOfTheSameSecond() throws Exception {
        try (FixtureDatabase database = new FixtureDatabase()) {
            database.second(START, 10, 1000, 0, 0);
            database.second(START, 7, 700, 0, 0);

            Timeline timeline = timeline(new TimelineBuilder(START, START), database.connection(), List.of());

            assertEquals("17", timeline.lanes().get(0).peak());
        }
    }

    @Test
    void shouldKeepIncidentsWithinTheAxis() throws Exception {
        try (ReportFixture fixture = ReportFixture.blackHole()) {
            Timeline timeline = timeline(
                    new TimelineBuilder(ReportFixture.START, ReportFixture.START + SECOND),
                    fixture.connection(),
                    fixture.input.diagnosis().incidents());

            double x = Double.parseDouble(timeline.spans().get(0).x());
            double width = Double.parseDouble(timeline.spans().get(0).width());
            assertTrue(x >= 0 && x + width <= TimelineBuilder.WIDTH, x + " + " + width);
        }
    }

    private static Timeline timeline(TimelineBuilder builder, Connection database, List<Incident> incidents)
            throws SQLException {
        return builder.build(builder.buckets(new ReportQueries(database)), incidents);
    }
}
