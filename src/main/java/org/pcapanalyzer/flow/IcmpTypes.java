package org.pcapanalyzer.flow;

/** Which ICMP type answers which (RFC 792, RFC 950, RFC 1256; RFC 4443, RFC 2710, RFC 4861, RFC 4620). */
final class IcmpTypes {
    private static final int ICMP = 1;
    private static final int[] PAIRS_V4 = {8, 0, 13, 14, 15, 16, 10, 9, 17, 18};
    private static final int[] PAIRS_V6 = {128, 129, 133, 134, 135, 136, 130, 131, 139, 140, 144, 145};

    private IcmpTypes() {}

    /** The type that {@code type} is paired with, in whichever direction; -1 for messages without answer. */
    static int answerTo(int ipProto, int type) {
        int[] pairs = ipProto == ICMP ? PAIRS_V4 : PAIRS_V6;
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] == type) {
                return pairs[i ^ 1];
            }
        }
        return -1;
    }

    /** Whether {@code type} is the asking one of a pair. */
    static boolean isRequest(int ipProto, int type) {
        int[] pairs = ipProto == ICMP ? PAIRS_V4 : PAIRS_V6;
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i] == type) {
                return true;
            }
        }
        return false;
    }

    /** Whether messages of the type report a fault and quote the packet that met it (RFC 1122 3.2.2, RFC 4443 2.1). */
    static boolean isError(int ipProto, int type) {
        if (ipProto == ICMP) {
            return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
        }
        return type < 128;
    }
}
