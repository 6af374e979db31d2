package org.pcapanalyzer.report;

import java.nio.ByteBuffer;
import org.pcapanalyzer.capture.Frame;

/**
 * A frame copied out of its capture.
 *
 * @param number         as Wireshark counts
 * @param timestampNs    nanoseconds since the epoch
 * @param linkType       LINKTYPE value
 * @param interfaceId    number of the capture interface, from 0
 * @param originalLength bytes on the wire
 * @param bytes          the captured bytes, cut to {@link EvidenceReader#MAX_FRAME_BYTES}
 */
record CapturedFrame(long number, long timestampNs, int linkType, int interfaceId, long originalLength, byte[] bytes) {

    static CapturedFrame copyOf(Frame frame) {
        byte[] bytes = new byte[Math.min(frame.capturedLength(), EvidenceReader.MAX_FRAME_BYTES)];
        frame.buffer().get(frame.offset(), bytes);
        return new CapturedFrame(
                frame.number(),
                frame.timestampNs(),
                frame.linkType(),
                frame.interfaceId(),
                frame.originalLength(),
                bytes);
    }

    /** A flyweight over this copy. */
    Frame asFrame() {
        Frame frame = new Frame();
        frame.wrap(ByteBuffer.wrap(bytes), 0, bytes.length, originalLength);
        frame.locate(number, timestampNs, linkType, interfaceId);
        return frame;
    }
}
