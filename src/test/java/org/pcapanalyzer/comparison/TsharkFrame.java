package org.pcapanalyzer.comparison;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.pcapanalyzer.flow.WiresharkLabel;

/**
 * What tshark prints of one frame. A frame may hold several TCP headers: inner ones of a tunnel, or one that an ICMP
 * error quotes. Only those that are segments of their own have a length.
 */
final class TsharkFrame {
    private static final String MPTCP_OPTION = "30";
    private static final int NUMBER = 0;
    private static final int STREAM = 1;
    private static final int LENGTH = 2;
    private static final int COMPLETENESS = 3;
    private static final int FLAGS = 4;
    private static final int DUPLICATE_ACK_NUMBER = 5;
    private static final int OPTION_KIND = 6;
    private static final int HANDSHAKE_RTT = 7;
    private static final int ACK_RTT = 8;
    private static final int ACKED_FRAME = 9;
    private static final int FIRST_LABEL = 10;

    private static final WiresharkLabel[] LABELS = WiresharkLabel.values();

    private String[] values = {};
    private int labels;

    static List<String> fields() {
        List<String> fields = new ArrayList<>(List.of(
                "frame.number",
                "tcp.stream",
                "tcp.len",
                "tcp.completeness",
                "tcp.flags",
                "tcp.analysis.duplicate_ack_num",
                "tcp.option_kind",
                "tcp.analysis.initial_rtt",
                "tcp.analysis.ack_rtt",
                "tcp.analysis.acks_frame"));
        for (WiresharkLabel label : LABELS) {
            fields.add("tcp.analysis." + label.label());
        }
        return fields;
    }

    /** Takes the next frame; false after the last one. */
    boolean read(Tshark tshark) throws IOException {
        String[] row = tshark.next();
        if (row == null) {
            return false;
        }
        values = row;
        labels = 0;
        for (WiresharkLabel label : LABELS) {
            if (!values[FIRST_LABEL + label.ordinal()].isEmpty()) {
                labels |= 1 << label.ordinal();
            }
        }
        return true;
    }

    long number() {
        return Long.parseLong(values[NUMBER]);
    }

    /** Bits by ordinal of {@link WiresharkLabel}. */
    int labels() {
        return labels;
    }

    /** Streams of all TCP headers of the frame, the outermost first. */
    String[] streams() {
        return values[STREAM].isEmpty() ? new String[0] : values[STREAM].split(",");
    }

    int segmentCount() {
        return values[LENGTH].isEmpty() ? 0 : values[LENGTH].split(",").length;
    }

    /** Of the stream before this frame. */
    int completeness(int segment) {
        return Integer.decode(values[COMPLETENESS].split(",")[segment]);
    }

    /** Flags of the TCP header; none if tshark gives up before them. */
    int flags(int segment) {
        String[] flags = values[FLAGS].split(",");
        return segment >= flags.length || flags[segment].isEmpty() ? 0 : Integer.decode(flags[segment]);
    }

    int payloadLength(int segment) {
        return Integer.parseInt(values[LENGTH].split(",")[segment]);
    }

    boolean has(WiresharkLabel label) {
        return (labels & 1 << label.ordinal()) != 0;
    }

    /** 0 if the frame has no duplicate ACK. */
    int duplicateAckNumber() {
        String value = values[DUPLICATE_ACK_NUMBER];
        return value.isEmpty() ? 0 : Integer.parseInt(value.substring(value.lastIndexOf(',') + 1));
    }

    /** Of the stream, in nanoseconds; 0 where it is not known (yet). */
    long handshakeRttNs() {
        return nanoseconds(HANDSHAKE_RTT);
    }

    /** Frame of the segment that this frame acknowledges; 0 if it acknowledges the end of none. */
    int ackedFrame() {
        String frame = first(ACKED_FRAME);
        return frame.isEmpty() ? 0 : Integer.parseInt(frame);
    }

    /** Time since {@link #ackedFrame()}, nanoseconds. */
    long ackRttNs() {
        return nanoseconds(ACK_RTT);
    }

    private long nanoseconds(int field) {
        String seconds = first(field);
        return seconds.isEmpty() ? 0 : new BigDecimal(seconds).movePointRight(9).longValue();
    }

    private String first(int field) {
        int end = values[field].indexOf(',');
        return end < 0 ? values[field] : values[field].substring(0, end);
    }

    boolean isMultipath() {
        return List.of(values[OPTION_KIND].split(",")).contains(MPTCP_OPTION);
    }
}
