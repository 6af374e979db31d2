package org.pcapanalyzer.select;

import java.util.Optional;
import org.pcapanalyzer.capture.Frame;

/**
 * What an analysis is about: the frames of a period that match a filter, each of which may be missing. Asked for every frame
 * in the order of the capture, the first of which starts the clock of relative times; belongs to one reading of it. Used by
 * one thread; allocates nothing per frame.
 */
public final class Selection {
    private final Optional<FrameFilter> filter;
    private final Optional<TimeBound> from;
    private final Optional<TimeBound> to;
    private final boolean isWhole;
    private boolean hasBegun;
    private long fromNs = Long.MIN_VALUE;
    private long toNs = Long.MAX_VALUE;

    private Selection(Optional<FrameFilter> filter, Optional<TimeBound> from, Optional<TimeBound> to) {
        this.filter = filter;
        this.from = from;
        this.to = to;
        this.isWhole = filter.isEmpty() && from.isEmpty() && to.isEmpty();
    }

    /** All frames. */
    public static Selection whole() {
        return new Selection(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * @param filter expression as in tcpdump
     * @param from   time of the first frame wanted
     * @param to     time of the first frame not wanted any more
     */
    public static Selection of(Optional<String> filter, Optional<String> from, Optional<String> to) {
        TimeBound begin = from.isPresent() ? TimeBound.parse("--from", from.get()) : null;
        TimeBound end = to.isPresent() ? TimeBound.parse("--to", to.get()) : null;
        if (begin != null && end != null && begin.isRelative() == end.isRelative() && begin.ns() >= end.ns()) {
            throw SelectionException.request(
                    "--from %s is not before --to %s: nothing lies between".formatted(from.get(), to.get()));
        }
        FrameFilter frames = filter.isPresent() ? FrameFilter.of(filter.get(), LibPcap.NAMES) : null;
        return new Selection(Optional.ofNullable(frames), Optional.ofNullable(begin), Optional.ofNullable(end));
    }

    /** Whether the analysis is about this frame; for a frame that is left out for several reasons the first of them. */
    public Verdict judge(Frame frame) {
        if (isWhole) {
            return Verdict.SELECTED;
        }
        if (!hasBegun) {
            begin(frame.timestampNs());
        }
        if (frame.timestampNs() < fromNs || frame.timestampNs() >= toNs) {
            return Verdict.OUTSIDE_PERIOD;
        }
        return filter.isEmpty() ? Verdict.SELECTED : filter.get().judge(frame);
    }

    private void begin(long firstNs) {
        hasBegun = true;
        fromNs = from.isPresent() ? from.get().ns(firstNs) : fromNs;
        toNs = to.isPresent() ? to.get().ns(firstNs) : toNs;
    }

    /**
     * To be asked behind the last frame.
     *
     * @throws SelectionException if the filter has no meaning for any link type of the capture
     */
    public void requireMeaning() {
        if (filter.isPresent()) {
            filter.get().requireMeaning();
        }
    }

    /** True if no part was asked for: every frame is selected. */
    public boolean isWhole() {
        return isWhole;
    }

    /** What was asked for, times absolute once the first frame was judged. */
    public Scope scope() {
        return new Scope(
                filter.map(FrameFilter::expression),
                from.filter(this::isKnown).map(bound -> bound.isRelative() ? fromNs : bound.ns()),
                to.filter(this::isKnown).map(bound -> bound.isRelative() ? toNs : bound.ns()));
    }

    private boolean isKnown(TimeBound bound) {
        return hasBegun || !bound.isRelative();
    }

    /**
     * @param filter the expression
     * @param fromNs the selection begins at that time, nanoseconds since the epoch
     * @param toNs   the selection ends before that time
     */
    public record Scope(Optional<String> filter, Optional<Long> fromNs, Optional<Long> toNs) {}
}
