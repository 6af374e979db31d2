package org.pcapanalyzer.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.flow.Witnesses.Witness;

/**
 * Finds where the clock of the capture was set ahead: a pause between two frames during which the clocks behind the time
 * stamps of several hosts (RFC 7323) stood still. In a true pause they go on.
 */
final class ForwardSteps {
    /** Delays on a path and in queues are shorter. */
    private static final long LEAST_GAP_NS = 1_000_000_000L;

    /** So long after a pause hosts may witness it. */
    private static final long WINDOW_NS = 10_000_000_000L;

    /** Hosts of which one may be wrong by itself: an own clock that was halted, time stamps that a device rewrites. */
    private static final int LEAST_HOSTS = 2;

    private final Consumer<ClockStep> steps;
    private final Pause pause = new Pause();
    private final List<Witnesses> witnesses = new ArrayList<>();

    private long lastFrame;
    private long lastNs = Flow.ABSENT;

    ForwardSteps(Consumer<ClockStep> steps) {
        this.steps = steps;
    }

    /** Witnesses of one more shard. */
    Witnesses witnesses() {
        Witnesses some = new Witnesses(pause);
        witnesses.add(some);
        return some;
    }

    /** Whether {@link #note} of this frame begins or ends to ask the witnesses. */
    boolean isTurn(Packet packet) {
        long nowNs = packet.timestampNs();
        return isBehindPause(nowNs) || pause.isOpen && nowNs - pause.afterNs > WINDOW_NS;
    }

    private boolean isBehindPause(long nowNs) {
        return lastNs != Flow.ABSENT && nowNs - lastNs >= LEAST_GAP_NS;
    }

    void note(Packet packet) {
        if (isTurn(packet)) {
            judge();
            if (isBehindPause(packet.timestampNs())) {
                open(packet);
            }
        }
        lastNs = packet.timestampNs();
        lastFrame = packet.frameNumber();
    }

    void finish() {
        judge();
    }

    private void open(Packet packet) {
        pause.sinceNs = pause.afterNs == 0 ? Long.MIN_VALUE : pause.afterNs;
        pause.frameBefore = lastFrame;
        pause.beforeNs = lastNs;
        pause.frameAfter = packet.frameNumber();
        pause.afterNs = packet.timestampNs();
        pause.isOpen = true;
    }

    private void judge() {
        if (pause.isOpen) {
            List<Witness> all = new ArrayList<>();
            witnesses.forEach(some -> all.addAll(some.all()));
            Testimony testimony = Testimony.of(all, pause.gapNs());
            if (testimony.hosts() >= LEAST_HOSTS) {
                tell(testimony);
            }
            witnesses.forEach(Witnesses::forget);
            pause.isOpen = false;
        }
    }

    private void tell(Testimony testimony) {
        steps.accept(new ClockStep(
                ClockStep.Direction.FORWARD,
                pause.frameBefore,
                pause.beforeNs,
                pause.frameAfter,
                pause.afterNs,
                Math.min(pause.gapNs(), testimony.leastNs()),
                testimony.hosts()));
    }
}
