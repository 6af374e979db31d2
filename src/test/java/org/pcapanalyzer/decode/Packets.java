package org.pcapanalyzer.decode;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pcapanalyzer.capture.Frame;

/**
 * Builds the bytes of one frame, header by header, for tests; every length field is right unless the test says
 * otherwise. The version of IP follows from the addresses. Example:
 * {@code Packets.tcp("10.0.0.1", 40000, "10.0.0.2", 80).flags(TcpHeader.SYN).seq(1).mss(1460).at(5).packet()}.
 */
public final class Packets {
    private static final int LINKTYPE_ETHERNET = 1;
    private static final int LINKTYPE_RAW = 101;

    /** The few addresses of all tests, since parsing one costs more than the rest of a packet. */
    private static final Map<String, byte[]> ADDRESSES = new ConcurrentHashMap<>();

    private final byte[] source;
    private final byte[] destination;
    private final int protocol;
    private final int sourcePort;
    private final int destinationPort;
    private final List<byte[]> extensions = new ArrayList<>();
    private final ByteArrayOutputStream tcpOptions = new ByteArrayOutputStream();
    private final List<Integer> vlans = new ArrayList<>();
    private long sourceMac = 0x02_00_00_00_00_01L;
    private long destinationMac = 0x02_00_00_00_00_02L;
    private boolean hasEthernet = true;
    private boolean hasTransportHeader = true;
    private int ttl = 64;
    private int ipId = 0x1234;
    private boolean dontFragment = true;
    private int fragmentOffset;
    private boolean hasMoreFragments;
    private int ipLengthField = -1;
    private int udpLengthField = -1;
    private int seq;
    private int ack;
    private int flags;
    private int window = 0xFFFF;
    private int checksum;
    private byte[] payload = {};
    private int paddingBytes;
    private int snaplen = Integer.MAX_VALUE;
    private long originalLength = -1;
    private long timestampNs;
    private long number = 1;

    private Packets(int protocol, String source, int sourcePort, String destination, int destinationPort) {
        this.protocol = protocol;
        this.source = address(source);
        this.destination = address(destination);
        this.sourcePort = sourcePort;
        this.destinationPort = destinationPort;
    }

    public static Packets tcp(String source, int sourcePort, String destination, int destinationPort) {
        return new Packets(IpProtocol.TCP, source, sourcePort, destination, destinationPort).flags(TcpHeader.ACK);
    }

    public static Packets udp(String source, int sourcePort, String destination, int destinationPort) {
        return new Packets(IpProtocol.UDP, source, sourcePort, destination, destinationPort);
    }

    public static Packets sctp(String source, int sourcePort, String destination, int destinationPort) {
        return new Packets(IpProtocol.SCTP, source, sourcePort, destination, destinationPort);
    }

    /** Any IP packet; {@link #payload} is all that follows the IP header. */
    public static Packets ip(String source, String destination, int protocol) {
        Packets packets = new Packets(protocol, source, 0, destination, 0);
        packets.hasTransportHeader = false;
        return packets;
    }

    /** ICMP or ICMPv6 by the addresses; {@code rest} is bytes 4 to 7, {@code body} what follows them. */
    public static Packets icmp(String source, String destination, int type, int code, int rest, byte[] body) {
        int protocol = address(source).length == 4 ? IpProtocol.ICMP : IpProtocol.ICMPV6;
        ByteBuffer message = ByteBuffer.allocate(IcmpHeader.LENGTH + body.length);
        message.put((byte) type)
                .put((byte) code)
                .putShort((short) 0)
                .putInt(rest)
                .put(body);
        return ip(source, destination, protocol).payload(message.array());
    }

    /** An ICMP echo request or reply (type 8, 0, 128, 129) with 8 bytes of data. */
    public static Packets echo(String source, String destination, int type, int id, int sequence) {
        return icmp(source, destination, type, 0, id << 16 | sequence, new byte[8]);
    }

    /** An ICMP error that quotes the whole of {@code quoted}'s IP packet up to 548 bytes. */
    public static Packets icmpError(String source, String destination, int type, int code, int rest, Packets quoted) {
        byte[] bytes = quoted.ipBytes();
        byte[] body = Arrays.copyOf(bytes, Math.min(bytes.length, 548));
        return icmp(source, destination, type, code, rest, body);
    }

    /** An Ethernet frame with an ARP packet. */
    public static Frame arp(
            int operation,
            long senderMac,
            String sender,
            long targetMac,
            String target,
            long timestampNs,
            long number) {
        ByteBuffer bytes = ByteBuffer.allocate(EthernetHeader.LENGTH + ArpHeader.LENGTH);
        putMac(bytes, operation == ArpHeader.REQUEST ? 0xFFFF_FFFF_FFFFL : targetMac);
        putMac(bytes, senderMac);
        bytes.putShort((short) EthernetHeader.TYPE_ARP);
        bytes.putShort((short) 1).putShort((short) EthernetHeader.TYPE_IPV4).putShort((short) 0x0604);
        bytes.putShort((short) operation);
        putMac(bytes, senderMac);
        bytes.put(address(sender));
        putMac(bytes, targetMac);
        bytes.put(address(target));
        return frame(bytes.array(), LINKTYPE_ETHERNET, timestampNs, number);
    }

    /** A frame of all of {@code bytes}. */
    public static Frame frame(byte[] bytes, int linkType, long timestampNs, long number) {
        Frame frame = new Frame();
        frame.wrap(ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length);
        frame.locate(number, timestampNs, linkType, 0);
        return frame;
    }

    /** A frame of which only the first {@code capturedLength} bytes were captured; reading behind them throws. */
    public static Frame clipped(byte[] bytes, int capturedLength, long originalLength, int linkType) {
        Frame frame = new Frame();
        frame.wrap(ByteBuffer.wrap(Arrays.copyOf(bytes, capturedLength)), 0, capturedLength, originalLength);
        frame.locate(1, 0, linkType, 0);
        return frame;
    }

    /** Bytes from hexadecimal digits; white space between them is skipped. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    /** Decodes a frame with a decoder of its own. */
    public static Packet decode(Frame frame) {
        Packet packet = new Packet();
        new PacketDecoder(datagram -> {}, DecodeLimits.defaults()).decode(frame, packet);
        return packet;
    }

    public Packets flags(int flags) {
        this.flags = flags;
        return this;
    }

    public Packets seq(int seq) {
        this.seq = seq;
        return this;
    }

    public Packets ack(int ack) {
        this.ack = ack;
        return this;
    }

    public Packets window(int window) {
        this.window = window;
        return this;
    }

    public Packets checksum(int checksum) {
        this.checksum = checksum;
        return this;
    }

    public Packets mss(int mss) {
        return option(2, 4, mss >> 8, mss);
    }

    public Packets windowScale(int shift) {
        return option(3, 3, shift);
    }

    public Packets sackPermitted() {
        return option(4, 2);
    }

    public Packets timestamps(int value, int echo) {
        byte[] bytes = ByteBuffer.allocate(10)
                .put((byte) 8)
                .put((byte) 10)
                .putInt(value)
                .putInt(echo)
                .array();
        tcpOptions.writeBytes(bytes);
        return this;
    }

    /** SACK blocks as left, right, left, right... */
    public Packets sack(int... edges) {
        option(5, 2 + 4 * edges.length);
        for (int edge : edges) {
            tcpOptions.writeBytes(ByteBuffer.allocate(4).putInt(edge).array());
        }
        return this;
    }

    /** Bytes of TCP options as they are. */
    public Packets option(int... bytes) {
        for (int value : bytes) {
            tcpOptions.write(value);
        }
        return this;
    }

    /** So many bytes of payload, each 'x'. */
    public Packets payload(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return payload(bytes);
    }

    public Packets payload(byte[] bytes) {
        payload = bytes.clone();
        return this;
    }

    public Packets ttl(int ttl) {
        this.ttl = ttl;
        return this;
    }

    public Packets ipId(int id) {
        this.ipId = id;
        return this;
    }

    public Packets dontFragment(boolean dontFragment) {
        this.dontFragment = dontFragment;
        return this;
    }

    /** Fields of an IPv4 fragment; the payload and the rest of the header stay as they are. */
    public Packets fragment(int offsetBytes, boolean hasMore) {
        fragmentOffset = offsetBytes;
        hasMoreFragments = hasMore;
        dontFragment = false;
        return this;
    }

    /** Adds an IPv6 extension header; its first byte is overwritten by what follows it. */
    public Packets extension(int type, int... bytes) {
        byte[] header = new byte[bytes.length + 1];
        header[0] = (byte) type;
        for (int i = 0; i < bytes.length; i++) {
            header[i + 1] = (byte) bytes[i];
        }
        extensions.add(header);
        return this;
    }

    /** Another value for the IPv4 total length or IPv6 payload length than the right one. */
    public Packets ipLengthField(int value) {
        ipLengthField = value;
        return this;
    }

    public Packets udpLengthField(int value) {
        udpLengthField = value;
        return this;
    }

    /** Adds a VLAN tag, the outermost first. */
    public Packets vlan(int id) {
        vlans.add(id);
        return this;
    }

    public Packets macs(long source, long destination) {
        sourceMac = source;
        destinationMac = destination;
        return this;
    }

    /** Leaves the Ethernet header out: link type 101. */
    public Packets raw() {
        hasEthernet = false;
        return this;
    }

    /** Bytes behind the IP packet. */
    public Packets padding(int bytes) {
        paddingBytes = bytes;
        return this;
    }

    /** Cuts the captured frame, not the original one. */
    public Packets snaplen(int bytes) {
        snaplen = bytes;
        return this;
    }

    /** Another original length than that of the bytes. */
    public Packets originalLength(long bytes) {
        originalLength = bytes;
        return this;
    }

    /** Time stamp in nanoseconds since the epoch. */
    public Packets at(long ns) {
        timestampNs = ns;
        return this;
    }

    /** Frame number. */
    public Packets number(long frameNumber) {
        number = frameNumber;
        return this;
    }

    /** The frame from the link layer on, not cut. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (hasEthernet) {
            bytes.writeBytes(linkHeader());
        }
        bytes.writeBytes(ipBytes());
        bytes.writeBytes(new byte[paddingBytes]);
        return bytes.toByteArray();
    }

    /** The IP packet. */
    public byte[] ipBytes() {
        byte[] upper = upperLayer();
        return source.length == 4 ? ipv4(upper) : ipv6(upper);
    }

    /** Transport header and payload. */
    public byte[] upperLayer() {
        if (!hasTransportHeader) {
            return payload.clone();
        }
        return switch (protocol) {
            case IpProtocol.TCP -> tcpSegment();
            case IpProtocol.UDP -> udpDatagram();
            default -> sctpPacket();
        };
    }

    /** The frame as a reader would hand it out, in a buffer of its own. */
    public Frame frame() {
        byte[] bytes = bytes();
        Frame frame = new Frame();
        long wire = originalLength < 0 ? bytes.length : originalLength;
        frame.wrap(ByteBuffer.wrap(bytes), 0, Math.min(snaplen, bytes.length), wire);
        frame.locate(number, timestampNs, hasEthernet ? LINKTYPE_ETHERNET : LINKTYPE_RAW, 0);
        return frame;
    }

    /** The frame, decoded by a decoder of its own. */
    public Packet packet() {
        return decode(frame());
    }

    private byte[] linkHeader() {
        int etherType = source.length == 4 ? EthernetHeader.TYPE_IPV4 : EthernetHeader.TYPE_IPV6;
        ByteBuffer header = ByteBuffer.allocate(EthernetHeader.LENGTH + VlanTag.LENGTH * vlans.size());
        putMac(header, destinationMac);
        putMac(header, sourceMac);
        for (int i = 0; i < vlans.size(); i++) {
            header.putShort((short) (i + 1 < vlans.size() ? VlanTag.TPID_8021AD : VlanTag.TPID_8021Q));
            header.putShort((short) (int) vlans.get(i));
        }
        return header.putShort((short) etherType).array();
    }

    private byte[] ipv4(byte[] upper) {
        ByteBuffer packet = ByteBuffer.allocate(Ipv4Header.LENGTH + upper.length);
        int length = ipLengthField < 0 ? packet.capacity() : ipLengthField;
        int fragmentBits = fragmentOffset >> 3 | (hasMoreFragments ? 0x2000 : 0) | (dontFragment ? 0x4000 : 0);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) length);
        packet.putShort((short) ipId).putShort((short) fragmentBits);
        packet.put((byte) ttl).put((byte) protocol).putShort((short) 0);
        return packet.put(source).put(destination).put(upper).array();
    }

    private byte[] ipv6(byte[] upper) {
        int extensionBytes =
                extensions.stream().mapToInt(header -> header.length).sum();
        ByteBuffer packet = ByteBuffer.allocate(Ipv6Header.LENGTH + extensionBytes + upper.length);
        int length = ipLengthField < 0 ? extensionBytes + upper.length : ipLengthField;
        packet.putInt(0x6000_0000).putShort((short) length);
        packet.put((byte) headerType(0)).put((byte) ttl).put(source).put(destination);
        for (int i = 0; i < extensions.size(); i++) {
            byte[] header = extensions.get(i).clone();
            header[0] = (byte) headerType(i + 1);
            packet.put(header);
        }
        return packet.put(upper).array();
    }

    private int headerType(int index) {
        return index < extensions.size() ? extensions.get(index)[0] : protocol;
    }

    private byte[] tcpSegment() {
        byte[] options = Arrays.copyOf(tcpOptions.toByteArray(), (tcpOptions.size() + 3) / 4 * 4);
        ByteBuffer segment = ByteBuffer.allocate(TcpHeader.LENGTH + options.length + payload.length);
        segment.putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(seq)
                .putInt(ack);
        segment.put((byte) (TcpHeader.LENGTH + options.length << 2)).put((byte) flags);
        segment.putShort((short) window).putShort((short) checksum).putShort((short) 0);
        return segment.put(options).put(payload).array();
    }

    private byte[] udpDatagram() {
        ByteBuffer datagram = ByteBuffer.allocate(UdpHeader.LENGTH + payload.length);
        int length = udpLengthField < 0 ? datagram.capacity() : udpLengthField;
        datagram.putShort((short) sourcePort).putShort((short) destinationPort);
        return datagram.putShort((short) length)
                .putShort((short) checksum)
                .put(payload)
                .array();
    }

    private byte[] sctpPacket() {
        ByteBuffer packet = ByteBuffer.allocate(SctpHeader.LENGTH + payload.length);
        packet.putShort((short) sourcePort).putShort((short) destinationPort);
        return packet.putLong(0).put(payload).array();
    }

    private static void putMac(ByteBuffer target, long mac) {
        target.putShort((short) (mac >> 32)).putInt((int) mac);
    }

    private static byte[] address(String literal) {
        return ADDRESSES.computeIfAbsent(literal, Packets::parse);
    }

    /** Literal addresses alone, so that nothing is ever resolved. */
    private static byte[] parse(String literal) {
        if (!literal.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("not a literal address: " + literal);
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not a literal address: " + literal, e);
        }
    }
}
