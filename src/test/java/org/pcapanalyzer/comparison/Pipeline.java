package org.pcapanalyzer.comparison;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
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
import org.pcapanalyzer.flow.TcpDirection;
import org.pcapanalyzer.flow.TcpEvent;
import org.pcapanalyzer.flow.WiresharkLabel;

/** Our reading of one capture, frame by frame: the labels of each frame, and the TCP flows as they end. */
final class Pipeline implements FlowSink, Closeable {
    static final FlowLimits LIMITS = FlowLimits.forHeap(Runtime.getRuntime().maxMemory());

    private final FrameReader reader;
    private final PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
    private final FlowTracker tracker = new FlowTracker(this, LIMITS);
    private final Consumer<Flow> flows;
    private final Frame frame = new Frame();
    private final Packet packet = new Packet();

    private int labels;
    private int duplicateAckNumber;

    /** @param flows takes each TCP flow when it is over */
    Pipeline(Path capture, Consumer<Flow> flows) throws IOException {
        this.flows = flows;
        reader = CaptureFiles.open(capture.toString());
    }

    /** Takes the next frame; false after the last one, when all flows are over. */
    boolean next() throws IOException {
        labels = 0;
        duplicateAckNumber = 0;
        if (!reader.next(frame)) {
            decoder.finish();
            tracker.finish();
            return false;
        }
        decoder.decode(frame, packet);
        tracker.track(packet);
        return true;
    }

    Packet packet() {
        return packet;
    }

    /** Labels of the current frame, bits by ordinal of {@link WiresharkLabel}. */
    int labels() {
        return labels;
    }

    /** 0 if the current frame is no duplicate ACK. */
    int duplicateAckNumber() {
        return duplicateAckNumber;
    }

    @Override
    public void tcpEvent(TcpEvent event) {
        if (event.hasWsLabel()) {
            labels |= 1 << event.wsLabel().ordinal();
            if (event.wsLabel() == WiresharkLabel.DUPLICATE_ACK) {
                duplicateAckNumber = event.attempt();
            }
        }
    }

    @Override
    public void flow(Flow flow) {
        if (flow.isTcp()) {
            flows.accept(flow);
        }
    }

    @Override
    public void tcpDirection(Flow flow, TcpDirection direction) {}

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
