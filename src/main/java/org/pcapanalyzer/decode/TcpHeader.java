package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * TCP header (RFC 9293 section 3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          Source Port          |       Destination Port        |
 * +-------------------------------+-------------------------------+
 * |                        Sequence Number                        |
 * +---------------------------------------------------------------+
 * |                    Acknowledgment Number                      |
 * +-------+-------+---------------+-------------------------------+
 * |  Data |       |C|E|U|A|P|R|S|F|                               |
 * | Offset| Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
 * |       |       |R|E|G|K|H|T|N|N|                               |
 * +-------+-------+---------------+-------------------------------+
 * |           Checksum            |         Urgent Pointer        |
 * +-------------------------------+-------------------------------+
 * |                     Options, up to 40 bytes                   |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class TcpHeader {
    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;
    public static final int ECE = 0x40;
    public static final int CWR = 0x80;

    /** Bytes without options. */
    public static final int LENGTH = 20;

    static final int MAX_SACK_BLOCKS = 4;

    private ByteBuffer buffer;
    private int offset;

    /** Points at a header whose first {@link #LENGTH} bytes are in the buffer. */
    public TcpHeader wrap(ByteBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public int sourcePort() {
        return buffer.getShort(offset) & 0xFFFF;
    }

    public int destinationPort() {
        return buffer.getShort(offset + 2) & 0xFFFF;
    }

    public int seq() {
        return buffer.getInt(offset + 4);
    }

    public int ack() {
        return buffer.getInt(offset + 8);
    }

    /** Bytes of the header with options, 0 to 60, as it claims. */
    public int headerLength() {
        return (buffer.get(offset + 12) & 0xF0) >> 2;
    }

    /** The eight flag bits from CWR to FIN. */
    public int flags() {
        return buffer.get(offset + 13) & 0xFF;
    }

    public int window() {
        return buffer.getShort(offset + 14) & 0xFFFF;
    }

    public int checksum() {
        return buffer.getShort(offset + 16) & 0xFFFF;
    }
}
