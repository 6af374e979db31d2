package org.pcapanalyzer.store;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.pcapanalyzer.capture.CaptureInterface;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.Addresses;
import org.pcapanalyzer.decode.Anomaly;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.flow.Side;

/**
 * The frame at hand as a row of {@code packets}: what reader, decoder and tracker say of it. One object for a whole capture.
 */
public final class PacketRow {
    /** Anomaly of a frame that is set aside, undecoded, since another file of the set had it before. */
    public static final String REPEATED = "repeated_in_set";

    private static final HexFormat HEX = HexFormat.of();
    private static final String[] FLAGS = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};
    private static final String[] FLAG_NAMES = flagNames();

    private final FrameReader reader;
    private final Frame frame;
    private final Packet packet;
    private final FlowTracker flows;
    private String[] interfaceNames = {};
    private String[] paths = {};

    /**
     * @param reader where the frames come from
     * @param frame  the reader's frame
     * @param flows  has the packet that the frame was decoded into, unless it {@link Frame#isRepeated()}, and tracked it,
     *               {@link FlowTracker.Mode#IN_STEP}
     */
    public PacketRow(FrameReader reader, Frame frame, FlowTracker flows) {
        this.reader = reader;
        this.frame = frame;
        this.packet = flows.packet();
        this.flows = flows;
    }

    Frame frame() {
        return frame;
    }

    /** Valid if {@link #isDecoded()}. */
    Packet packet() {
        return packet;
    }

    boolean isDecoded() {
        return !frame.isRepeated();
    }

    String path() {
        int index = frame.captureId() - 1;
        if (index >= paths.length) {
            paths = reader.summaries().stream()
                    .limit(frame.captureId())
                    .map(capture -> capture.name())
                    .toArray(String[]::new);
        }
        return paths[index];
    }

    String interfaceName() {
        int id = frame.interfaceId();
        if (id >= interfaceNames.length) {
            List<CaptureInterface> known = reader.interfaces();
            interfaceNames = known.stream().map(CaptureInterface::name).toArray(String[]::new);
        }
        return interfaceNames[id];
    }

    String anomaly() {
        if (!isDecoded()) {
            return REPEATED;
        }
        return packet.anomaly() == Anomaly.NONE ? "" : packet.anomaly().label();
    }

    String sourceAddress() {
        return isDecoded() ? address(packet, packet.sourceHigh(), packet.sourceLow()) : "";
    }

    String destinationAddress() {
        return isDecoded() ? address(packet, packet.destinationHigh(), packet.destinationLow()) : "";
    }

    String outerSourceAddress() {
        return hasOuter()
                ? address(
                        packet.outer(0),
                        packet.outer(0).sourceHigh(),
                        packet.outer(0).sourceLow())
                : "";
    }

    String outerDestinationAddress() {
        return hasOuter()
                ? address(
                        packet.outer(0),
                        packet.outer(0).destinationHigh(),
                        packet.outer(0).destinationLow())
                : "";
    }

    private boolean hasOuter() {
        return isDecoded() && packet.outerCount() > 0;
    }

    private static String address(Packet packet, long high, long low) {
        return packet.ipVersion() == 0 ? "" : Addresses.text(high, low, packet.ipVersion());
    }

    static String mac(long address) {
        return address < 0 ? "" : Addresses.mac(address);
    }

    long tunnelId() {
        return isDecoded() && packet.tunnelId() >= 0 ? packet.tunnelId() : Flow.ABSENT;
    }

    long flowId() {
        return isDecoded() ? flows.flowId() : Flow.ABSENT;
    }

    String side() {
        if (flowId() == Flow.ABSENT) {
            return "";
        }
        return (flows.isSentByOriginator() ? Side.ORIG : Side.RESP).label();
    }

    String tcpFlagNames() {
        return isDecoded() && packet.kind() == Packet.Kind.TCP ? FLAG_NAMES[packet.flags()] : "";
    }

    /** Captured payload in hexadecimal; empty if there is none. */
    String payload() {
        int length = payloadBytes();
        if (length == 0) {
            return "";
        }
        byte[] bytes = new byte[length];
        packet.buffer().get(packet.payloadOffset(), bytes);
        return HEX.formatHex(bytes);
    }

    /** Bytes of captured payload. */
    int payloadBytes() {
        return isDecoded() && hasPayload(packet) ? packet.capturedPayloadLength() : 0;
    }

    static String protocol(Packet packet) {
        return switch (packet.kind()) {
            case TCP -> "tcp";
            case UDP -> "udp";
            case SCTP -> "sctp";
            case ICMP -> "icmp";
            case ICMPV6, ND -> "icmpv6";
            case ARP -> "arp";
            case OTHER_IP -> "other";
            case FRAGMENT, SET_ASIDE -> "";
        };
    }

    static boolean hasPorts(Packet packet) {
        return switch (packet.kind()) {
            case TCP, UDP, SCTP -> true;
            default -> false;
        };
    }

    static boolean isIcmp(Packet packet) {
        return switch (packet.kind()) {
            case ICMP, ICMPV6, ND -> true;
            default -> false;
        };
    }

    static boolean hasPayload(Packet packet) {
        return packet.kind() != Packet.Kind.ARP && packet.kind() != Packet.Kind.SET_ASIDE;
    }

    /** Names for every value of the eight bits. */
    private static String[] flagNames() {
        String[] names = new String[1 << FLAGS.length];
        Arrays.fill(names, "");
        for (int flags = 1; flags < names.length; flags++) {
            for (int bit = 0; bit < FLAGS.length; bit++) {
                if ((flags & 1 << bit) != 0) {
                    names[flags] += (names[flags].isEmpty() ? "" : ", ") + FLAGS[bit];
                }
            }
        }
        return names;
    }
}
