package org.pcapanalyzer.report;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.report.ReportQueries.Bucket;
import org.pcapanalyzer.report.Timeline.Lane;
import org.pcapanalyzer.report.Timeline.Span;
import org.pcapanalyzer.rule.Wording;

/** Lays out a {@link Timeline}: bars of even width, at most {@link #MAX_BARS} of them. */
final class TimelineBuilder {
    static final int WIDTH = 1000;
    static final int HEIGHT = 100;
    static final int MAX_BARS = 180;

    private static final int MIN_BAR_HEIGHT = 6;
    private static final double MIN_SPAN_WIDTH = 5;
    private static final int TICKS = 4;
    private static final long SECOND = 1_000_000_000L;
    private static final long SHORT_AXIS = 20 * SECOND;
    private static final long DAY = 86_400 * SECOND;
    private static final long[] BAR_SECONDS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400
    };

    private final long startNs;
    private final long barNs;
    private final int barCount;

    TimelineBuilder(long firstNs, long lastNs) {
        this.startNs = Math.floorDiv(firstNs, SECOND) * SECOND;
        long spanNs = Math.max(0, lastNs - startNs);
        this.barNs = barNs(spanNs);
        this.barCount = (int) (spanNs / barNs) + 1;
    }

    /** What happened in the time of each bar. */
    List<Bucket> buckets(ReportQueries queries) throws SQLException {
        return queries.timeline(startNs, barNs).stream()
                .filter(bucket -> bucket.index() >= 0 && bucket.index() < barCount)
                .toList();
    }

    /** @param buckets as {@link #buckets} gives them */
    Timeline build(List<Bucket> buckets, List<Incident> incidents) {
        List<Lane> lanes = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        Measures measures = new Measures(buckets, lanes, silent);
        measures.add("packets", "traffic", Bucket::packets, Display::number);
        measures.add("bytes", "traffic", Bucket::bytes, Wording::bytes);
        measures.add("new flows", "traffic", Bucket::newFlows, Display::number);
        measures.add("segments sent again", "trouble", Bucket::resent, Display::number);
        measures.add("resets", "trouble", Bucket::resets, Display::number);
        measures.add("closed windows", "trouble", Bucket::zeroWindows, Display::number);
        measures.add("ICMP errors", "trouble", Bucket::icmpErrors, Display::number);
        return new Timeline(
                caption(),
                ticks(),
                lanes,
                silent,
                incidents.stream().map(this::span).toList());
    }

    /** The width of a bar of the timeline, from the round ones, for so long a capture. */
    static long barNs(long spanNs) {
        for (long seconds : BAR_SECONDS) {
            if (spanNs / (seconds * SECOND) < MAX_BARS) {
                return seconds * SECOND;
            }
        }
        return Math.floorDiv(spanNs, MAX_BARS * DAY) * DAY + DAY;
    }

    private long axisNs() {
        return barNs * barCount;
    }

    private String caption() {
        return Display.time(startNs) + " and the " + Wording.duration(axisNs()) + " after it; a bar is "
                + Wording.duration(barNs) + ".";
    }

    private List<String> ticks() {
        List<String> ticks = new ArrayList<>();
        for (int i = 0; i <= TICKS; i++) {
            ticks.add(tick(startNs + axisNs() / TICKS * i));
        }
        return ticks;
    }

    private String tick(long ns) {
        if (axisNs() > DAY) {
            return Display.dayAndMinute(ns);
        }
        return axisNs() < SHORT_AXIS && axisNs() % (TICKS * SECOND) != 0 ? Display.clockTenths(ns) : Display.clock(ns);
    }

    private Span span(Incident incident) {
        long from = incident.finding().startNs();
        long to = incident.finding().endNs();
        double width = Math.max(MIN_SPAN_WIDTH, (double) (to - from) / axisNs() * WIDTH);
        double x = Math.max(0, Math.min(WIDTH - width, (double) (from - startNs) / axisNs() * WIDTH));
        return new Span(
                incident.number(),
                incident.finding().severity().label(),
                coordinate(x),
                coordinate(Math.min(width, WIDTH)),
                "Incident " + incident.number() + " from " + Display.time(from) + " to " + Display.time(to));
    }

    /** In tenths, not below 0: there are hundreds of them, too many for {@link String#format}. */
    private static String coordinate(double value) {
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10;
    }

    /** Sorts measures into lanes and silent ones. */
    private final class Measures {
        private final List<Bucket> buckets;
        private final List<Lane> lanes;
        private final List<String> silent;

        Measures(List<Bucket> buckets, List<Lane> lanes, List<String> silent) {
            this.buckets = buckets;
            this.lanes = lanes;
            this.silent = silent;
        }

        void add(String name, String key, ToLongFunction<Bucket> measure, LongFunction<String> unit) {
            long peak = buckets.stream().mapToLong(measure).max().orElse(0);
            if (peak == 0) {
                silent.add(name);
                return;
            }
            long total = buckets.stream().mapToLong(measure).sum();
            Bucket highest = buckets.stream()
                    .filter(bucket -> measure.applyAsLong(bucket) == peak)
                    .findFirst()
                    .orElseThrow();
            String description = name + ": " + unit.apply(total) + " in all, at most " + unit.apply(peak) + " per "
                    + Wording.duration(barNs) + ", at " + Display.clock(startNs + highest.index() * barNs);
            lanes.add(new Lane(name, key, path(measure, peak), unit.apply(peak), description));
        }

        private String path(ToLongFunction<Bucket> measure, long peak) {
            double barWidth = (double) WIDTH / barCount;
            double gap = Math.min(barWidth * 0.15, 2);
            StringBuilder path = new StringBuilder();
            for (Bucket bucket : buckets) {
                long value = measure.applyAsLong(bucket);
                if (value > 0) {
                    double height = Math.max(MIN_BAR_HEIGHT, (double) value / peak * HEIGHT);
                    path.append('M')
                            .append(coordinate(bucket.index() * barWidth))
                            .append(' ')
                            .append(HEIGHT)
                            .append('V')
                            .append(coordinate(HEIGHT - height))
                            .append('h')
                            .append(coordinate(barWidth - gap))
                            .append('V')
                            .append(HEIGHT)
                            .append('z');
                }
            }
            return path.toString();
        }
    }
}
