package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PcapReaderTest {
    private static final long MICROS = 0xA1B2C3D4L;
    private static final long NANOS = 0xA1B23C4DL;

    @Test
    void shouldReadMicrosecondsInLittleEndian() throws IOException {
        Readings read = Readings.of(Bytes.little()
                .hex("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000")
                .hex("01000000 02000000 03000000 05000000 aabbcc"));

        assertEquals(List.of(new Readings.Seen(1, 1_000_002_000L, 1, 0, 5, "aabbcc")), read.frames());
        CaptureSummary summary = read.summary();
        assertEquals("pcap", summary.format());
        assertEquals("none", summary.compression());
        assertEquals(List.of(new CaptureInterface(0, "", 1, 65_535, 1_000_000, "")), summary.interfaces());
        assertEquals(43, summary.sizeBytes());
        assertEquals(3, summary.capturedBytes());
        assertEquals(5, summary.originalBytes());
        assertEquals(1, summary.clippedFrames());
        assertEquals(-1, summary.dropsReported());
        assertEquals(List.of(), summary.damage());
        assertFalse(summary.truncated());
    }

    @Test
    void shouldReadNanosecondsInBigEndian() throws IOException {
        Readings read = Readings.of(Bytes.big()
                .hex("a1b23c4d 0002 0004 00000000 00000000 00000060 00000071")
                .hex("00000001 3b9ac9ff 00000002 00000002 0102"));

        assertEquals(List.of(new Readings.Seen(1, 1_999_999_999L, 113, 0, 2, "0102")), read.frames());
        assertEquals(1_000_000_000, read.summary().interfaces().get(0).resolution());
    }

    @Test
    void shouldReadBothMagicsInBothByteOrders() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            for (long magic : List.of(MICROS, NANOS)) {
                Readings read = Readings.of(
                        new Bytes(order).pcapHeader(magic, 65_535, 101).record(7, 5, "45"));
                long expected = 7_000_000_000L + (magic == NANOS ? 5 : 5_000);
                assertEquals(
                        List.of(new Readings.Seen(1, expected, 101, 0, 1, "45")),
                        read.frames(),
                        order + " " + Long.toHexString(magic));
            }
        }
    }

    @Test
    void shouldIgnoreUpperHalfOfLinkTypeWord() throws IOException {
        Readings read =
                Readings.of(Bytes.little().pcapHeader(MICROS, 96, 0xF4000071).record(1, 0, "00"));
        assertEquals(113, read.frames().get(0).linkType());
        assertEquals(113, read.summary().interfaces().get(0).linkType());
    }

    @Test
    void shouldCarryFractionsBeyondOneSecondAndReadSecondsUnsigned() throws IOException {
        Readings read = Readings.of(Bytes.little()
                .pcapHeader(MICROS, 96, 1)
                .record(1, 2_500_000, "00")
                .record(0xFFFFFFFFL, 0, "00"));
        assertEquals(3_500_000_000L, read.frames().get(0).timestampNs());
        assertEquals(4_294_967_295_000_000_000L, read.frames().get(1).timestampNs());
    }

    @Test
    void shouldAcceptCapturedBeyondOriginalAndBeyondSnaplenAndEmptyFrames() throws IOException {
        Readings read = Readings.of(Bytes.little()
                .pcapHeader(MICROS, 2, 1)
                .record(1, 0, 4, 3)
                .hex("01020304")
                .record(2, 0, 0, 60));
        assertEquals(2, read.frames().size());
        assertEquals("01020304", read.frames().get(0).hex());
        assertEquals(3, read.frames().get(0).originalLength());
        assertEquals("", read.frames().get(1).hex());
        assertEquals(List.of(), read.summary().damage());
        assertEquals(1, read.summary().clippedFrames());
    }

    @Test
    void shouldSwapLengthsOfOldVersions() throws IOException {
        assertEquals("aa", swapped(2, 2, 9, 1).frames().get(0).hex());
        assertEquals(9, swapped(2, 2, 9, 1).frames().get(0).originalLength());
        assertEquals(9, swapped(543, 0, 9, 1).frames().get(0).originalLength());
        assertEquals(9, swapped(2, 3, 9, 1).frames().get(0).originalLength());
        assertEquals(9, swapped(2, 3, 1, 9).frames().get(0).originalLength());
        assertEquals(9, swapped(2, 4, 1, 9).frames().get(0).originalLength());
    }

    private static Readings swapped(int major, int minor, int first, int second) throws IOException {
        return Readings.of(Bytes.big()
                .u32(MICROS)
                .u16(major)
                .u16(minor)
                .u32(0)
                .u32(0)
                .u32(96)
                .u32(1)
                .record(1, 0, first, second)
                .hex("aa"));
    }

    @Test
    void shouldRefuseUnknownVersion() {
        Bytes bytes =
                Bytes.big().u32(MICROS).u16(3).u16(0).u32(0).u32(0).u32(96).u32(1);
        CaptureException thrown = assertThrows(CaptureException.class, () -> Readings.of(bytes));
        assertTrue(thrown.getMessage().contains("version 3.0"), thrown.getMessage());
    }

    @Test
    void shouldAcceptCaptureWithoutFrames() throws IOException {
        Readings read = Readings.of(Bytes.little().pcapHeader(MICROS, 0, 1));
        assertEquals(List.of(), read.frames());
        assertEquals(List.of(), read.summary().damage());
        assertEquals(0, read.summary().firstNs());
    }

    @Test
    void shouldCountTimeRegressionsAndKeepExtremes() throws IOException {
        Readings read = Readings.of(Bytes.little()
                .pcapHeader(NANOS, 96, 1)
                .record(5, 0, "00")
                .record(3, 0, "00")
                .record(4, 0, "00")
                .record(4, 0, "00"));
        assertEquals(1, read.summary().timeRegressions());
        assertEquals(3_000_000_000L, read.summary().firstNs());
        assertEquals(5_000_000_000L, read.summary().lastNs());
    }

    @Test
    void shouldReadUpToEveryTruncationPoint() throws IOException {
        Bytes bytes = Bytes.little().pcapHeader(MICROS, 96, 1);
        List<Integer> ends = new java.util.ArrayList<>(List.of(bytes.size()));
        for (String frame : List.of("0102030405", "", "aabb")) {
            ends.add(bytes.record(1, 0, frame).size());
        }
        byte[] whole = bytes.array();
        for (int length = 24; length <= whole.length; length++) {
            int end = length;
            Readings read = Readings.of(Arrays.copyOf(whole, length));
            long complete = ends.stream().filter(e -> e <= end).count() - 1;
            boolean clean = ends.contains(length);
            assertEquals(complete, read.frames().size(), "frames of " + length);
            assertEquals(!clean, read.summary().truncated(), "truncated at " + length);
            assertEquals(clean ? 0 : 1, read.summary().damage().size(), "damage at " + length);
            assertTrue(clean || read.damage().contains("byte " + length + " "), read.damage());
            assertEquals(64, read.summary().sha256().length());
        }
    }

    @Test
    void shouldRefuseFileCutInItsHeader() {
        byte[] whole = Bytes.little().pcapHeader(MICROS, 96, 1).array();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            CaptureException thrown = assertThrows(CaptureException.class, () -> Readings.open(cut));
            assertFalse(thrown.getMessage().contains("\n"), thrown.getMessage());
            assertTrue(thrown.getMessage().startsWith("test.cap: "), thrown.getMessage());
        }
    }

    @Test
    void shouldEndWithDamageWhereRecordClaimsTooMuch() throws IOException {
        for (long claim : new long[] {0xFFFFFFFFL, 0x80000000L, 0x7FFFFFFFL, (16 << 20) + 1, 262_145}) {
            Readings read = Readings.of(Bytes.little()
                    .pcapHeader(MICROS, 65_535, 1)
                    .record(1, 0, "0102")
                    .record(2, 0, claim, 60)
                    .hex("00112233445566778899"));
            assertEquals(1, read.frames().size());
            assertFalse(read.summary().truncated());
            assertEquals(
                    List.of(
                            "After frame 1, at byte 42, a frame claims " + claim
                                    + " captured bytes, where at most 262144 are plausible; the last 26 bytes are not analysed."),
                    read.summary().damage());
            assertEquals(64, read.summary().sha256().length(), "the digest covers what is not analysed");
        }
    }

    @Test
    void shouldBelieveLengthsUpToSnaplenButNotBeyondLimit() throws IOException {
        Bytes within = Bytes.little().pcapHeader(MICROS, 1 << 20, 1).record(1, 0, 300_000, 300_000);
        assertEquals(1, Readings.of(within.raw(new byte[300_000])).frames().size());

        Bytes beyond = Bytes.little().pcapHeader(MICROS, 0x7FFFFFFF, 1).record(1, 0, 20 << 20, 20 << 20);
        assertTrue(Readings.of(beyond.raw(new byte[100])).damage().contains("at most 16777216"));
    }

    @Test
    void shouldKeepReturningFalseAfterTheEnd() throws IOException {
        byte[] bytes =
                Bytes.little().pcapHeader(MICROS, 96, 1).record(1, 0, 5, 5).array();
        try (FrameReader reader = Readings.open(bytes)) {
            Frame frame = new Frame();
            assertFalse(reader.next(frame));
            assertFalse(reader.next(frame));
            assertEquals(1, reader.summary().damage().size());
        }
    }

    private static Bytes variant(ByteOrder order, long magic, int minor, String afterHeader, String inRecord) {
        Bytes bytes = new Bytes(order)
                .u32(magic)
                .u16(2)
                .u16(minor)
                .u32(0)
                .u32(0)
                .u32(96)
                .u32(1)
                .hex(afterHeader);
        for (int i = 0; i < 4; i++) {
            bytes.record(1_700_000_000 + i, 7, 6, 6).hex(inRecord).hex("0a0b0c0d0e0" + i);
        }
        return bytes;
    }

    @Test
    void shouldTellVariantsByTheirFirstRecords() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            String interfaceAndType = "00000002 0800 00 00";
            assertVariant(variant(order, 0xA1B2CD34L, 4, "", interfaceAndType));
            assertVariant(variant(order, 0xA1B2CD34L, 4, "", interfaceAndType + "00000000"));
            assertVariant(variant(order, MICROS, 4, "", interfaceAndType));
            assertVariant(variant(order, MICROS, 4, "", "01020304"));
            assertVariant(variant(order, 0x1C0001ACL, 4, "00000058", ""));
            assertVariant(variant(order, 0x1C0001ABL, 4, "00000058", ""));
            assertVariant(variant(order, MICROS, 2, "", ""));
        }
    }

    private static void assertVariant(Bytes bytes) throws IOException {
        Readings read = Readings.of(bytes);
        assertEquals(List.of(), read.summary().damage());
        assertEquals(
                List.of("0a0b0c0d0e00", "0a0b0c0d0e01", "0a0b0c0d0e02", "0a0b0c0d0e03"),
                read.frames().stream().map(Readings.Seen::hex).toList());
        assertEquals(1_700_000_003_000_007_000L, read.frames().get(3).timestampNs());
    }

    @Test
    void shouldReadNanosecondsAndInterfaceTypesOfAix() throws IOException {
        Readings read = Readings.of(Bytes.big()
                .hex("a1b2c3d4 0002 0002 00000000 00000000 00000060 00000006")
                .record(5, 999_999_999, 60, 2)
                .hex("abcd"));
        assertEquals(List.of(new Readings.Seen(1, 5_999_999_999L, 1, 0, 60, "abcd")), read.frames());
    }

    @Test
    void shouldTakeStandardLayoutWhereNoneMakesSense() throws IOException {
        Readings read = Readings.of(Bytes.little()
                .pcapHeader(MICROS, 96, 1)
                .record(5, 0, 4, 3)
                .hex("01020304")
                .record(-1, 0, 0, 0)
                .record(3, 0, 0, 60));
        assertEquals(3, read.frames().size());
    }

    @Test
    void shouldGoOnBehindDamageWhereRecordsFollowOneAnother() throws IOException {
        Bytes bytes =
                Bytes.little().pcapHeader(MICROS, 96, 1).record(1_000, 0, "aa").record(1_001, 0, "bb");
        int damageAt = bytes.size();
        bytes.record(1_002, 0, -1, 60).hex("00112233445566778899").raw(new byte[999]);
        int soundAt = bytes.size();
        bytes.record(1_003, 0, "cc").record(1_004, 0, "dd").record(1_005, 0, "ee");

        Readings read = Readings.of(bytes);

        assertEquals(
                List.of("aa", "bb", "cc", "dd", "ee"),
                read.frames().stream().map(Readings.Seen::hex).toList());
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L),
                read.frames().stream().map(Readings.Seen::number).toList());
        assertEquals(1, read.summary().damageCount());
        assertEquals(soundAt - damageAt, read.summary().lostBytes());
        assertFalse(read.summary().truncated());
        assertEquals(
                "After frame 2, at byte " + damageAt
                        + ", a frame claims 4294967295 captured bytes, where at most 262144"
                        + " are plausible; reading goes on " + (soundAt - damageAt) + " bytes further on.",
                read.damage());
    }

    @Test
    void shouldNotTakeTwoRecordsInTheMiddleForAChain() throws IOException {
        Readings read = Readings.of(Bytes.little()
                .pcapHeader(MICROS, 96, 1)
                .record(1_000, 0, "aa")
                .record(1_001, 0, -1, 60)
                .record(1_002, 0, "bb")
                .record(1_003, 0, "cc")
                .raw(new byte[500]));
        assertEquals(1, read.frames().size());
        assertTrue(read.damage().endsWith("are not analysed."), read.damage());
    }

    @Test
    void shouldGoOnWithinTailThatOneRecordClaims() throws IOException {
        Readings read = Readings.of(Bytes.little()
                .pcapHeader(MICROS, 65_535, 1)
                .record(1_000, 0, "aa")
                .record(1_001, 0, 60_000, 60_000)
                .hex("0102030405")
                .record(1_002, 0, "bb")
                .record(1_003, 0, "cc"));
        assertEquals(
                List.of("aa", "bb", "cc"),
                read.frames().stream().map(Readings.Seen::hex).toList());
        assertEquals(21, read.summary().lostBytes());
    }

    @Test
    void shouldGoOnFarBehindDamageAndFromEachOfManyDamages() throws IOException {
        Bytes bytes = Bytes.big().pcapHeader(NANOS, 96, 1).record(1_000, 0, "aa");
        for (int damage = 0; damage < 30; damage++) {
            bytes.record(1_001, 0, -1, 60).raw(new byte[300_001]);
            bytes.record(1_003, 0, "cc").record(1_004, 0, "dd").record(1_005, 0, "ee");
        }
        Readings read = Readings.of(bytes);
        assertEquals(91, read.frames().size());
        assertEquals(30, read.summary().damageCount());
        assertEquals(10, read.summary().damage().size());
        assertEquals(30 * 300_017, read.summary().lostBytes());
    }
}
