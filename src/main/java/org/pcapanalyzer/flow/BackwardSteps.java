package org.pcapanalyzer.flow;

import java.util.function.Consumer;
import org.pcapanalyzer.decode.Packet;

/**
 * Finds where the clock of the capture was set back: from one frame on all lie before what came earlier. Frames that are
 * late by themselves (another queue, another interface, two clocks that were mixed) are followed by others that are not.
 */
final class BackwardSteps {
    /** Queues of one card and the buffers of a capture delay frames by less. */
    private static final long LEAST_STEP_NS = 100_000_000L;

    /** Frames in a row that lie behind, before a step is believed. */
    private static final int BEHIND = 8;

    /** A step that no delay makes, and the frames that it takes to believe it. */
    private static final long FAR_NS = 2_000_000_000L;

    private static final int BEHIND_FAR = 4;

    /** The same where the capture ends first. */
    private static final int BEHIND_AT_END = 2;

    private final Consumer<ClockStep> steps;

    private long newestNs = Flow.ABSENT;
    private long newestFrame;
    private int newestDevice;
    /** The first frame that lies behind, the newest since, and how many do. */
    private long suspectFrame;

    private long suspectNs;
    private long suspectNewestNs;
    private long suspectNewestFrame;
    private int behind;

    BackwardSteps(Consumer<ClockStep> steps) {
        this.steps = steps;
    }

    void note(Packet packet) {
        long nowNs = packet.timestampNs();
        if (newestNs == Flow.ABSENT || nowNs > newestNs - LEAST_STEP_NS) {
            behind = 0;
            if (newestNs == Flow.ABSENT || nowNs >= newestNs) {
                newest(packet.frameNumber(), nowNs, packet.deviceId());
            }
        } else if (behind > 0 || packet.deviceId() == newestDevice) {
            suspect(packet.frameNumber(), nowNs);
            if (behind == (newestNs - suspectNs >= FAR_NS ? BEHIND_FAR : BEHIND)) {
                tell(packet.deviceId());
            }
        }
    }

    void finish() {
        if (behind >= BEHIND_AT_END) {
            tell(newestDevice);
        }
    }

    private void suspect(long frame, long nowNs) {
        if (behind++ == 0) {
            suspectFrame = frame;
            suspectNs = nowNs;
            suspectNewestNs = Long.MIN_VALUE;
        }
        if (nowNs >= suspectNewestNs) {
            suspectNewestNs = nowNs;
            suspectNewestFrame = frame;
        }
    }

    private void tell(int device) {
        steps.accept(new ClockStep(
                ClockStep.Direction.BACK, newestFrame, newestNs, suspectFrame, suspectNs, newestNs - suspectNs, 0));
        newest(suspectNewestFrame, suspectNewestNs, device);
        behind = 0;
    }

    private void newest(long frame, long nowNs, int device) {
        newestFrame = frame;
        newestNs = nowNs;
        newestDevice = device;
    }
}
