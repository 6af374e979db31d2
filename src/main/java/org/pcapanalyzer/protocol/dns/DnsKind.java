package org.pcapanalyzer.protocol.dns;

/** Protocols that have the form of DNS: values of {@code dns_kind_t}. */
public enum DnsKind {
    DNS("dns"),
    /** Multicast DNS (RFC 6762): to a group, answered by whoever has the name, or by nobody. */
    MDNS("mdns"),
    /** Link-local multicast name resolution (RFC 4795). */
    LLMNR("llmnr");

    private static final int DNS_PORT = 53;
    private static final int MDNS_PORT = 5353;
    private static final int LLMNR_PORT = 5355;

    private final String label;

    DnsKind(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }

    /** Whether a port is that of one of them. */
    static boolean isPort(int port) {
        return port == DNS_PORT || port == MDNS_PORT || port == LLMNR_PORT;
    }

    /** What ports say of a flow; {@link #DNS} if nothing. */
    static DnsKind of(int port, int otherPort) {
        if (port == DNS_PORT || otherPort == DNS_PORT) {
            return DNS;
        }
        if (port == MDNS_PORT || otherPort == MDNS_PORT) {
            return MDNS;
        }
        return port == LLMNR_PORT || otherPort == LLMNR_PORT ? LLMNR : DNS;
    }
}
