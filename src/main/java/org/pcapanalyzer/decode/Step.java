package org.pcapanalyzer.decode;

/** What stands at the cursor of a packet: the next header to decode. */
enum Step {
    /** A frame of the packet's link type. */
    FRAME,
    ETHERNET,
    LINUX_COOKED,
    LINUX_COOKED_2,
    LOOPBACK,
    /** IP of the version that its first four bits say. */
    RAW_IP,
    VLAN,
    /** IEEE 802.2 LLC, perhaps with SNAP. */
    LLC,
    /** PPP as a link type, where Cisco's HDLC may stand instead. */
    PPP_LINK,
    PPP,
    PPPOE,
    MPLS,
    /** IEEE 802.11. */
    WLAN,
    ARP,
    IPV4,
    IPV6,
    /** Whatever the packet's IP protocol says: an extension header or the upper layer. */
    IP_PAYLOAD,
    /** What UDP carries: a tunnel, or anything. */
    UDP_PAYLOAD,
    DONE
}
