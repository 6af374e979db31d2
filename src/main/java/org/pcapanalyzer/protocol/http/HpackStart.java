package org.pcapanalyzer.protocol.http;

/** Reads the method or the status at the beginning of a field block, as far as the static table tells (RFC 7541 App. A). */
final class HpackStart {
    private static final int INDEXED = 0x80;
    private static final int GET = 2;
    private static final int POST = 3;
    private static final int FIRST_STATUS = 8;
    private static final int LAST_STATUS = 14;
    private static final int[] STATUS = {200, 204, 206, 304, 400, 404, 500};
    private static final int HUFFMAN = 0x80;
    /** Digits 0, 1 and 2 have codes of 5 bits, 3 to 9 of 6 bits from here on (RFC 7541 App. B). */
    private static final int FIRST_OF_SIX_BITS = 0x19;

    private HpackStart() {}

    /** "GET" or "POST" if the block begins with it, else empty. */
    static String method(byte[] block) {
        int index = indexed(block);
        return index == GET ? "GET" : index == POST ? "POST" : "";
    }

    /** The status if the block begins with it, else {@link HttpHead#ABSENT}. */
    static int status(byte[] block) {
        int index = indexed(block);
        if (index >= FIRST_STATUS && index <= LAST_STATUS) {
            return STATUS[index - FIRST_STATUS];
        }
        boolean isLiteral = block.length > 2 && isStatusName(block[0] & 0xFF);
        return isLiteral ? digits(block) : HttpHead.ABSENT;
    }

    private static int indexed(byte[] block) {
        return block.length > 0 && (block[0] & INDEXED) != 0 ? block[0] & 0x7F : 0;
    }

    /** A literal whose name is one of the static table's :status, to be indexed or not. */
    private static boolean isStatusName(int first) {
        int index = (first & 0xC0) == 0x40 ? first & 0x3F : first & 0x0F;
        return (first & INDEXED) == 0 && index >= FIRST_STATUS && index <= LAST_STATUS;
    }

    private static int digits(byte[] block) {
        boolean isCoded = (block[1] & HUFFMAN) != 0;
        int length = block[1] & 0x7F;
        if (length > 3 || block.length < 2 + length || !isCoded && length != 3) {
            return HttpHead.ABSENT;
        }
        int status = 0;
        int bit = 0;
        for (int i = 0; i < 3; i++) {
            int digit = isCoded ? coded(block, bit, 8 * length) : block[2 + i] - '0';
            if (digit < 0 || digit > 9) {
                return HttpHead.ABSENT;
            }
            bit += digit < 3 ? 5 : 6;
            status = 10 * status + digit;
        }
        return status;
    }

    /** The digit whose code begins at a bit; -1 if none does. */
    private static int coded(byte[] block, int bit, int bits) {
        if (bit + 5 > bits) {
            return -1;
        }
        int five = bits(block, bit, 5);
        if (five < 3) {
            return five;
        }
        int six = bit + 6 > bits ? 0 : bits(block, bit, 6) - FIRST_OF_SIX_BITS;
        return six >= 0 && six <= 6 ? 3 + six : -1;
    }

    private static int bits(byte[] block, int from, int count) {
        int value = 0;
        for (int bit = from; bit < from + count; bit++) {
            value = value << 1 | block[2 + bit / 8] >> 7 - bit % 8 & 1;
        }
        return value;
    }
}
