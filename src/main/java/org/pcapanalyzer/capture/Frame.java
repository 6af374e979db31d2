package org.pcapanalyzer.capture;

import java.nio.ByteBuffer;

/**
 * One frame of a capture as a position in its reader's block: a flyweight, valid until the next call of
 * {@link FrameReader#next}. Whoever needs the bytes for longer copies them.
 */
public final class Frame {
    private ByteBuffer buffer;
    private int offset;
    private int capturedLength;
    private long originalLength;
    private long timestampNs;
    private long number;
    private int linkType;
    private int interfaceId;

    /** Points this flyweight at a frame. For readers only. */
    public void wrap(ByteBuffer buffer, int offset, int capturedLength, long originalLength) {
        this.buffer = buffer;
        this.offset = offset;
        this.capturedLength = capturedLength;
        this.originalLength = originalLength;
    }

    /** Says where the frame stands in its capture. For readers only. */
    public void locate(long number, long timestampNs, int linkType, int interfaceId) {
        this.number = number;
        this.timestampNs = timestampNs;
        this.linkType = linkType;
        this.interfaceId = interfaceId;
    }

    /** The block that holds the frame, big-endian; positions are absolute, the buffer's own position means nothing. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Offset of the first byte of the link-layer header in {@link #buffer()}. */
    public int offset() {
        return offset;
    }

    /** Bytes of the frame that the file holds. */
    public int capturedLength() {
        return capturedLength;
    }

    /** Bytes that the frame had on the wire, as the file claims; usually not below {@link #capturedLength()}. */
    public long originalLength() {
        return originalLength;
    }

    /**
     * Nanoseconds since the epoch, UTC, from 0 to the year 2262, where absurd times are cut, so that the difference of two
     * fits a long. A frame that the file gives no time (Simple Packet Block) has that of the frame before it, 0 at the start.
     */
    public long timestampNs() {
        return timestampNs;
    }

    /** Number of the frame in the capture, from 1, as Wireshark counts. */
    public long number() {
        return number;
    }

    /** LINKTYPE value of the interface that captured the frame. */
    public int linkType() {
        return linkType;
    }

    /** Number of the capture interface, from 0 over all sections; 0 in pcap files. */
    public int interfaceId() {
        return interfaceId;
    }
}
