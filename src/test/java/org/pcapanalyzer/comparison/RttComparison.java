package org.pcapanalyzer.comparison;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TcpHeader;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.WiresharkLabel;

/**
 * Round-trip times of data: least, median and greatest of {@code tcp.analysis.ack_rtt} over a direction against ours,
 * within 1 %. Only directions without a segment out of sequence or not captured, since tshark does not follow Karn's rule, and only
 * times of data, not of SYN and FIN alone, nor those that a reset ends.
 */
final class RttComparison {
    private static final double TOLERANCE = 0.01;
    private static final WiresharkLabel[] OUT_OF_SEQUENCE = {
        WiresharkLabel.RETRANSMISSION,
        WiresharkLabel.OUT_OF_ORDER,
        WiresharkLabel.LOST_SEGMENT,
        WiresharkLabel.KEEP_ALIVE,
        WiresharkLabel.ZERO_WINDOW_PROBE
    };

    /** Frames with payload. */
    private final BitSet data = new BitSet();
    /** By stream and sender. */
    private final Map<String, RttSamples> theirs = new HashMap<>();

    private final CaptureResult result;

    RttComparison(CaptureResult result) {
        this.result = result;
    }

    /** Takes the next frame that is a TCP segment for both. */
    void note(TsharkFrame frame, Packet packet) {
        int stream = Integer.parseInt(frame.streams()[0]);
        if (packet.payloadLength() > 0) {
            data.set((int) frame.number());
        }
        for (WiresharkLabel label : OUT_OF_SEQUENCE) {
            if (frame.has(label)) {
                of(stream, Node.source(packet)).noteDoubt();
            }
        }
        if (frame.has(WiresharkLabel.ACK_LOST_SEGMENT)) {
            of(stream, Node.destination(packet)).noteDoubt();
        }
        boolean isReset = (packet.flags() & TcpHeader.RST) != 0;
        if (!isReset && frame.ackedFrame() > 0 && data.get(frame.ackedFrame())) {
            of(stream, Node.destination(packet)).add(frame.ackRttNs());
        }
    }

    private RttSamples of(int stream, String sender) {
        return theirs.computeIfAbsent(stream + " " + sender, key -> new RttSamples());
    }

    /** Compares at the end of the capture, given the flow that begins with the stream. */
    void compare(int stream, OurFlow ours) {
        for (Side side : Side.values()) {
            RttSamples samples = theirs.get(stream + " " + ours.node(side));
            if (samples != null && samples.isComparable()) {
                OurFlow.Rtt rtt = ours.rtt(side);
                compare("data RTT min (1 %)", stream, samples.min(), rtt.minNs(), ours);
                if (rtt.hasAll()) {
                    compare("data RTT median (1 %)", stream, samples.median(), rtt.medianNs(), ours);
                    compare("data RTT max (1 %)", stream, samples.max(), rtt.maxNs(), ours);
                }
            }
        }
    }

    private void compare(String subject, int stream, long their, long our, OurFlow flow) {
        if (Math.abs(their - our) <= TOLERANCE * their) {
            result.same(subject);
        } else {
            String text = our == Flow.ABSENT ? "none" : our + " ns";
            result.differs(subject, flow.frameFirst(), stream, their + " ns", text);
        }
    }
}
