package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.TcpHeader;

/** A TCP segment in its connection: a flyweight over the packet, filled again for each segment. */
final class Segment {
    private Packet packet;
    private Flow flow;
    private TcpConnection connection;
    private TcpEndpoint sender;
    private TcpEndpoint peer;
    private int sequenceLength;
    private long position;
    private boolean isPlain;

    void wrap(Packet packet, Flow flow, boolean fromOriginator) {
        this.packet = packet;
        this.flow = flow;
        connection = flow.tcp;
        sender = fromOriginator ? connection.orig : connection.resp;
        peer = fromOriginator ? connection.resp : connection.orig;
        sequenceLength = packet.sequenceLength();
        position = 0;
        isPlain = (packet.flags() & (TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST | TcpHeader.ACK)) == TcpHeader.ACK;
    }

    /** Says where the segment lies in the sender's stream. */
    void locate(long position) {
        this.position = position;
    }

    Packet packet() {
        return packet;
    }

    Flow flow() {
        return flow;
    }

    TcpConnection connection() {
        return connection;
    }

    TcpEndpoint sender() {
        return sender;
    }

    TcpEndpoint peer() {
        return peer;
    }

    long timeNs() {
        return packet.timestampNs();
    }

    long frame() {
        return packet.frameNumber();
    }

    int ipLength() {
        return packet.ipLength();
    }

    int seq() {
        return packet.seq();
    }

    int ack() {
        return packet.ack();
    }

    int payloadLength() {
        return packet.payloadLength();
    }

    /** Payload, and one each for SYN and FIN. */
    int sequenceLength() {
        return sequenceLength;
    }

    /** Position of the first byte in the sender's stream, see {@link TcpEndpoint#position}. */
    long position() {
        return position;
    }

    /** Position behind the last byte. */
    long end() {
        return position + sequenceLength;
    }

    boolean isSyn() {
        return has(TcpHeader.SYN);
    }

    boolean isFin() {
        return has(TcpHeader.FIN);
    }

    boolean isRst() {
        return has(TcpHeader.RST);
    }

    boolean isAck() {
        return has(TcpHeader.ACK);
    }

    /** A SYN without ACK. */
    boolean isBareSyn() {
        return (packet.flags() & (TcpHeader.SYN | TcpHeader.ACK)) == TcpHeader.SYN;
    }

    boolean isSynAck() {
        return packet.hasFlags(TcpHeader.SYN | TcpHeader.ACK);
    }

    /** Whether the sender acknowledged more before: it is an acknowledgement that comes late. */
    boolean isOutdatedAck() {
        return isAck() && peer.hasStream() && peer.position(ack()) < peer.ackedPosition;
    }

    /** True if ACK is set and none of SYN, FIN and RST: as nearly all segments are. */
    boolean isPlain() {
        return isPlain;
    }

    /** True if any of SYN, FIN and RST is set. */
    boolean isControl() {
        return has(TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST);
    }

    private boolean has(int anyOf) {
        return (packet.flags() & anyOf) != 0;
    }
}
