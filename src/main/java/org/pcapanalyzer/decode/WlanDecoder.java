package org.pcapanalyzer.decode;

/** IEEE 802.11 frames and the headers that adapters put in front of them. */
final class WlanDecoder {
    /** Length of the oldest Prism header, in which each field is an item of 12 bytes. */
    private static final int PRISM_LENGTH = 144;

    private static final int PRISM_START = 12;
    /** First two bytes of an AVS header, whose length stands in bytes 4 to 7. */
    private static final int AVS_MAGIC = 0x8021;

    private static final int AVS_START = 8;
    /** Destination, source and length of a part of an A-MSDU. */
    private static final int SUBFRAME_HEADER_LENGTH = 14;

    private static final int BODY_ALIGNMENT = 4;

    private final RadiotapHeader radiotap = new RadiotapHeader();
    private final WlanHeader header = new WlanHeader();

    Step radiotap(Packet packet) {
        if (packet.capturedRemaining() < RadiotapHeader.LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        radiotap.wrap(packet.buffer, packet.cursor);
        int length = radiotap.length();
        if (length < RadiotapHeader.LENGTH) {
            return packet.setAside(Anomaly.BAD_LINK_HEADER);
        }
        if (packet.capturedRemaining() < length) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        boolean isBodyAligned = radiotap.isBodyAligned();
        packet.cursor += length;
        return wlan(packet, isBodyAligned ? BODY_ALIGNMENT : 1);
    }

    /** The Prism header, or an AVS header in its place, which is told by its first bytes. */
    Step prism(Packet packet) {
        if (packet.capturedRemaining() < PRISM_START) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        if (packet.buffer.getShort(packet.cursor) == (short) AVS_MAGIC) {
            return avs(packet);
        }
        return skip(packet, PRISM_LENGTH);
    }

    Step avs(Packet packet) {
        if (packet.capturedRemaining() < AVS_START) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        return skip(packet, packet.buffer.getInt(packet.cursor + 4));
    }

    Step wlan(Packet packet) {
        return wlan(packet, 1);
    }

    private static Step skip(Packet packet, int length) {
        if (length < AVS_START) {
            return packet.setAside(Anomaly.BAD_LINK_HEADER);
        }
        if (packet.capturedRemaining() < length) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        packet.cursor += length;
        return Step.WLAN;
    }

    private Step wlan(Packet packet, int alignment) {
        if (packet.capturedRemaining() < WlanHeader.CONTROL_LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        header.wrap(packet.buffer, packet.cursor);
        if (!header.isData()) {
            return packet.setAside(Anomaly.NON_IP);
        }
        int length = (header.length() + alignment - 1) / alignment * alignment;
        if (packet.capturedRemaining() < length) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        if (header.isProtected()) {
            return packet.setAside(Anomaly.ENCRYPTED_FRAME);
        }
        if (header.isFragment()) {
            return packet.setAside(Anomaly.LINK_FRAGMENT);
        }
        packet.sourceMac = header.sourceMac();
        packet.destinationMac = header.destinationMac();
        boolean isAggregate = header.isAggregate();
        packet.cursor += length;
        return isAggregate ? firstSubframe(packet) : Step.LLC;
    }

    private static Step firstSubframe(Packet packet) {
        if (packet.capturedRemaining() < SUBFRAME_HEADER_LENGTH) {
            return packet.setAside(Anomaly.TRUNCATED_LINK_HEADER);
        }
        int length = packet.buffer.getShort(packet.cursor + 12) & 0xFFFF;
        packet.cursor += SUBFRAME_HEADER_LENGTH;
        if (packet.remaining() - length > SUBFRAME_HEADER_LENGTH) {
            packet.note(Anomaly.AGGREGATED_FRAME);
        }
        return Step.LLC;
    }
}
