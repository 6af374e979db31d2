package org.pcapanalyzer.store;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.Packet.Kind;
import org.pcapanalyzer.decode.TcpHeader;
import org.pcapanalyzer.flow.Flow;

/**
 * The columns of table {@code packets} and of {@code read_capture()} in their order, and where their values come from;
 * {@code packets.sql} has their types and meaning. A constant bears the name of its column.
 */
enum PacketColumn {
    FRAME(frame(Frame::number)),
    TS(frame(Frame::timestampNs)),
    CAPTURE_ID(frame(Frame::captureId)),
    PATH(text(Depth.FRAME, PacketRow::path)),
    FILE_FRAME(frame(Frame::fileNumber)),
    INTERFACE_ID(frame(Frame::interfaceId)),
    INTERFACE_NAME(text(Depth.FRAME, PacketRow::interfaceName)),
    LINK_TYPE(frame(Frame::linkType)),
    CAPTURED_LENGTH(frame(Frame::capturedLength)),
    ORIGINAL_LENGTH(frame(Frame::originalLength)),
    COMMENT(text(Depth.FRAME, row -> row.frame().comment())),
    ANOMALY(text(Depth.PACKET, PacketRow::anomaly)),

    SRC_MAC(link(packet -> PacketRow.mac(packet.sourceMac()))),
    DST_MAC(link(packet -> PacketRow.mac(packet.destinationMac()))),
    VLAN(packet(row -> true, Packet::vlanId)),
    ETHER_TYPE(packet(row -> row.etherType() != 0, Packet::etherType)),

    IP_VERSION(ip(Packet::ipVersion)),
    SRC_IP(text(Depth.PACKET, PacketRow::sourceAddress)),
    DST_IP(text(Depth.PACKET, PacketRow::destinationAddress)),
    IP_PROTO(ip(Packet::ipProtocol)),
    PROTO(link(PacketRow::protocol)),
    SRC_PORT(packet(PacketRow::hasPorts, Packet::sourcePort)),
    DST_PORT(packet(PacketRow::hasPorts, Packet::destinationPort)),
    IP_LENGTH(ip(Packet::ipLength)),
    TTL(ip(Packet::ttl)),
    IP_ID(ip(Packet::ipId)),
    DSCP(ip(packet -> packet.trafficClass() >> 2)),
    ECN(ip(packet -> packet.trafficClass() & 3)),
    DONT_FRAGMENT(packet(packet -> packet.ipVersion() == 4, packet -> bit(packet.dontFragment()))),
    MORE_FRAGMENTS(ip(packet -> bit(packet.hasMoreFragments()))),
    FRAG_OFFSET(ip(Packet::fragmentOffset)),
    FRAG_COUNT(packet(Packet::isReassembled, Packet::fragmentCount)),
    TUNNEL_TYPE(link(packet -> packet.tunnelType().label())),
    TUNNEL_ID(number(Depth.PACKET, PacketRow::tunnelId)),
    OUTER_SRC_IP(text(Depth.PACKET, PacketRow::outerSourceAddress)),
    OUTER_DST_IP(text(Depth.PACKET, PacketRow::outerDestinationAddress)),

    FLOW_ID(number(Depth.FLOW, PacketRow::flowId)),
    DIR(text(Depth.FLOW, PacketRow::side)),

    TCP_FLAGS(tcp(Packet::flags)),
    TCP_FLAG_NAMES(text(Depth.PACKET, PacketRow::tcpFlagNames)),
    SEQ(tcpNumber(packet -> true, Packet::seq)),
    ACK(tcpNumber(packet -> packet.hasFlags(TcpHeader.ACK), Packet::ack)),
    WIN_UNSCALED(tcp(Packet::window)),
    MSS(tcp(Packet::mss)),
    WSCALE(tcp(Packet::windowScale)),
    SACK_PERMITTED(tcp(packet -> bit(packet.sackPermitted()))),
    SACK_COUNT(tcp(Packet::sackBlockCount)),
    SACK_LEFT(tcpNumber(packet -> packet.sackBlockCount() > 0, packet -> packet.sackLeft(0))),
    SACK_RIGHT(tcpNumber(packet -> packet.sackBlockCount() > 0, packet -> packet.sackRight(0))),
    TS_VAL(tcpNumber(Packet::hasTimestamps, Packet::tsVal)),
    TS_ECR(tcpNumber(Packet::hasTimestamps, Packet::tsEcr)),

    ICMP_TYPE(packet(PacketRow::isIcmp, Packet::icmpType)),
    ICMP_CODE(packet(PacketRow::isIcmp, Packet::icmpCode)),
    PAYLOAD_LENGTH(packet(PacketRow::hasPayload, Packet::payloadLength)),
    PAYLOAD_CAPTURED(packet(PacketRow::hasPayload, Packet::capturedPayloadLength)),

    /** Not in the table: what the capture holds need not be kept twice. */
    PAYLOAD(text(Depth.PACKET, PacketRow::payload));

    /** Those of the table. */
    static final Set<PacketColumn> STORED = EnumSet.complementOf(EnumSet.of(PAYLOAD));

    /** How far a frame must be looked into for a value. Each step includes those before it, and costs more. */
    enum Depth {
        /** Read. */
        FRAME,
        /** Decoded. */
        PACKET,
        /** Followed to its flow. */
        FLOW
    }

    private final String columnName = name().toLowerCase(Locale.ROOT);
    private final Value value;

    PacketColumn(Value value) {
        this.value = value;
    }

    String columnName() {
        return columnName;
    }

    Depth depth() {
        return value.depth();
    }

    /** Adds this column's value to a row. */
    void copy(PacketRow source, ColumnBatch row) {
        value.copy().to(columnName, source, row);
    }

    private record Value(Depth depth, Copy copy) {}

    private interface Copy {
        void to(String name, PacketRow source, ColumnBatch row);
    }

    private interface Test {
        boolean of(Packet packet);
    }

    private static Value number(Depth depth, ToLongFunction<PacketRow> number) {
        return new Value(depth, (name, source, row) -> row.big(name, number.applyAsLong(source)));
    }

    private static Value text(Depth depth, Function<PacketRow, String> text) {
        return new Value(depth, (name, source, row) -> row.text(name, text.apply(source)));
    }

    private static Value frame(ToLongFunction<Frame> number) {
        return number(Depth.FRAME, row -> number.applyAsLong(row.frame()));
    }

    /** A text of any decoded frame. */
    private static Value link(Function<Packet, String> text) {
        return text(Depth.PACKET, row -> row.isDecoded() ? text.apply(row.packet()) : "");
    }

    /** A number of the packets of which {@code has} is true; negative for NULL. */
    private static Value packet(Test has, ToIntFunction<Packet> number) {
        return new Value(
                Depth.PACKET,
                (name, source, row) -> row.number(
                        name, source.isDecoded() && has.of(source.packet()) ? number.applyAsInt(source.packet()) : -1));
    }

    private static Value ip(ToIntFunction<Packet> number) {
        return packet(packet -> packet.ipVersion() != 0, number);
    }

    private static Value tcp(ToIntFunction<Packet> number) {
        return packet(packet -> packet.kind() == Kind.TCP, number);
    }

    /** 32 bits without sign, of the TCP segments of which {@code has} is true. */
    private static Value tcpNumber(Test has, ToIntFunction<Packet> number) {
        return number(Depth.PACKET, row -> {
            Packet packet = row.packet();
            boolean isThere = row.isDecoded() && packet.kind() == Kind.TCP && has.of(packet);
            return isThere ? Integer.toUnsignedLong(number.applyAsInt(packet)) : Flow.ABSENT;
        });
    }

    private static int bit(boolean value) {
        return value ? 1 : 0;
    }
}
