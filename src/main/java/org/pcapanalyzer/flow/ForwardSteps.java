package org.pcapanalyzer.flow;

import java.util.function.Consumer;
import org.pcapanalyzer.decode.Packet;

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
    private final Witnesses witnesses = new Witnesses();

    private long lastFrame;
    private long lastNs = Flow.ABSENT;
    /** The pause in question. */
    private long frameBefore;

    private long beforeNs;
    private long frameAfter;
    private long afterNs;
    private boolean isOpen;
    /** Since then frames have come without a pause. */
    private long sinceNs = Long.MIN_VALUE;

    ForwardSteps(Consumer<ClockStep> steps) {
        this.steps = steps;
    }

    void note(Packet packet) {
        long nowNs = packet.timestampNs();
        if (lastNs != Flow.ABSENT && nowNs - lastNs >= LEAST_GAP_NS) {
            judge();
            open(packet);
        } else if (isOpen && nowNs - afterNs > WINDOW_NS) {
            judge();
        }
        lastNs = nowNs;
        lastFrame = packet.frameNumber();
    }

    /** Asks the sender of a segment how long the pause was by its own clock. */
    void witness(TcpEndpoint sender, Packet packet) {
        if (isOpen && packet.hasTimestamps()) {
            witnesses.ask(sender, packet, sinceNs, beforeNs, afterNs);
        }
    }

    void finish() {
        judge();
    }

    private void open(Packet packet) {
        sinceNs = afterNs == 0 ? Long.MIN_VALUE : afterNs;
        frameBefore = lastFrame;
        beforeNs = lastNs;
        frameAfter = packet.frameNumber();
        afterNs = packet.timestampNs();
        isOpen = true;
    }

    private void judge() {
        if (isOpen && witnesses.agree(afterNs - beforeNs) && witnesses.hosts() >= LEAST_HOSTS) {
            steps.accept(new ClockStep(
                    ClockStep.Direction.FORWARD,
                    frameBefore,
                    beforeNs,
                    frameAfter,
                    afterNs,
                    Math.min(afterNs - beforeNs, witnesses.leastNs()),
                    witnesses.hosts()));
        }
        isOpen = false;
        witnesses.forget();
    }
}
