package org.pcapanalyzer.report;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.BsdLoopbackPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.LinuxSllPacket;
import org.pcap4j.packet.Packet;
import org.pcapanalyzer.report.Dissection.Field;
import org.pcapanalyzer.report.Dissection.Header;
import org.pcapanalyzer.rule.Wording;

/** Takes frames apart with pcap4j's packet classes, which are pure Java. For the few frames of a report, not for all. */
final class FrameDissector {
    private static final int MAX_HEADERS = 16;
    private static final int SLL2_LENGTH = 20;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_IPV6 = 0x86dd;

    /** A TCP segment without payload in IPv4 and Ethernet. */
    private static final String SMALLEST = "02000000000202000000000108004500002800000000400600000a0000010a000002"
            + "00500051000000000000000050100000" + "00000000";

    /** Makes pcap4j ready, which reads its settings when the first packet is taken apart. */
    static void prepare() {
        byte[] noPayload = HexFormat.of().parseHex(SMALLEST);
        new FrameDissector().dissect(new CapturedFrame(1, 0, 1, 0, noPayload.length, noPayload));
    }

    /** Never fails: what cannot be decoded says why in {@link Dissection#problem()}. */
    Dissection dissect(CapturedFrame frame) {
        List<Header> headers = new ArrayList<>();
        Headline headline = new Headline();
        try {
            Optional<InnerPacket> inner = InnerPacket.of(frame);
            Optional<Packet> outer = decode(frame, headers);
            boolean isOuterAll =
                    outer.isPresent() && inner.flatMap(InnerPacket::tunnel).isEmpty();
            if (isOuterAll || inner.isEmpty()) {
                return whole(frame, outer, headers, headline);
            }
            outer.ifPresent(packet -> describeAround(packet, inner.get().outerIpHeaders(), headers));
            String problem = describeInner(frame, inner.get(), headers, headline);
            return new Dissection(headline.text(), headers, problem);
        } catch (IllegalRawDataException e) {
            return new Dissection(headline.text(), headers, "Not decoded further: " + firstSentence(e.getMessage()));
        } catch (RuntimeException e) {
            // Where lengths lie, pcap4j also runs out of arrays and ranges, by exceptions of many kinds.
            return new Dissection(
                    headline.text(), headers, "Not decoded further: the lengths in it contradict each other.");
        }
    }

    private static Dissection whole(
            CapturedFrame frame, Optional<Packet> packet, List<Header> headers, Headline headline) {
        if (packet.isEmpty()) {
            return new Dissection("", headers, "Link type " + frame.linkType() + " is not decoded here.");
        }
        String problem = describe(packet.get(), headers, headline);
        return new Dissection(headline.text(), headers, problem);
    }

    /** The headers around a tunnel, as far as pcap4j knows them; so many of them are IP headers. */
    private static void describeAround(Packet outermost, int ipHeaders, List<Header> headers) {
        int seen = 0;
        for (Packet packet : outermost) {
            seen += packet instanceof IpPacket ? 1 : 0;
            if (seen > ipHeaders || headers.size() >= MAX_HEADERS / 2 || packet instanceof IllegalPacket) {
                return;
            }
            if (packet.getHeader() != null) {
                headers.add(HeaderFields.describe(packet));
            }
        }
    }

    private static String describeInner(CapturedFrame frame, InnerPacket inner, List<Header> headers, Headline headline)
            throws IllegalRawDataException {
        inner.tunnel().ifPresent(headers::add);
        return describe(ip(frame.bytes(), inner.offset()), headers, headline);
    }

    private static Optional<Packet> decode(CapturedFrame frame, List<Header> headers) throws IllegalRawDataException {
        byte[] raw = frame.bytes();
        return switch (frame.linkType()) {
            case 1 -> Optional.of(EthernetPacket.newPacket(raw, 0, raw.length));
            case 113 -> Optional.of(LinuxSllPacket.newPacket(raw, 0, raw.length));
            case 276 -> cooked2(raw, headers);
            case 0, 108 -> Optional.of(BsdLoopbackPacket.newPacket(raw, 0, raw.length));
            case 12, 14, 101, 228, 229 -> Optional.of(ip(raw, 0));
            default -> Optional.empty();
        };
    }

    /** LINKTYPE_LINUX_SLL2, which pcap4j does not know: protocol, interface, packet type and address in 20 bytes. */
    private static Optional<Packet> cooked2(byte[] raw, List<Header> headers) throws IllegalRawDataException {
        if (raw.length < SLL2_LENGTH) {
            throw new IllegalRawDataException("the frame is shorter than its Linux cooked header of 20 bytes");
        }
        int etherType = u16(raw, 0);
        headers.add(new Header(
                "Linux cooked v2",
                List.of(
                        new Field("Protocol", HeaderFields.hex(etherType, 4)),
                        new Field("Interface index", Integer.toUnsignedString(u16(raw, 4) << 16 | u16(raw, 6))),
                        new Field("Packet type", cookedPacketType(raw[10])))));
        int length = raw.length - SLL2_LENGTH;
        return switch (etherType) {
            case ETHERTYPE_IPV4 -> Optional.of(IpV4Packet.newPacket(raw, SLL2_LENGTH, length));
            case ETHERTYPE_IPV6 -> Optional.of(IpV6Packet.newPacket(raw, SLL2_LENGTH, length));
            case ETHERTYPE_ARP -> Optional.of(ArpPacket.newPacket(raw, SLL2_LENGTH, length));
            default -> throw new IllegalRawDataException("protocol " + HeaderFields.hex(etherType, 4));
        };
    }

    private static String cookedPacketType(byte type) {
        return switch (type) {
            case 0 -> "to us";
            case 1 -> "broadcast";
            case 2 -> "multicast";
            case 3 -> "to another host";
            case 4 -> "sent by us";
            default -> Integer.toString(Byte.toUnsignedInt(type));
        };
    }

    private static Packet ip(byte[] raw, int offset) throws IllegalRawDataException {
        if (raw.length == offset) {
            throw new IllegalRawDataException("the frame is empty");
        }
        int version = (raw[offset] & 0xf0) >> 4;
        int length = raw.length - offset;
        return version == 6 ? IpV6Packet.newPacket(raw, offset, length) : IpV4Packet.newPacket(raw, offset, length);
    }

    /** Returns why decoding stopped, empty if it reached the end. */
    private static String describe(Packet outermost, List<Header> headers, Headline headline) {
        for (Packet packet : outermost) {
            if (headers.size() >= MAX_HEADERS) {
                return "Further headers are not shown.";
            }
            if (packet instanceof IllegalPacket) {
                return "The " + Wording.count(packet.length(), "byte", "bytes")
                        + " after the last header shown are cut or malformed.";
            }
            if (packet.getHeader() != null) {
                headers.add(HeaderFields.describe(packet));
                headline.add(packet);
            }
        }
        return "";
    }

    /** What pcap4j says before it appends the bytes themselves. */
    private static String firstSentence(String message) {
        int end = message.indexOf(". ");
        String sentence = end < 0 ? message : message.substring(0, end);
        return VisibleText.cut(sentence.replaceFirst("\\.$", "")) + ".";
    }

    private static int u16(byte[] raw, int offset) {
        return Byte.toUnsignedInt(raw[offset]) << 8 | Byte.toUnsignedInt(raw[offset + 1]);
    }
}
