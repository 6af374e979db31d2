package org.pcapanalyzer.flow;

/** Protocol of a flow: values of {@code proto_t}. */
public enum FlowProtocol {
    TCP("tcp"),
    UDP("udp"),
    ICMP("icmp"),
    ICMPV6("icmpv6"),
    SCTP("sctp"),
    OTHER("other");

    private final String label;

    FlowProtocol(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }

    /** The protocol with the IP protocol number. */
    static FlowProtocol ofIpProtocol(int number) {
        return switch (number) {
            case 1 -> ICMP;
            case 6 -> TCP;
            case 17 -> UDP;
            case 58 -> ICMPV6;
            case 132 -> SCTP;
            default -> OTHER;
        };
    }
}
