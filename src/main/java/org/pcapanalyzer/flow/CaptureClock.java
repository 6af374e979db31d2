package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/** Watches the clock that stamped the frames: where it was set back, and where it was set ahead. */
final class CaptureClock {
    /** Rows at most; pieces of captures joined at random are no more telling than this many steps. */
    private static final int MOST_STEPS = 1000;

    private final FlowSink sink;
    private final LimitCounts limitCounts;
    private final BackwardSteps backward = new BackwardSteps(this::tell);
    private final ForwardSteps forward = new ForwardSteps(this::tell);
    private int steps;

    CaptureClock(FlowSink sink, LimitCounts limitCounts) {
        this.sink = sink;
        this.limitCounts = limitCounts;
    }

    /** Witnesses of one more shard, to be asked by it with each segment. */
    Witnesses witnesses() {
        return forward.witnesses();
    }

    /** Whether {@link #note} of this frame needs all shards to have tracked what came before. */
    boolean isTurn(Packet packet) {
        return forward.isTurn(packet);
    }

    /** Takes a frame, in the order of the capture, before its shard does. */
    void note(Packet packet) {
        backward.note(packet);
        forward.note(packet);
    }

    void finish() {
        backward.finish();
        forward.finish();
    }

    private void tell(ClockStep step) {
        if (steps == MOST_STEPS) {
            limitCounts.bite(Limit.CLOCK_STEPS);
        } else {
            steps++;
            sink.clockStep(step);
        }
    }
}
