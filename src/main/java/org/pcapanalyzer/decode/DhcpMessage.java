package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * A message of DHCPv4 (RFC 2131) or DHCPv6 (RFC 8415), from the payload of a UDP datagram. What relays put around a DHCPv6
 * message is opened. All fields are copied by {@link #read}; what the message does not hold, or the snaplen cut, is absent.
 *
 * <pre>
 * DHCPv4: op(1) htype(1) hlen(1) hops(1) xid(4) secs(2) flags(2) ciaddr(4) yiaddr(4) siaddr(4) giaddr(4) chaddr(16)
 *         sname(64) file(128) magic(4) options: code(1) length(1) value, end 255, pad 0
 * DHCPv6: type(1) xid(3) options: code(2) length(2) value
 * relayed DHCPv6: type(1) hops(1) link-address(16) peer-address(16) options
 * </pre>
 */
public final class DhcpMessage {
    /** Of fields that the message does not hold. */
    public static final int ABSENT = -1;

    private static final int SERVER_V4 = 67;
    private static final int CLIENT_V4 = 68;
    private static final int CLIENT_V6 = 546;
    private static final int SERVER_V6 = 547;

    private static final int FIXED_V4 = 236;
    private static final int MAGIC = 0x63825363;
    private static final int ETHERNET = 1;
    private static final int MAC_LENGTH = 6;
    private static final int PAD = 0;
    private static final int END = 255;
    private static final int REQUESTED_ADDRESS = 50;
    private static final int LEASE_TIME = 51;
    private static final int MESSAGE_TYPE = 53;
    private static final int SERVER_ID = 54;

    private static final int FIXED_V6 = 4;
    private static final int RELAY_FIXED = 34;
    private static final int RELAY_FORWARD = 12;
    private static final int RELAY_REPLY = 13;
    private static final int MOST_RELAYS = 8;
    private static final int CLIENT_ID = 1;
    private static final int IA_NA = 3;
    private static final int IA_ADDRESS = 5;
    private static final int ELAPSED = 8;
    private static final int RELAYED = 9;
    private static final int STATUS = 13;
    private static final int IA_NA_FIXED = 12;
    private static final int DUID_TIME = 1;
    private static final int DUID_LINK = 3;

    private ByteBuffer buffer;
    private DhcpKind kind = DhcpKind.OTHER;
    private boolean fromServer;
    private long transactionId;
    private long clientMac;
    private int seconds;
    private int hops;
    private long relayHigh;
    private long relayLow;
    private int clientAddress;
    private long givenHigh;
    private long givenLow;
    private int requestedAddress;
    private int serverId;
    private long leaseSeconds;
    private int status;

    /** Whether a datagram between these ports is DHCP of this IP version. */
    public static boolean isDhcp(int ipVersion, int sourcePort, int destinationPort) {
        return ipVersion == 4
                ? sourcePort == SERVER_V4
                        || destinationPort == SERVER_V4
                        || sourcePort == CLIENT_V4 && destinationPort == CLIENT_V4
                : sourcePort == SERVER_V6 || destinationPort == SERVER_V6 || destinationPort == CLIENT_V6;
    }

    /** Reads the payload of a datagram for which {@link #isDhcp} holds; false if it is no DHCP or its head is cut. */
    public boolean read(Packet packet) {
        buffer = packet.buffer();
        clear();
        int offset = packet.payloadOffset();
        int end = offset + packet.capturedPayloadLength();
        return packet.ipVersion() == 4 ? readV4(offset, end) : readV6(offset, end);
    }

    private void clear() {
        kind = DhcpKind.OTHER;
        fromServer = false;
        transactionId = 0;
        clientMac = ABSENT;
        seconds = 0;
        hops = 0;
        relayHigh = 0;
        relayLow = 0;
        clientAddress = 0;
        givenHigh = 0;
        givenLow = 0;
        requestedAddress = 0;
        serverId = 0;
        leaseSeconds = ABSENT;
        status = ABSENT;
    }

    private boolean readV4(int offset, int end) {
        if (end - offset < FIXED_V4) {
            return false;
        }
        int operation = buffer.get(offset);
        if (operation != 1 && operation != 2) {
            return false;
        }
        fromServer = operation == 2;
        boolean isEthernet = buffer.get(offset + 1) == ETHERNET && buffer.get(offset + 2) == MAC_LENGTH;
        hops = buffer.get(offset + 3) & 0xFF;
        transactionId = buffer.getInt(offset + 4) & 0xFFFF_FFFFL;
        seconds = buffer.getShort(offset + 8) & 0xFFFF;
        clientAddress = buffer.getInt(offset + 12);
        givenLow = ipv4OrNone(buffer.getInt(offset + 16));
        relayLow = ipv4OrNone(buffer.getInt(offset + 24));
        clientMac = isEthernet ? mac(offset + 28) : ABSENT;
        kind = DhcpKind.BOOTP;
        int options = offset + FIXED_V4;
        if (end - options >= 4 && buffer.getInt(options) == MAGIC) {
            readOptionsV4(options + 4, end);
        }
        return true;
    }

    private void readOptionsV4(int first, int end) {
        int offset = first;
        while (offset < end) {
            int code = buffer.get(offset) & 0xFF;
            if (code == END) {
                return;
            }
            if (code == PAD) {
                offset++;
                continue;
            }
            if (end - offset < 2) {
                return;
            }
            int length = buffer.get(offset + 1) & 0xFF;
            offset += 2;
            if (end - offset < length) {
                return;
            }
            readOptionV4(code, offset, length);
            offset += length;
        }
    }

    private void readOptionV4(int code, int offset, int length) {
        if (code == MESSAGE_TYPE && length >= 1) {
            kind = DhcpKind.ofV4(buffer.get(offset) & 0xFF);
        } else if (length >= 4) {
            int value = buffer.getInt(offset);
            switch (code) {
                case REQUESTED_ADDRESS -> requestedAddress = value;
                case LEASE_TIME -> leaseSeconds = value & 0xFFFF_FFFFL;
                case SERVER_ID -> serverId = value;
                default -> {}
            }
        }
    }

    private boolean readV6(int first, int last) {
        int offset = first;
        int end = last;
        for (int level = 0; level <= MOST_RELAYS; level++) {
            if (end - offset < FIXED_V6) {
                return false;
            }
            int type = buffer.get(offset) & 0xFF;
            if (type != RELAY_FORWARD && type != RELAY_REPLY) {
                kind = DhcpKind.ofV6(type);
                fromServer = kind == DhcpKind.ADVERTISE || kind == DhcpKind.REPLY || kind == DhcpKind.RECONFIGURE;
                transactionId = buffer.getInt(offset) & 0xFF_FFFFL;
                readOptionsV6(offset + FIXED_V6, end);
                return kind != DhcpKind.OTHER;
            }
            if (end - offset < RELAY_FIXED) {
                return false;
            }
            hops++;
            relayHigh = buffer.getLong(offset + 2);
            relayLow = buffer.getLong(offset + 10);
            int inner = option(offset + RELAY_FIXED, end, RELAYED);
            if (inner < 0) {
                return false;
            }
            end = inner + (buffer.getShort(inner - 2) & 0xFFFF);
            offset = inner;
        }
        return false;
    }

    /** Offset of the value of the first such option of DHCPv6 that is there in full; -1 if there is none. */
    private int option(int first, int end, int wanted) {
        int offset = first;
        while (end - offset >= 4) {
            int length = buffer.getShort(offset + 2) & 0xFFFF;
            if (end - offset - 4 < length) {
                return -1;
            }
            if ((buffer.getShort(offset) & 0xFFFF) == wanted) {
                return offset + 4;
            }
            offset += 4 + length;
        }
        return -1;
    }

    private void readOptionsV6(int first, int end) {
        int offset = first;
        while (end - offset >= 4) {
            int code = buffer.getShort(offset) & 0xFFFF;
            int length = buffer.getShort(offset + 2) & 0xFFFF;
            offset += 4;
            if (end - offset < length) {
                return;
            }
            readOptionV6(code, offset, length);
            offset += length;
        }
    }

    private void readOptionV6(int code, int offset, int length) {
        switch (code) {
            case CLIENT_ID -> clientMac = macOfDuid(offset, length);
            case IA_NA -> {
                if (length > IA_NA_FIXED) {
                    readOptionsV6(offset + IA_NA_FIXED, offset + length);
                }
            }
            case IA_ADDRESS -> {
                if (length >= 24 && (givenHigh | givenLow) == 0) {
                    givenHigh = buffer.getLong(offset);
                    givenLow = buffer.getLong(offset + 8);
                    leaseSeconds = buffer.getInt(offset + 20) & 0xFFFF_FFFFL;
                }
            }
            case ELAPSED -> {
                if (length >= 2) {
                    seconds = (buffer.getShort(offset) & 0xFFFF) / 100;
                }
            }
            case STATUS -> {
                if (length >= 2) {
                    status = Math.max(status, buffer.getShort(offset) & 0xFFFF);
                }
            }
            default -> {}
        }
    }

    /** The MAC address inside a DUID-LLT or DUID-LL of Ethernet (RFC 8415 11.2, 11.4). */
    private long macOfDuid(int offset, int length) {
        if (length < 4 || buffer.getShort(offset + 2) != ETHERNET) {
            return ABSENT;
        }
        int type = buffer.getShort(offset) & 0xFFFF;
        int head = type == DUID_TIME ? 8 : 4;
        boolean hasMac = (type == DUID_TIME || type == DUID_LINK) && length == head + MAC_LENGTH;
        return hasMac ? mac(offset + head) : ABSENT;
    }

    private long mac(int offset) {
        return (buffer.getInt(offset) & 0xFFFF_FFFFL) << 16 | buffer.getShort(offset + 4) & 0xFFFFL;
    }

    private static long ipv4OrNone(int address) {
        return address == 0 ? 0 : Addresses.ipv4Low(address);
    }

    public DhcpKind kind() {
        return kind;
    }

    /** DHCPv4: op says reply; DHCPv6: advertise, reply, reconfigure. */
    public boolean isFromServer() {
        return fromServer;
    }

    /** 32 bits of DHCPv4, 24 of DHCPv6. */
    public long transactionId() {
        return transactionId;
    }

    /** chaddr, or the one in the client's DUID; {@link #ABSENT} if there is none of Ethernet. */
    public long clientMac() {
        return clientMac;
    }

    /** Since the client began to ask, as it claims. */
    public int seconds() {
        return seconds;
    }

    /** DHCPv4: hops, as the message claims; DHCPv6: relay messages around this one. */
    public int hops() {
        return hops;
    }

    /** giaddr, or the link address that the relay next to the client tells; 0 with {@link #relayLow} if there is none. */
    public long relayHigh() {
        return relayHigh;
    }

    public long relayLow() {
        return relayLow;
    }

    /** ciaddr, IPv4; 0 if there is none. */
    public int clientAddress() {
        return clientAddress;
    }

    /** yiaddr, or the first address of the message; 0 with {@link #givenLow} if there is none. */
    public long givenHigh() {
        return givenHigh;
    }

    public long givenLow() {
        return givenLow;
    }

    /** Option 50, IPv4; 0 if there is none. */
    public int requestedAddress() {
        return requestedAddress;
    }

    /** Option 54, IPv4; 0 if there is none. */
    public int serverId() {
        return serverId;
    }

    /** {@link #ABSENT} if there is none. */
    public long leaseSeconds() {
        return leaseSeconds;
    }

    /** The gravest status code of DHCPv6 (RFC 8415 21.13); {@link #ABSENT} if there is none. */
    public int status() {
        return status;
    }
}
