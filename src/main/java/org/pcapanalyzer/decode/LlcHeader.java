package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * IEEE 802.2 LLC header of unnumbered information, with SNAP if its service access points say so (RFC 1042).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * |     DSAP      |     SSAP      |    Control    |               |
 * +---------------+---------------+---------------+   SNAP OUI    |
 * |                               |           EtherType           |
 * +-------------------------------+-------------------------------+
 * </pre>
 */
public final class LlcHeader {
    /** Bytes without SNAP. */
    public static final int LENGTH = 3;
    /** Bytes with SNAP. */
    public static final int SNAP_LENGTH = 8;

    private static final int SNAP = 0xAAAA03;
    private static final int IP = 0x060603;
    private static final int OUI_ETHERNET = 0x000000;
    /** Encapsulated bridged frames, also with EtherTypes. */
    private static final int OUI_BRIDGED = 0x0000F8;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose first {@link #LENGTH} bytes are in the buffer. */
    public LlcHeader wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** True if IP follows without SNAP. */
    public boolean isIp() {
        return servicePointsAndControl() == IP;
    }

    /** True if a SNAP header belongs to it, {@link #SNAP_LENGTH} bytes in all. */
    public boolean isSnap() {
        return servicePointsAndControl() == SNAP;
    }

    /** True if the SNAP header tells an EtherType and no number of a vendor's own. */
    public boolean hasEtherType() {
        int oui = buffer.getInt(offset + 2) & 0xFFFFFF;
        return oui == OUI_ETHERNET || oui == OUI_BRIDGED;
    }

    public int etherType() {
        return buffer.getShort(offset + 6) & 0xFFFF;
    }

    private int servicePointsAndControl() {
        return (buffer.getShort(offset) & 0xFFFF) << 8 | buffer.get(offset + 2) & 0xFF;
    }
}
