package org.pcapanalyzer.decode;

/**
 * Text of addresses. Inside the program an IP address is two longs in network order, IPv4 as ::ffff:a.b.c.d, and a MAC
 * address the low 48 bits of a long.
 */
public final class Addresses {
    private static final long IPV4_MAPPED = 0xFFFF_0000_0000L;
    private static final int IPV6_GROUPS = 8;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Addresses() {}

    /** Low half of the IPv4-mapped form of an address given as its 32 bits; the high half is 0. */
    public static long ipv4Low(int address) {
        return IPV4_MAPPED | Integer.toUnsignedLong(address);
    }

    /**
     * Canonical text (RFC 5952).
     *
     * @param version 4 for dotted decimal of the low 32 bits, otherwise IPv6
     */
    public static String text(long high, long low, int version) {
        StringBuilder text = new StringBuilder(39);
        if (version == 4) {
            appendIpv4(text, (int) low);
        } else if (high == 0 && low >>> 32 == 0xFFFF) {
            appendIpv4(text.append("::ffff:"), (int) low);
        } else {
            appendIpv6(text, high, low);
        }
        return text.toString();
    }

    /** Six pairs of lower-case hex digits with colons, of the low 48 bits. */
    public static String mac(long address) {
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            if (shift != 40) {
                text.append(':');
            }
            text.append(HEX[(int) (address >>> shift + 4) & 0xF]).append(HEX[(int) (address >>> shift) & 0xF]);
        }
        return text.toString();
    }

    private static void appendIpv4(StringBuilder text, int address) {
        text.append(address >>> 24).append('.').append(address >>> 16 & 0xFF).append('.');
        text.append(address >>> 8 & 0xFF).append('.').append(address & 0xFF);
    }

    /** The longest run of at least two zero groups, the first of equals, becomes "::". */
    private static void appendIpv6(StringBuilder text, long high, long low) {
        int runStart = IPV6_GROUPS;
        int runLength = 1;
        for (int start = 0; start < IPV6_GROUPS; start++) {
            int end = start;
            while (end < IPV6_GROUPS && group(high, low, end) == 0) {
                end++;
            }
            if (end - start > runLength) {
                runStart = start;
                runLength = end - start;
            }
        }
        for (int i = 0; i < IPV6_GROUPS; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                if (i > 0 && i != runStart + runLength) {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(high, low, i)));
            }
        }
    }

    private static int group(long high, long low, int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> 48 - 16 * (index & 3)) & 0xFFFF;
    }
}
