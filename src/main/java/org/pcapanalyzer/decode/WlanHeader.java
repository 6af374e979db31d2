package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * Header of an IEEE 802.11 frame, little-endian. Address 4, QoS control and HT control are there only in frames that
 * need them.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---+---+-------+---------------+-------------------------------+
 * |Ver|Typ|Subtype|     Flags     |           Duration            |
 * +---+---+-------+---------------+-------------------------------+
 * |                           Address 1                           |
 * |                               +-------------------------------+
 * |                               |           Address 2           |
 * +-------------------------------+                               |
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                           Address 3                           |
 * |                               +-------------------------------+
 * |                               |       Sequence Control        |
 * +-------------------------------+-------------------------------+
 * |                      Address 4 (6 bytes)                      |
 * |                               +-------------------------------+
 * |                               |          QoS Control          |
 * +-------------------------------+-------------------------------+
 * |                          HT Control                           |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class WlanHeader {
    /** Bytes of the frame control field, which tells how many follow. */
    static final int CONTROL_LENGTH = 2;

    private static final int THREE_ADDRESSES_LENGTH = 24;
    private static final int MAC_LENGTH = 6;
    private static final int QOS_LENGTH = 2;
    private static final int HT_LENGTH = 4;

    /** Version and type of the first byte, bits that the format fixes. */
    private static final int VERSION_AND_TYPE = 0x0F;

    private static final int DATA = 0x08;
    private static final int NO_DATA = 0x40;
    private static final int QOS = 0x80;

    private static final int TO_DS = 0x01;
    private static final int FROM_DS = 0x02;
    private static final int BOTH_DS = TO_DS | FROM_DS;
    private static final int MORE_FRAGMENTS = 0x04;
    private static final int PROTECTED = 0x40;
    private static final int ORDER = 0x80;
    private static final int FRAGMENT_NUMBER = 0x0F;
    private static final int AGGREGATE = 0x80;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header of which at least {@link #CONTROL_LENGTH} bytes are in the buffer. */
    WlanHeader wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** True if the frame is one of version 0 that carries data, and not of management or control. */
    boolean isData() {
        int control = buffer.get(offset);
        return (control & VERSION_AND_TYPE) == DATA && (control & NO_DATA) == 0;
    }

    boolean isProtected() {
        return (flags() & PROTECTED) != 0;
    }

    /** Bytes of the header of a data frame; the other accessors need them in the buffer. */
    int length() {
        int length = THREE_ADDRESSES_LENGTH;
        if ((flags() & BOTH_DS) == BOTH_DS) {
            length += MAC_LENGTH;
        }
        if (isQos()) {
            length += QOS_LENGTH;
            if ((flags() & ORDER) != 0) {
                length += HT_LENGTH;
            }
        }
        return length;
    }

    boolean isFragment() {
        return (flags() & MORE_FRAGMENTS) != 0 || (buffer.get(offset + 22) & FRAGMENT_NUMBER) != 0;
    }

    /** True if the body is a row of subframes (A-MSDU). */
    boolean isAggregate() {
        int qosOffset = offset + THREE_ADDRESSES_LENGTH + ((flags() & BOTH_DS) == BOTH_DS ? MAC_LENGTH : 0);
        return isQos() && (buffer.get(qosOffset) & AGGREGATE) != 0;
    }

    /** Who sent it first, 48 bits; not the access point that relays it. */
    long sourceMac() {
        return switch (flags() & BOTH_DS) {
            case FROM_DS -> mac(16);
            case BOTH_DS -> mac(24);
            default -> mac(10);
        };
    }

    /** For whom it is in the end, 48 bits. */
    long destinationMac() {
        return (flags() & TO_DS) != 0 ? mac(16) : mac(4);
    }

    private boolean isQos() {
        return (buffer.get(offset) & QOS) != 0;
    }

    private int flags() {
        return buffer.get(offset + 1) & 0xFF;
    }

    private long mac(int relative) {
        return (buffer.getShort(offset + relative) & 0xFFFFL) << 32
                | buffer.getInt(offset + relative + 2) & 0xFFFF_FFFFL;
    }
}
