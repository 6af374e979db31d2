package org.pcapanalyzer.flow;

/** Kind of an ARP packet or neighbour message: values of {@code arp_op_t}. */
public enum NeighborKind {
    REQUEST("request"),
    REPLY("reply"),
    /** The sender asks for, or tells, its own address. */
    GRATUITOUS("gratuitous"),
    /** Asks whether an address is taken: ARP with sender address 0 (RFC 5227), or a solicitation from the unspecified address (RFC 4862 5.4). */
    PROBE("probe"),
    NS("ns"),
    NA("na"),
    OTHER("other");

    private final String label;

    NeighborKind(String label) {
        this.label = label;
    }

    /** Text of the value in the tables. */
    public String label() {
        return label;
    }
}
