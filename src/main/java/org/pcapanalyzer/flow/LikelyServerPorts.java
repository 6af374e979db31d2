package org.pcapanalyzer.flow;

import java.util.BitSet;

/**
 * Ports that a server is likely behind. Zeek's own list decides ({@code likely_server_ports} of Zeek 8 with its default
 * scripts); where neither port is on it, the one below 1024 (RFC 6335 6) if the other is not.
 */
final class LikelyServerPorts {
    private static final int WELL_KNOWN_PORTS = 1024;

    private static final BitSet TCP = setOf(
            21, 22, 25, 53, 80, 81, 88, 135, 139, 143, 389, 443, 445, 502, 563, 585, 587, 614, 631, 636, 989, 990, 992,
            993, 995, 1080, 1434, 1883, 2811, 3128, 3268, 3306, 3389, 5222, 5223, 5269, 6379, 6666, 6667, 6668, 6669,
            8000, 8080, 8888, 20_000);
    private static final BitSet UDP = setOf(
            53, 67, 88, 123, 137, 161, 162, 389, 443, 514, 1812, 2123, 2152, 3389, 3544, 4789, 5060, 5072, 5353, 5355,
            6081, 20_000);

    private LikelyServerPorts() {}

    private static BitSet setOf(int... ports) {
        BitSet set = new BitSet();
        for (int port : ports) {
            set.set(port);
        }
        return set;
    }

    /** Whether the sender of a TCP segment without SYN is likelier to be the server than its receiver. */
    static boolean isTcpServer(int source, int destination) {
        if (TCP.get(source) && TCP.get(destination)) {
            return source < destination;
        }
        return isServer(TCP, source, destination);
    }

    /** Whether the sender of a datagram is likelier to be the server than its receiver. */
    static boolean isUdpServer(int source, int destination) {
        return isServer(UDP, source, destination);
    }

    /** Whether the ports tell the sides of a TCP connection apart. */
    static boolean decidesTcp(int source, int destination) {
        return isTcpServer(source, destination) || isTcpServer(destination, source);
    }

    /** Whether the ports tell the sides of a flow of datagrams apart. */
    static boolean decidesUdp(int source, int destination) {
        return isUdpServer(source, destination) || isUdpServer(destination, source);
    }

    private static boolean isServer(BitSet likely, int source, int destination) {
        if (likely.get(source) || likely.get(destination)) {
            return !likely.get(destination);
        }
        return source < WELL_KNOWN_PORTS && destination >= WELL_KNOWN_PORTS;
    }
}
