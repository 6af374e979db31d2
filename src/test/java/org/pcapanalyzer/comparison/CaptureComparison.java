package org.pcapanalyzer.comparison;

import java.io.IOException;
import java.nio.file.Path;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.decode.Anomaly;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.flow.WiresharkLabel;

/** Reads one capture with tshark and with our pipeline side by side. */
final class CaptureComparison {
    private static final WiresharkLabel[] LABELS = WiresharkLabel.values();
    private static final String DUPLICATE_ACK_NUMBER = "duplicate_ack number";

    private final StreamComparison streams = new StreamComparison();
    private final TsharkFrame theirs = new TsharkFrame();
    private final CaptureResult result;

    private CaptureComparison(Path capture) {
        result = new CaptureResult(capture);
    }

    /** @param settings an empty folder for the run of tshark */
    static CaptureResult of(Path capture, Path settings) throws IOException {
        CaptureComparison comparison = new CaptureComparison(capture);
        try (Tshark tshark = Tshark.start(capture, TsharkFrame.fields(), settings)) {
            comparison.compareFrames(tshark);
            comparison.result.remark("tshark", tshark.complaint());
        }
        comparison.streams.compare(comparison.result);
        comparison.result.explain(comparison.streams::reason);
        return comparison.result;
    }

    private void compareFrames(Tshark tshark) throws IOException {
        long unread = 0;
        try (Pipeline ours = new Pipeline(result.capture(), streams::note)) {
            while (ours.next()) {
                if (theirs.read(tshark)) {
                    compareFrame(ours);
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
            result.countFrame();
            streams.note(theirs, nothing, DifferenceClass.NOT_READ);
            compareLabels(0);
        }
    }

    private void compareFrame(Pipeline ours) {
        result.countFrame();
        streams.note(theirs, ours.packet(), whatMayDiffer(ours.packet()));
        compareLabels(ours.labels());
        compareDuplicateAcks(ours.duplicateAckNumber());
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
        return theirs.isMultipath() ? DifferenceClass.MULTIPATH : DifferenceClass.UNEXPLAINED;
    }

    private void compareLabels(int ours) {
        for (int left = theirs.labels() | ours; left != 0; left &= left - 1) {
            int bit = Integer.lowestOneBit(left);
            String label = LABELS[Integer.numberOfTrailingZeros(bit)].label();
            boolean isTheirs = (theirs.labels() & bit) != 0;
            boolean isOurs = (ours & bit) != 0;
            compare(label, isTheirs ? label : "", isOurs ? label : "");
        }
    }

    private void compareDuplicateAcks(int ours) {
        int number = theirs.duplicateAckNumber();
        if (number > 0 && ours > 0) {
            compare(DUPLICATE_ACK_NUMBER, Integer.toString(number), Integer.toString(ours));
        }
    }

    private void compare(String subject, String their, String our) {
        if (their.equals(our)) {
            result.same(subject);
        } else {
            long frame = theirs.number();
            result.differs(subject, frame, streams.streamOf(frame), their, our);
        }
    }
}
