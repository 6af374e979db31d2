package org.pcapanalyzer.protocol.dns;

/**
 * A record of the answer section.
 *
 * @param type       number of its type
 * @param ttlSeconds how long it may be kept
 * @param text       an address in canonical text, a name, or the data in the form of zone files; of types that are not read,
 *     {@code \#} and the length (RFC 3597 5)
 */
public record DnsAnswer(int type, long ttlSeconds, String text) {
    /** Bytes of a text that are kept. */
    private static final int LONGEST_TEXT = 255;

    /** Reads the data of a record, {@code end} behind its last byte; the cursor stands there afterwards. */
    static DnsAnswer read(DnsCursor cursor, int type, long ttlSeconds, int dataLength) {
        int end = cursor.position() + dataLength;
        String text = text(cursor, type, dataLength);
        if (cursor.isBroken()) {
            return new DnsAnswer(type, ttlSeconds, unread(dataLength));
        }
        if (cursor.position() > end) {
            cursor.note(DnsAnomaly.RECORD_DATA);
        }
        cursor.skip(end - cursor.position());
        return new DnsAnswer(type, ttlSeconds, text);
    }

    private static String text(DnsCursor cursor, int type, int length) {
        int least = switch (type) {
            case DnsTypes.A -> 4;
            case DnsTypes.AAAA -> 16;
            case DnsTypes.MX -> 3;
            case DnsTypes.SRV -> 7;
            case DnsTypes.TXT, DnsTypes.NS, DnsTypes.CNAME, DnsTypes.PTR, DnsTypes.DNAME -> 1;
            default -> 0;
        };
        boolean isAddress = type == DnsTypes.A || type == DnsTypes.AAAA;
        if (length < least || isAddress && length > least) {
            cursor.note(DnsAnomaly.RECORD_DATA);
            return unread(length);
        }
        return switch (type) {
            case DnsTypes.A -> cursor.ipv4();
            case DnsTypes.AAAA -> cursor.ipv6();
            case DnsTypes.NS, DnsTypes.CNAME, DnsTypes.PTR, DnsTypes.DNAME -> cursor.name();
            case DnsTypes.MX -> cursor.u16() + " " + cursor.name();
            case DnsTypes.SRV -> cursor.u16() + " " + cursor.u16() + " " + cursor.u16() + " " + cursor.name();
            case DnsTypes.TXT -> firstString(cursor, length);
            default -> unread(length);
        };
    }

    private static String firstString(DnsCursor cursor, int length) {
        int count = cursor.u8();
        if (count > length - 1) {
            cursor.note(DnsAnomaly.RECORD_DATA);
        }
        return cursor.quoted(Math.min(Math.min(count, length - 1), LONGEST_TEXT));
    }

    private static String unread(int length) {
        return "\\# " + length;
    }
}
