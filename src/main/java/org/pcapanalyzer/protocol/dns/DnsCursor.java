package org.pcapanalyzer.protocol.dns;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.pcapanalyzer.decode.Addresses;

/**
 * Reads a message from front to back, network byte order. Positions are relative to the message, as compression pointers
 * are. What goes wrong becomes an anomaly, and the cursor {@link #isBroken}: nothing behind it can be trusted.
 */
final class DnsCursor {
    /** Of a name with its length bytes and the root (RFC 1035 3.1). */
    private static final int LONGEST_NAME = 255;

    private static final int MOST_POINTERS = 127;
    private static final int POINTER = 0xC0;

    private final ByteBuffer buffer;
    private final int start;
    private final int length;
    private final boolean isClipped;
    private final Set<DnsAnomaly> anomalies = EnumSet.noneOf(DnsAnomaly.class);
    private int position;
    private int nameLength;
    private boolean isBroken;

    /**
     * @param length    bytes that can be read
     * @param isClipped the message was longer
     */
    DnsCursor(ByteBuffer buffer, int start, int length, boolean isClipped) {
        this.buffer = buffer;
        this.start = start;
        this.length = length;
        this.isClipped = isClipped;
        if (isClipped) {
            anomalies.add(DnsAnomaly.CLIPPED);
        }
    }

    Set<DnsAnomaly> anomalies() {
        return anomalies;
    }

    void note(DnsAnomaly anomaly) {
        anomalies.add(anomaly);
    }

    boolean isBroken() {
        return isBroken;
    }

    int position() {
        return position;
    }

    int remaining() {
        return length - position;
    }

    /** Whether so many bytes are left; if not, the message is shorter than it says. */
    boolean has(int count) {
        if (!isBroken && remaining() < count) {
            breakOff(isClipped ? DnsAnomaly.CLIPPED : DnsAnomaly.COUNT_BEYOND_MESSAGE);
        }
        return !isBroken;
    }

    void breakOff(DnsAnomaly anomaly) {
        anomalies.add(anomaly);
        isBroken = true;
    }

    int u8() {
        return u8At(position++);
    }

    int u16() {
        int value = u8At(position) << 8 | u8At(position + 1);
        position += 2;
        return value;
    }

    long u32() {
        return (long) u16() << 16 | u16();
    }

    void skip(int count) {
        position += count;
    }

    private int u8At(int at) {
        return buffer.get(start + at) & 0xFF;
    }

    /** Canonical text of the IPv4 address here. */
    String ipv4() {
        return Addresses.text(0, Addresses.ipv4Low((int) u32()), 4);
    }

    /** Canonical text of the IPv6 address here. */
    String ipv6() {
        long high = u32() << 32 | u32();
        long low = u32() << 32 | u32();
        return Addresses.text(high, low, 6);
    }

    /** Skips a name; whether it led to the root or a pointer within the message. */
    boolean skipName() {
        while (has(1)) {
            int label = u8();
            if (label == 0) {
                return true;
            }
            if (isPointer(label)) {
                boolean isWhole = has(1);
                position += isWhole ? 1 : 0;
                return isWhole;
            }
            if ((label & POINTER) != 0) {
                breakOff(DnsAnomaly.LABEL_TYPE);
            } else if (has(label)) {
                position += label;
            }
        }
        return false;
    }

    /**
     * Reads a name, case as on the wire, in the form of RFC 1035 5.1: labels joined by dots, what would be misread as
     * {@code \DDD}; {@code .} for the root. Where it breaks off, what was read until there.
     */
    String name() {
        StringBuilder text = new StringBuilder();
        nameLength = 1;
        int lowest = position;
        int at = appendLabels(text, position);
        position = at + 1;
        for (int pointers = 0; !isBroken && isPointer(u8At(at)); pointers++) {
            if (length - at < 2) {
                return cut(text);
            }
            position = pointers == 0 ? at + 2 : position;
            at = (u8At(at) & ~POINTER) << 8 | u8At(at + 1);
            if (at >= lowest || pointers == MOST_POINTERS) {
                breakOff(DnsAnomaly.NAME_POINTER);
                return text.toString();
            }
            lowest = at;
            at = appendLabels(text, at);
        }
        return isBroken || !text.isEmpty() ? text.toString() : ".";
    }

    /** Appends labels up to a pointer or the root, and gives the position of it. */
    private int appendLabels(StringBuilder text, int first) {
        int at = first;
        while (length - at >= 1) {
            int label = u8At(at);
            if (label == 0 || isPointer(label)) {
                return at;
            }
            nameLength += label + 1;
            if ((label & POINTER) != 0 || nameLength > LONGEST_NAME) {
                breakOff((label & POINTER) != 0 ? DnsAnomaly.LABEL_TYPE : DnsAnomaly.NAME_TOO_LONG);
                return at;
            }
            if (length - at - 1 < label) {
                break;
            }
            appendLabel(text, at + 1, label);
            at += 1 + label;
        }
        cut(text);
        return at;
    }

    private static boolean isPointer(int octet) {
        return (octet & POINTER) == POINTER;
    }

    private String cut(StringBuilder text) {
        breakOff(isClipped ? DnsAnomaly.CLIPPED : DnsAnomaly.COUNT_BEYOND_MESSAGE);
        return text.toString();
    }

    private void appendLabel(StringBuilder text, int at, int count) {
        if (!text.isEmpty()) {
            text.append('.');
        }
        for (int i = 0; i < count; i++) {
            int octet = u8At(at + i);
            if (octet == '.' || octet == '\\') {
                text.append('\\').append((char) octet);
            } else {
                appendOctet(text, octet);
            }
        }
    }

    /** Reads so many bytes as text between quotes (RFC 1035 5.1). */
    String quoted(int count) {
        StringBuilder text = new StringBuilder().append('"');
        for (int i = 0; i < count; i++) {
            int octet = u8();
            if (octet == '"' || octet == '\\') {
                text.append('\\').append((char) octet);
            } else if (octet == ' ') {
                text.append(' ');
            } else {
                appendOctet(text, octet);
            }
        }
        return text.append('"').toString();
    }

    private static void appendOctet(StringBuilder text, int octet) {
        if (octet > ' ' && octet < 0x7F) {
            text.append((char) octet);
        } else {
            text.append('\\').append((char) ('0' + octet / 100));
            text.append((char) ('0' + octet / 10 % 10)).append((char) ('0' + octet % 10));
        }
    }
}
