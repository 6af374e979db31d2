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
    private long fileNumber;
    private int linkType;
    private int interfaceId;
    private int captureId = 1;
    private boolean repeated;
    private String comment = "";

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
        this.fileNumber = number;
        this.timestampNs = timestampNs;
        this.linkType = linkType;
        this.interfaceId = interfaceId;
        this.captureId = 1;
        this.repeated = false;
        this.comment = "";
    }

    /** Says what somebody wrote to the frame, after {@link #locate}. For readers only. */
    void annotate(String text) {
        comment = text;
    }

    /** Makes this frame of one file a frame of a set: other numbers, else the same. */
    void takeOver(Frame other, long setNumber, int setInterfaceId, int fileId, boolean isRepeated) {
        wrap(other.buffer, other.offset, other.capturedLength, other.originalLength);
        locate(setNumber, other.timestampNs, other.linkType, setInterfaceId);
        captureId = fileId;
        fileNumber = other.fileNumber;
        repeated = isRepeated;
        comment = other.comment;
    }

    /** True if both hold the same bytes at the same time. */
    boolean isSameAs(Frame other) {
        return timestampNs == other.timestampNs
                && originalLength == other.originalLength
                && capturedLength == other.capturedLength
                && linkType == other.linkType
                && buffer.slice(offset, capturedLength).equals(other.buffer.slice(other.offset, capturedLength));
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

    /** Number of the frame in the capture, from 1, as Wireshark counts; in a set of files over all of them. */
    public long number() {
        return number;
    }

    /** Number of the frame in its file, from 1; {@link #number()} where there is but one file. */
    public long fileNumber() {
        return fileNumber;
    }

    /** LINKTYPE value of the interface that captured the frame. */
    public int linkType() {
        return linkType;
    }

    /** Number of the capture interface, from 0 over all sections, and over all files of a set; 0 in a pcap file. */
    public int interfaceId() {
        return interfaceId;
    }

    /** Number of the file in its set, from 1; 1 where there is but one. */
    public int captureId() {
        return captureId;
    }

    /** True if another file of the set holds the very same frame, which came before: same time, same bytes. */
    public boolean isRepeated() {
        return repeated;
    }

    /** What somebody wrote to the frame in the file, cut at 4096 bytes; mostly empty. Text of strangers. */
    public String comment() {
        return comment;
    }
}
