package org.pcapanalyzer.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes capture files field by field, so that tests have every byte in sight. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteOrder order;

    Bytes(ByteOrder order) {
        this.order = order;
    }

    static Bytes little() {
        return new Bytes(ByteOrder.LITTLE_ENDIAN);
    }

    static Bytes big() {
        return new Bytes(ByteOrder.BIG_ENDIAN);
    }

    Bytes u16(int value) {
        return raw(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    }

    Bytes u32(long value) {
        return raw(ByteBuffer.allocate(4).order(order).putInt((int) value).array());
    }

    Bytes u64(long value) {
        return raw(ByteBuffer.allocate(8).order(order).putLong(value).array());
    }

    Bytes hex(String digits) {
        return raw(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    Bytes text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    Bytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Bytes pad() {
        while (out.size() % 4 != 0) {
            out.write(0);
        }
        return this;
    }

    int size() {
        return out.size();
    }

    byte[] array() {
        return out.toByteArray();
    }

    private Bytes fresh() {
        return new Bytes(order);
    }

    // Classic pcap.

    Bytes pcapHeader(long magic, int snaplen, int linkTypeWord) {
        return u32(magic).u16(2).u16(4).u32(0).u32(0).u32(snaplen).u32(linkTypeWord);
    }

    Bytes record(long seconds, long fraction, String frameHex) {
        byte[] frame = fresh().hex(frameHex).array();
        return record(seconds, fraction, frame.length, frame.length).raw(frame);
    }

    Bytes record(long seconds, long fraction, long first, long second) {
        return u32(seconds).u32(fraction).u32(first).u32(second);
    }

    // pcapng.

    Bytes block(long type, Bytes body) {
        byte[] padded = body.pad().array();
        return u32(type).u32(padded.length + 12L).raw(padded).u32(padded.length + 12L);
    }

    Bytes section(Bytes options) {
        return block(0x0A0D0D0AL, fresh().u32(0x1A2B3C4DL).u16(1).u16(0).u64(-1).raw(options.array()));
    }

    Bytes section() {
        return section(fresh());
    }

    Bytes describe(int linkType, long snaplen, Bytes options) {
        return block(1, fresh().u16(linkType).u16(0).u32(snaplen).raw(options.array()));
    }

    Bytes describe(int linkType, long snaplen) {
        return describe(linkType, snaplen, fresh());
    }

    Bytes enhanced(long interfaceId, long ticks, String frameHex, Bytes options) {
        byte[] frame = fresh().hex(frameHex).array();
        return block(
                6,
                fresh().u32(interfaceId)
                        .u32(ticks >>> 32)
                        .u32(ticks)
                        .u32(frame.length)
                        .u32(frame.length)
                        .raw(frame)
                        .pad()
                        .raw(options.array()));
    }

    Bytes enhanced(long interfaceId, long ticks, String frameHex) {
        return enhanced(interfaceId, ticks, frameHex, fresh());
    }

    Bytes option(int code, byte[] value) {
        return u16(code).u16(value.length).raw(value).pad();
    }

    Bytes option(int code, String value) {
        return option(code, value.getBytes(StandardCharsets.UTF_8));
    }

    Bytes option(int code, long value) {
        return option(code, fresh().u64(value).array());
    }

    Bytes endOfOptions() {
        return u32(0);
    }
}
