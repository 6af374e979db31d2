package org.pcapanalyzer.protocol.dns;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Builds messages byte by byte, right ones and wrong ones. */
final class DnsBytes {
    static final int RESPONSE = 0x8180;
    static final int QUERY = 0x0100;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static DnsBytes message(int id, int flags, int questions, int answers, int authorities, int additionals) {
        return new DnsBytes()
                .u16(id)
                .u16(flags)
                .u16(questions)
                .u16(answers)
                .u16(authorities)
                .u16(additionals);
    }

    /** A query about one name. */
    static DnsBytes query(int id, String name, int type) {
        return message(id, QUERY, 1, 0, 0, 0).question(name, type);
    }

    /** An answer without records. */
    static DnsBytes answer(int id, String name, int type) {
        return message(id, RESPONSE, 1, 0, 0, 0).question(name, type);
    }

    DnsBytes u8(int value) {
        bytes.write(value);
        return this;
    }

    DnsBytes u16(int value) {
        return u8(value >> 8).u8(value);
    }

    DnsBytes u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    DnsBytes raw(int... octets) {
        for (int octet : octets) {
            u8(octet);
        }
        return this;
    }

    DnsBytes label(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        u8(octets.length);
        bytes.writeBytes(octets);
        return this;
    }

    /** Labels between dots, and the root. */
    DnsBytes name(String name) {
        if (!name.isEmpty()) {
            for (String label : name.split("\\.")) {
                label(label);
            }
        }
        return u8(0);
    }

    DnsBytes pointer(int position) {
        return u16(0xC000 | position);
    }

    DnsBytes question(String name, int type) {
        return name(name).u16(type).u16(1);
    }

    /** What follows the name of a record, up to its data. */
    DnsBytes record(int type, long ttl, int dataLength) {
        return u16(type).u16(1).u32(ttl).u16(dataLength);
    }

    DnsBytes opt(int size, int extendedCode) {
        return u8(0).u16(DnsTypes.OPT).u16(size).u32((long) extendedCode << 24).u16(0);
    }

    int position() {
        return bytes.size();
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** As it stands in a stream. */
    byte[] framed() {
        return new DnsBytes().u16(bytes.size()).raw(bytes()).bytes();
    }

    private DnsBytes raw(byte[] octets) {
        bytes.writeBytes(octets);
        return this;
    }

    DnsMessage read() {
        return read(bytes(), bytes.size()).orElseThrow();
    }

    static Optional<DnsMessage> read(byte[] captured, int length) {
        return DnsMessage.read(ByteBuffer.wrap(captured), 0, captured.length, length);
    }
}
