package org.pcapanalyzer.decode;

/** Kind of a DHCP message: values of {@code dhcp_t}. */
public enum DhcpKind {
    DISCOVER("discover"),
    OFFER("offer"),
    REQUEST("request"),
    DECLINE("decline"),
    ACK("ack"),
    NAK("nak"),
    RELEASE("release"),
    INFORM("inform"),
    /** A BOOTP message (RFC 951): without DHCP's message type. */
    BOOTP("bootp"),
    SOLICIT("solicit"),
    ADVERTISE("advertise"),
    CONFIRM("confirm"),
    RENEW("renew"),
    REBIND("rebind"),
    REPLY("reply"),
    RECONFIGURE("reconfigure"),
    INFORMATION_REQUEST("information_request"),
    OTHER("other");

    /** By message type of DHCPv4 (RFC 2132 9.6). */
    private static final DhcpKind[] V4 = {BOOTP, DISCOVER, OFFER, REQUEST, DECLINE, ACK, NAK, RELEASE, INFORM};
    /** By message type of DHCPv6 (RFC 8415 7.3); relayed messages are opened. */
    private static final DhcpKind[] V6 = {
        OTHER,
        SOLICIT,
        ADVERTISE,
        REQUEST,
        CONFIRM,
        RENEW,
        REBIND,
        REPLY,
        RELEASE,
        DECLINE,
        RECONFIGURE,
        INFORMATION_REQUEST
    };

    private final String label;

    DhcpKind(String label) {
        this.label = label;
    }

    static DhcpKind ofV4(int type) {
        return type < V4.length ? V4[type] : OTHER;
    }

    static DhcpKind ofV6(int type) {
        return type < V6.length ? V6[type] : OTHER;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
