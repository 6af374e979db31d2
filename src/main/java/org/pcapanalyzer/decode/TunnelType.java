package org.pcapanalyzer.decode;

/** Kinds of tunnels: what a packet can come out of, or carry. */
public enum TunnelType {
    /** No tunnel. */
    NONE(""),
    /** PPP over Ethernet (RFC 2516); its number is the session id. */
    PPPOE("pppoe"),
    /** MPLS (RFC 3032), an Ethernet pseudowire included; its number is the label at the bottom of the stack. */
    MPLS("mpls"),
    /** IPv4 in IPv4 or IPv6 in IPv6 (RFC 2003, RFC 2473); no number. */
    IP_IN_IP("ip_in_ip"),
    /** IPv6 in IPv4 (RFC 4213); no number. */
    IPV6_IN_IPV4("6in4"),
    /** IPv4 in IPv6 (RFC 2473); no number. */
    IPV4_IN_IPV6("4in6"),
    /** GRE (RFC 2784, RFC 2890); its number is the key, if it has one. */
    GRE("gre"),
    /** GRE with mirrored Ethernet frames; its number is the session id, none in type I. */
    ERSPAN("erspan"),
    /** PPP in the GRE of PPTP (RFC 2637); its number is the call id. */
    PPTP("pptp"),
    /** PPP in L2TP (RFC 2661); its number is the session id. Version 3 does not say what it carries. */
    L2TP("l2tp"),
    /** VXLAN (RFC 7348) or VXLAN-GPE; its number is the VNI. */
    VXLAN("vxlan"),
    /** Geneve (RFC 8926); its number is the VNI. */
    GENEVE("geneve"),
    /** User data of mobile networks (3GPP TS 29.281); its number is the TEID. */
    GTP_U("gtp_u"),
    /** Teredo (RFC 4380); no number. */
    TEREDO("teredo"),
    /** IPsec (RFC 4303), in UDP too (RFC 3948); carries what nobody can look into. */
    ESP("esp"),
    /** WireGuard; carries what nobody can look into. */
    WIREGUARD("wireguard");

    private final String label;

    TunnelType(String label) {
        this.label = label;
    }

    /** Text of the value in the tables; empty for none. */
    public String label() {
        return label;
    }
}
