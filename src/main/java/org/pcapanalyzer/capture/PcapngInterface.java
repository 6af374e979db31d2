package org.pcapanalyzer.capture;

/** What a reader keeps of one interface of a pcapng section: how to read its times, and the drops that it reports. */
final class PcapngInterface {
    private static final long MAX_OFFSET_SECONDS = TimestampResolution.MAX_NS / 1_000_000_000L;

    private final CaptureInterface description;
    private final TimestampResolution resolution;
    private final long offsetNs;
    private long reportedByStatistics = -1;
    private long reportedByFrames = -1;

    /** @param offsetSeconds option {@code if_tsoffset}, signed */
    PcapngInterface(CaptureInterface description, TimestampResolution resolution, long offsetSeconds) {
        this.description = description;
        this.resolution = resolution;
        long bounded = Math.max(-MAX_OFFSET_SECONDS, Math.min(MAX_OFFSET_SECONDS, offsetSeconds));
        this.offsetNs = bounded * 1_000_000_000L;
    }

    CaptureInterface description() {
        return description;
    }

    int id() {
        return description.id();
    }

    int linkType() {
        return description.linkType();
    }

    /** Nanoseconds since the epoch, cut to 0 and {@link TimestampResolution#MAX_NS}. */
    long timestampNs(long ticks) {
        long ns = resolution.nanos(ticks);
        if (offsetNs > 0 && ns > TimestampResolution.MAX_NS - offsetNs) {
            return TimestampResolution.MAX_NS;
        }
        return Math.max(0, ns + offsetNs);
    }

    /** Notes drops since the start of the capture, as a statistics block tells them; a later one includes an earlier one. */
    void reportTotalDrops(long frames) {
        reportedByStatistics = Math.max(reportedByStatistics, frames);
    }

    /** Notes drops since the previous frame of this interface, as a frame tells them. */
    void reportDropsBeforeFrame(long frames) {
        reportedByFrames = saturatedSum(Math.max(0, reportedByFrames), frames);
    }

    /** Frames lost, by the larger of both reports, since they tell of the same frames; -1 if there is none. */
    long dropsReported() {
        return Math.max(reportedByStatistics, reportedByFrames);
    }

    /** The sum of two counts, not beyond Long.MAX_VALUE. */
    static long saturatedSum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
