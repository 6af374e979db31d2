package org.pcapanalyzer.decode;

import org.pcapanalyzer.fuzz.Choices;

/** A fragment of a made-up datagram, as a fuzzer wants it. */
record SentFragment(
        long frame, long timeNs, int ipVersion, int id, int start, boolean hasMore, byte[] bytes, int capturedLength) {
    private static final int IDS = 4;
    private static final int IP_PROTOCOL_FOR_EXPERIMENTS = 253;
    private static final int CONTRADICTS = 0x80;
    private static final int LONGEST = 0xFFFF - 40;
    private static final long TICK_NS = 300_000_000L;
    private static final long MINUTE_NS = 60_000_000_000L;

    private static final int IS_VERSION_6 = 0x01;
    private static final int IS_LAST = 0x02;
    private static final int IS_CLIPPED = 0x04;
    private static final int IS_LATER = 0x08;
    private static final int IS_MUCH_LATER = 0x10;
    private static final int IS_BEFORE = 0x20;
    private static final int IS_LONG = 0x40;
    private static final int IS_ODD = 0x80;

    /**
     * Reads 5 bytes: shape; datagram, whose top bit makes the content disagree with that of others; start in units of 8
     * bytes (2); length in such units.
     */
    static SentFragment of(Choices choices, long frame, long nowNs) {
        int shape = choices.u8();
        int datagram = choices.u8();
        int start = (choices.u16() & 0x1FFF) << 3;
        int length = choices.u8() << (has(shape, IS_LONG) ? 7 : 3);
        length += has(shape, IS_ODD) ? 3 : 0;
        int id = datagram % IDS;
        byte[] bytes = new byte[Math.min(length, LONGEST)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((start + i) * 31 + (start + i >> 8) + id * 7 + (datagram & CONTRADICTS));
        }
        int captured = has(shape, IS_CLIPPED) ? bytes.length / 3 : bytes.length;
        return new SentFragment(
                frame,
                timeNs(shape, nowNs),
                has(shape, IS_VERSION_6) ? 6 : 4,
                id,
                start,
                start == 0 || !has(shape, IS_LAST),
                bytes,
                captured);
    }

    private static boolean has(int shape, int bit) {
        return (shape & bit) != 0;
    }

    private static long timeNs(int shape, long nowNs) {
        long time = nowNs + (has(shape, IS_LATER) ? TICK_NS : 0) + (has(shape, IS_MUCH_LATER) ? MINUTE_NS / 2 : 0);
        return Math.max(0, time - (has(shape, IS_BEFORE) ? 5 * TICK_NS : 0));
    }

    /** What tells the datagram from others. */
    String key() {
        return ipVersion + "/" + id;
    }

    int end() {
        return start + bytes.length;
    }

    int capturedEnd() {
        return start + capturedLength;
    }

    /** Whether no datagram can hold it. */
    boolean isImpossible() {
        int largest = ipVersion == 4 ? 0xFFFF - Ipv4Header.LENGTH : 0xFFFF;
        return bytes.length == 0 || end() > largest || hasMore && (bytes.length & 7) != 0;
    }

    Packets packets() {
        Packets packets = ipVersion == 4
                ? Packets.ip(FragmentFixture.A4, FragmentFixture.B4, IP_PROTOCOL_FOR_EXPERIMENTS)
                        .ipId(id)
                        .fragment(start, hasMore)
                : Packets.ip(FragmentFixture.A6, FragmentFixture.B6, IP_PROTOCOL_FOR_EXPERIMENTS)
                        .extension(IpProtocol.FRAGMENT, 0, start >> 8, start & 0xF8 | (hasMore ? 1 : 0), 0, 0, 0, id);
        Packets filled = packets.payload(bytes).at(timeNs).raw();
        return filled.snaplen(filled.bytes().length - (bytes.length - capturedLength));
    }
}
