package org.pcapanalyzer.report;

import java.nio.ByteBuffer;
import java.util.StringJoiner;
import org.pcap4j.packet.TcpEndOfOptionList;
import org.pcap4j.packet.TcpMaximumSegmentSizeOption;
import org.pcap4j.packet.TcpNoOperationOption;
import org.pcap4j.packet.TcpPacket.TcpOption;
import org.pcap4j.packet.TcpSackOption;
import org.pcap4j.packet.TcpSackPermittedOption;
import org.pcap4j.packet.TcpTimestampsOption;
import org.pcap4j.packet.TcpWindowScaleOption;

/** TCP options in words (RFC 9293 3.2, RFC 7323, RFC 2018). */
final class TcpOptionText {
    private TcpOptionText() {}

    /** Empty for padding. */
    static String of(TcpOption option) {
        if (option instanceof TcpNoOperationOption || option instanceof TcpEndOfOptionList) {
            return "";
        }
        if (option instanceof TcpMaximumSegmentSizeOption mss) {
            return "MSS " + mss.getMaxSegSizeAsInt() + " bytes";
        }
        if (option instanceof TcpWindowScaleOption scale) {
            return "window scale " + scale.getShiftCountAsInt();
        }
        if (option instanceof TcpSackPermittedOption) {
            return "SACK permitted";
        }
        if (option instanceof TcpTimestampsOption stamps) {
            return "timestamps " + stamps.getTsValueAsLong() + ", echo " + stamps.getTsEchoReplyAsLong();
        }
        if (option instanceof TcpSackOption sack) {
            return sack(sack);
        }
        return option.getKind().name() + " (kind " + option.getKind().valueAsString() + ")";
    }

    /** Blocks of two sequence numbers each; pcap4j hands out the option's bytes only. */
    private static String sack(TcpSackOption option) {
        ByteBuffer raw = ByteBuffer.wrap(option.getRawData()).position(2);
        StringJoiner blocks = new StringJoiner("; ", "SACK ", "");
        while (raw.remaining() >= 8) {
            blocks.add(Integer.toUnsignedString(raw.getInt()) + " to " + Integer.toUnsignedString(raw.getInt()));
        }
        return blocks.toString();
    }
}
