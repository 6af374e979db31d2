package org.pcapanalyzer.flow;

import java.nio.ByteBuffer;
import org.pcapanalyzer.decode.Packet;

/** The payload of a segment in its sender's stream: a flyweight over the packet. Its end may not be captured. */
final class Payload {
    private Packet packet;
    private long start;

    Payload wrap(Packet packet, long start) {
        this.packet = packet;
        this.start = start;
        return this;
    }

    long start() {
        return start;
    }

    /** Position behind the last byte, captured or not. */
    long end() {
        return start + packet.payloadLength();
    }

    /** Position behind the last captured byte. */
    long capturedEnd() {
        return start + packet.capturedPayloadLength();
    }

    boolean hasBytesAt(long position) {
        return position < capturedEnd();
    }

    ByteBuffer buffer() {
        return packet.buffer();
    }

    /** Where the byte of a position lies in the buffer. */
    int offset(long position) {
        return packet.payloadOffset() + (int) (position - start);
    }

    long frame() {
        return packet.frameNumber();
    }

    long timeNs() {
        return packet.timestampNs();
    }
}
