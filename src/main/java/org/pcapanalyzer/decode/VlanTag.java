package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * What follows the tag protocol identifier of a VLAN tag (IEEE 802.1Q).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-----+-+-----------------------+-------------------------------+
 * | PCP |D|        VLAN ID        |       EtherType, Length       |
 * +-----+-+-----------------------+-------------------------------+
 * </pre>
 */
public final class VlanTag {
    public static final int LENGTH = 4;

    /** Customer tag. */
    public static final int TPID_8021Q = 0x8100;
    /** Service tag of stacked VLANs. */
    public static final int TPID_8021AD = 0x88A8;
    /** Outer tag of stacked VLANs before the standard. */
    public static final int TPID_QINQ = 0x9100;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a tag whose {@link #LENGTH} bytes are in the buffer. */
    public VlanTag wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** 0 to 4095; 0 is a tag for priority alone. */
    public int vlanId() {
        return buffer.getShort(offset) & 0xFFF;
    }

    public int typeOrLength() {
        return buffer.getShort(offset + 2) & 0xFFFF;
    }
}
