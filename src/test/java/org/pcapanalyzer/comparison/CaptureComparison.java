package org.pcapanalyzer.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.decode.Anomaly;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TcpHeader;
import org.pcapanalyzer.flow.WiresharkLabel;

/** Reads one capture with tshark and with our pipeline side by side. */
final class CaptureComparison {
    private static final WiresharkLabel[] LABELS = WiresharkLabel.values();
    /** A second before what the reader takes for all later times. */
    private static final long END_OF_TIME_NS = (Long.MAX_VALUE / 1_000_000_000L - 1) * 1_000_000_000L;

    private static final String DUPLICATE_ACK_NUMBER = "duplicate_ack number";

    private final StreamComparison streams = new StreamComparison();
    private final TsharkFrame theirs = new TsharkFrame();
    private final CaptureResult result;

    private final RttComparison rtts;
    private final FrameLabels tsharkLabels = new FrameLabels();
    /** Streams with a SYN, with a SYN-ACK. */
    private final BitSet asked = new BitSet();

    private final BitSet granted = new BitSet();
    private final Map<Integer, Long> lastNs = new HashMap<>();
    private FrameLabels labels = new FrameLabels();
    private Map<Long, FollowedFlow> followed = Map.of();

    private CaptureComparison(Path capture) {
        result = new CaptureResult(capture);
        rtts = new RttComparison(result);
    }

    /** @param settings an empty folder for the run of tshark */
    static CaptureResult of(Path capture, Path settings) throws IOException {
        CaptureComparison comparison = new CaptureComparison(capture);
        try (Tshark tshark = Tshark.start(capture, TsharkFrame.fields(), settings)) {
            comparison.readFrames(tshark);
            comparison.result.remark("tshark", tshark.complaint());
        }
        comparison.compareLabels();
        comparison.compareBytes(settings);
        comparison.streams.compare(comparison.result, comparison.rtts);
        comparison.result.explain(comparison.streams::reason);
        return comparison.result;
    }

    private void readFrames(Tshark tshark) throws IOException {
        long unread = 0;
        try (Pipeline ours = new Pipeline(result.capture(), streams)) {
            labels = ours.labels();
            followed = ours.follow().flows();
            while (ours.next()) {
                if (theirs.read(tshark)) {
                    note(ours.packet());
                } else {
                    unread++;
                }
            }
        } catch (CaptureException e) {
            result.remark("we", e.getMessage());
        }
        if (unread > 0) {
            result.remark("tshark", "stops before the last " + unread + " frames that we read");
        }
        Packet nothing = new Packet();
        while (theirs.read(tshark)) {
            noteTheirs();
            streams.note(theirs, nothing, DifferenceClass.NOT_READ);
        }
    }

    private void note(Packet packet) {
        noteTheirs();
        streams.note(theirs, packet, whatMayDiffer(packet));
        if (theirs.segmentCount() == 1 && packet.kind() == Packet.Kind.TCP) {
            rtts.note(theirs, packet);
        }
    }

    private void noteTheirs() {
        result.countFrame();
        tsharkLabels.add(theirs.number(), theirs.labels());
        if (theirs.duplicateAckNumber() > 0) {
            tsharkLabels.number(theirs.number(), theirs.duplicateAckNumber());
        }
    }

    /** What the frame has that can make its streams differ. */
    private DifferenceClass whatMayDiffer(Packet packet) {
        if (theirs.segmentCount() > 1) {
            return DifferenceClass.SEVERAL_SEGMENTS;
        }
        if (theirs.segmentCount() == 1 && packet.kind() != Packet.Kind.TCP) {
            return DifferenceClass.NOT_DECODED;
        }
        if (theirs.streams().length > theirs.segmentCount()) {
            boolean isFragment = packet.kind() == Packet.Kind.FRAGMENT;
            return isFragment ? DifferenceClass.INCOMPLETE_DATAGRAM : DifferenceClass.QUOTED;
        }
        if (packet.anomaly() == Anomaly.IP_LENGTH_BEYOND_FRAME) {
            return DifferenceClass.IP_LENGTH;
        }
        if (packet.timestampNs() >= END_OF_TIME_NS) {
            return DifferenceClass.TIME_RANGE;
        }
        if (packet.kind() == Packet.Kind.TCP && isOutOfTime(packet)) {
            return DifferenceClass.CLOCK;
        }
        return theirs.isMultipath() ? DifferenceClass.MULTIPATH : DifferenceClass.UNEXPLAINED;
    }

    /** True if the frame is older than the one before it in its stream, or asks for a connection that was granted before. */
    private boolean isOutOfTime(Packet packet) {
        if (theirs.streams().length == 0) {
            return false;
        }
        int stream = Integer.parseInt(theirs.streams()[0]);
        Long before = lastNs.put(stream, packet.timestampNs());
        boolean isBack = before != null && packet.timestampNs() < before;
        if (!packet.hasFlags(TcpHeader.SYN)) {
            return isBack;
        }
        if (packet.hasFlags(TcpHeader.ACK)) {
            granted.set(stream);
            return isBack;
        }
        boolean isFirst = !asked.get(stream);
        asked.set(stream);
        return isBack || isFirst && granted.get(stream);
    }

    private void compareLabels() {
        for (int frame = 1; frame < tsharkLabels.end(); frame++) {
            compareLabels(frame, tsharkLabels.of(frame), labels.of(frame));
            int their = tsharkLabels.duplicateAckNumber(frame);
            int our = labels.duplicateAckNumber(frame);
            if (their > 0 && our > 0) {
                compare(DUPLICATE_ACK_NUMBER, frame, Integer.toString(their), Integer.toString(our));
            }
        }
    }

    private void compareLabels(int frame, int their, int our) {
        for (int left = their | our; left != 0; left &= left - 1) {
            int bit = Integer.lowestOneBit(left);
            String label = LABELS[Integer.numberOfTrailingZeros(bit)].label();
            compare(label, frame, (their & bit) == 0 ? "" : label, (our & bit) == 0 ? "" : label);
        }
    }

    private void compare(String subject, int frame, String their, String our) {
        if (their.equals(our)) {
            result.same(subject);
        } else {
            result.differs(subject, frame, streams.streamOf(frame), their, our);
        }
    }

    private void compareBytes(Path settings) throws IOException {
        new FollowComparison(streams.pair(followed), streams, result).compare(settings);
    }
}
