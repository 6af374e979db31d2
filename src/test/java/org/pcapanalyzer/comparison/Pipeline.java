package org.pcapanalyzer.comparison;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.FlowLimits;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.flow.IcmpMessage;
import org.pcapanalyzer.flow.Interval;
import org.pcapanalyzer.flow.NeighborRow;
import org.pcapanalyzer.flow.OverlapPolicy;
import org.pcapanalyzer.flow.Stall;
import org.pcapanalyzer.flow.StreamOptions;
import org.pcapanalyzer.flow.TcpDirection;
import org.pcapanalyzer.flow.TcpEvent;
import org.pcapanalyzer.flow.WiresharkLabel;

/** Our reading of one capture, frame by frame: the labels of each frame, and the TCP flows as they end. */
final class Pipeline implements FlowSink, Closeable {
    static final FlowLimits LIMITS = FlowLimits.forHeap(Runtime.getRuntime().maxMemory());

    private static final StreamOptions STREAMS =
            StreamOptions.forHeap(Runtime.getRuntime().maxMemory(), OverlapPolicy.FIRST);

    private final FollowSink follow = new FollowSink();
    private final FrameReader reader;
    private final PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
    private final FlowTracker tracker = new FlowTracker(this, LIMITS, follow, STREAMS);
    private final StreamComparison flows;
    private final Frame frame = new Frame();
    private final Packet packet = new Packet();

    private final FrameLabels labels = new FrameLabels();

    /** @param flows takes each TCP flow and its directions when it is over */
    Pipeline(Path capture, StreamComparison flows) throws IOException {
        this.flows = flows;
        reader = CaptureFiles.open(capture.toString());
    }

    /** Takes the next frame; false after the last one, when all flows are over. */
    boolean next() throws IOException {
        if (!reader.next(frame)) {
            decoder.finish();
            tracker.finish();
            return false;
        }
        decoder.decode(frame, packet);
        tracker.track(packet);
        return true;
    }

    FollowSink follow() {
        return follow;
    }

    Packet packet() {
        return packet;
    }

    /** Labels of all frames; complete after the last one, since some rows come later than their frame. */
    FrameLabels labels() {
        return labels;
    }

    @Override
    public void stall(Stall stall) {}

    @Override
    public void tcpEvent(TcpEvent event) {
        if (event.hasWsLabel()) {
            labels.add(event.frame(), 1 << event.wsLabel().ordinal());
            if (event.wsLabel() == WiresharkLabel.DUPLICATE_ACK) {
                labels.number(event.frame(), event.attempt());
            }
        }
    }

    @Override
    public void flow(Flow flow) {
        if (flow.isTcp()) {
            flows.note(flow);
        }
    }

    @Override
    public void tcpDirection(Flow flow, TcpDirection direction) {
        flows.note(flow, direction);
    }

    @Override
    public void icmp(IcmpMessage message) {}

    @Override
    public void neighbor(NeighborRow row) {}

    @Override
    public void interval(Interval interval) {}

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
