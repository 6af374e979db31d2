package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PcapngReaderTest {
    private static final long SECOND = 1_000_000;

    @Test
    void shouldReadEnhancedPacketInLittleEndian() throws IOException {
        Readings read = Readings.of(Bytes.little()
                .hex("0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000")
                .hex("01000000 14000000 0100 0000 00000400 14000000")
                .hex("06000000 24000000 00000000 00000000 40420f00 03000000 09000000 aabbcc00 24000000"));

        assertEquals(List.of(new Readings.Seen(1, 1_000_000_000L, 1, 0, 9, "aabbcc")), read.frames());
        CaptureSummary summary = read.summary();
        assertEquals("pcapng", summary.format());
        assertEquals(List.of(new CaptureInterface(0, "", 1, 262_144, 1_000_000, "")), summary.interfaces());
        assertEquals(1, summary.sectionCount());
        assertEquals(-1, summary.dropsReported());
        assertEquals(List.of(), summary.damage());
    }

    @Test
    void shouldReadTheSameInBothByteOrders() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            Readings read =
                    Readings.of(new Bytes(order).section().describe(113, 96).enhanced(0, 0x1_0000_0001L, "0102030405"));
            assertEquals(
                    List.of(new Readings.Seen(1, 0x1_0000_0001L * 1_000, 113, 0, 5, "0102030405")),
                    read.frames(),
                    order.toString());
        }
    }

    @Test
    void shouldNumberInterfacesOverAllSectionsWhileIdsBeginAnewInEach() throws IOException {
        byte[] bigSection = Bytes.big()
                .section()
                .describe(101, 0)
                .enhanced(0, 3 * SECOND, "33")
                .array();
        Readings read = Readings.of(Bytes.little()
                .section()
                .describe(1, 0)
                .describe(113, 0)
                .enhanced(1, SECOND, "11")
                .enhanced(0, 2 * SECOND, "22")
                .raw(bigSection)
                .section());

        assertEquals(
                List.of(
                        new Readings.Seen(1, 1_000_000_000L, 113, 1, 1, "11"),
                        new Readings.Seen(2, 2_000_000_000L, 1, 0, 1, "22"),
                        new Readings.Seen(3, 3_000_000_000L, 101, 2, 1, "33")),
                read.frames());
        assertEquals(3, read.summary().sectionCount());
        assertEquals(
                List.of(0, 1, 2),
                read.summary().interfaces().stream().map(CaptureInterface::id).toList());
    }

    @Test
    void shouldReadSimplePacketsWithLengthFromOriginalSnaplenAndBlock() throws IOException {
        Bytes bytes = Bytes.little().section().describe(1, 4);
        bytes.block(3, Bytes.little().u32(3).hex("aabbcc"));
        bytes.block(3, Bytes.little().u32(60).hex("01020304"));
        Readings read = Readings.of(bytes);

        assertEquals(
                List.of(new Readings.Seen(1, 0, 1, 0, 3, "aabbcc"), new Readings.Seen(2, 0, 1, 0, 60, "01020304")),
                read.frames());

        Bytes unlimited = Bytes.little().section().describe(1, 0);
        unlimited.enhanced(0, 5, "00").block(3, Bytes.little().u32(60).hex("01020304"));
        Readings.Seen second = Readings.of(unlimited).frames().get(1);
        assertEquals(new Readings.Seen(2, 5_000, 1, 0, 60, "01020304"), second, "time of the frame before");
    }

    @Test
    void shouldReadObsoletePacketBlockWithItsDropCount() throws IOException {
        Bytes body = Bytes.big().u16(0).u16(7).u32(0).u32(SECOND).u32(2).u32(2).hex("abcd");
        Bytes unknown =
                Bytes.big().u16(0).u16(0xFFFF).u32(0).u32(SECOND).u32(1).u32(1).hex("ef");
        Readings read =
                Readings.of(Bytes.big().section().describe(1, 0).block(2, body).block(2, unknown));

        assertEquals(
                new Readings.Seen(1, 1_000_000_000L, 1, 0, 2, "abcd"),
                read.frames().get(0));
        assertEquals("ef", read.frames().get(1).hex());
        assertEquals(7, read.summary().dropsReported());
    }

    @Test
    void shouldApplyTimeResolutionAndSignedOffset() throws IOException {
        assertEquals(5_000_000_000L, timestamp(new byte[] {3}, 0, 5_000));
        assertEquals(5, timestamp(new byte[] {9}, 0, 5));
        assertEquals(1_500_000_000L, timestamp(new byte[] {(byte) 0x81}, 0, 3));
        assertEquals(3_000_005_000L, timestamp(new byte[] {6}, 3, 5));
        assertEquals(2_000_000_000L, timestamp(new byte[] {6}, -3, 5 * SECOND));
        assertEquals(0, timestamp(new byte[] {6}, -3, SECOND), "before the epoch there is no time");
        assertEquals(TimestampResolution.MAX_NS, timestamp(new byte[] {0}, Long.MAX_VALUE, -1));
        assertEquals(0, timestamp(new byte[] {6}, Long.MIN_VALUE, 5));
        assertEquals(7_000, timestamp(new byte[0], 0, 7), "an empty option is none");
    }

    private static long timestamp(byte[] tsresol, long offsetSeconds, long ticks) throws IOException {
        Bytes options = Bytes.little();
        if (tsresol.length > 0) {
            options.option(9, tsresol);
        }
        options.option(14, offsetSeconds).endOfOptions();
        Bytes bytes = Bytes.little().section().describe(1, 0, options).enhanced(0, ticks, "00");
        return Readings.of(bytes).frames().get(0).timestampNs();
    }

    @Test
    void shouldKeepNamesFiltersAndSectionComments() throws IOException {
        Bytes section = Bytes.little()
                .option(1, "from rack 7")
                .option(2, "x86")
                .option(1, "second")
                .endOfOptions();
        Bytes options = Bytes.little()
                .option(2, "eth0\0\0")
                .option(11, "\0tcp port 443")
                .endOfOptions();
        Readings read = Readings.of(Bytes.little().section(section).describe(1, 65_535, options));

        assertEquals(List.of("from rack 7", "second"), read.summary().comments());
        assertEquals(
                List.of(new CaptureInterface(0, "eth0", 1, 65_535, 1_000_000, "tcp port 443")),
                read.summary().interfaces());
    }

    @Test
    void shouldKeepTenCommentsAtMost() throws IOException {
        Bytes bytes = Bytes.little();
        for (int i = 0; i < 12; i++) {
            bytes.section(Bytes.little().option(1, "c" + i));
        }
        Readings read = Readings.of(bytes);
        assertEquals(10, read.summary().comments().size());
        assertEquals(12, read.summary().sectionCount());
    }

    @Test
    void shouldTakeTheLargerOfReportedDropsAndAddInterfaces() throws IOException {
        Bytes drops = Bytes.little().option(4, 3).endOfOptions();
        Bytes read = Bytes.little()
                .section()
                .describe(1, 0)
                .describe(1, 0)
                .enhanced(0, 1, "00", drops)
                .enhanced(0, 2, "0000", drops)
                .enhanced(1, 3, "000000", drops);
        read.block(5, statistics(0, 5, 2)).block(5, statistics(0, 6, 4)).block(5, statistics(1, -1, 1));

        assertEquals(10 + 3, Readings.of(read).summary().dropsReported());
    }

    @Test
    void shouldReportNoDropsWhereStatisticsSayZeroAndNothingWhereTheySayNothing() throws IOException {
        Bytes zero = Bytes.little().section().describe(1, 0).block(5, statistics(0, 0, 0));
        assertEquals(0, Readings.of(zero).summary().dropsReported());

        Bytes silent = Bytes.little().section().describe(1, 0);
        silent.block(5, Bytes.little().u32(0).u64(0).option(4, 99).endOfOptions());
        assertEquals(-1, Readings.of(silent).summary().dropsReported());
    }

    @Test
    void shouldNotOverflowWhereDropCountsAreAbsurd() throws IOException {
        Bytes bytes = Bytes.little().section().describe(1, 0).describe(1, 0);
        bytes.block(5, statistics(0, Long.MAX_VALUE, Long.MAX_VALUE)).block(5, statistics(1, Long.MAX_VALUE, 1));
        assertEquals(Long.MAX_VALUE, Readings.of(bytes).summary().dropsReported());
    }

    private static Bytes statistics(int interfaceId, long ifDrop, long osDrop) {
        return Bytes.little()
                .u32(interfaceId)
                .u64(0)
                .option(5, ifDrop)
                .option(7, osDrop)
                .endOfOptions();
    }

    @Test
    void shouldPassOverBlocksThatCarryNoFrame() throws IOException {
        Bytes bytes = Bytes.little().section().describe(1, 0);
        for (long type : new long[] {4, 9, 10, 0xBAD, 0x40000BAD, 0x201, 0x80000001L}) {
            bytes.block(type, Bytes.little().hex("0102030405060708")).enhanced(0, type & 0xFF, "aa");
        }
        assertEquals(7, Readings.of(bytes).frames().size());
    }

    @Test
    void shouldReadLengthsThatLeavePaddingOut() throws IOException {
        Bytes bytes = Bytes.little().section().describe(1, 0);
        bytes.u32(6).u32(33).u32(0).u32(0).u32(1).u32(1).u32(1).hex("aa000000").u32(33);
        bytes.enhanced(0, 2, "bb");
        Readings read = Readings.of(bytes);
        assertEquals(
                List.of("aa", "bb"),
                read.frames().stream().map(Readings.Seen::hex).toList());
    }

    @Test
    void shouldReadUpToEveryTruncationPoint() throws IOException {
        Bytes bytes = Bytes.little().section();
        List<Integer> ends = new java.util.ArrayList<>(
                List.of(bytes.size(), bytes.describe(1, 0).size()));
        for (String frame : List.of("0102030405", "", "aabb")) {
            ends.add(bytes.enhanced(0, 1, frame).size());
        }
        byte[] whole = bytes.array();
        for (int length = 0; length <= whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            if (length < ends.get(0)) {
                CaptureException thrown = assertThrows(CaptureException.class, () -> Readings.open(cut));
                assertFalse(thrown.getMessage().contains("\n"), thrown.getMessage());
                continue;
            }
            int end = length;
            Readings read = Readings.of(cut);
            long complete = Math.max(0, ends.stream().filter(e -> e <= end).count() - 2);
            boolean clean = ends.contains(length);
            assertEquals(complete, read.frames().size(), "frames of " + length);
            assertEquals(!clean, read.summary().truncated(), "truncated at " + length);
            assertEquals(clean ? 0 : 1, read.summary().damage().size(), "damage at " + length);
            assertTrue(clean || read.damage().contains("ends at byte " + length + " "), read.damage());
        }
    }

    @Test
    void shouldEndWithDamageWhereBlockLengthsLie() throws IOException {
        for (long claim : new long[] {0, 1, 11, (16 << 20) + 1, 0x80000000L, 0xFFFFFFFFL}) {
            Bytes bytes = Bytes.little().section().describe(1, 0).enhanced(0, 1, "aa");
            int offset = bytes.size();
            Readings read = Readings.of(bytes.u32(6).u32(claim).hex("0011223344"));
            assertEquals(1, read.frames().size());
            assertFalse(read.summary().truncated());
            assertTrue(
                    read.damage()
                            .startsWith("After frame 1, at byte " + offset
                                    + ", a block of type 0x00000006 claims a length of " + claim + " bytes"),
                    read.damage());
            assertTrue(read.damage().endsWith("the last 13 bytes are not analysed."), read.damage());
            assertEquals(64, read.summary().sha256().length());
        }
    }

    @Test
    void shouldPassOverBlockWhoseLengthsDisagree() throws IOException {
        Bytes bytes = Bytes.little().section().describe(1, 0).enhanced(0, 1, "aa");
        bytes.u32(10).u32(16).hex("00000000").u32(20).enhanced(0, 1, "bb");
        Readings read = Readings.of(bytes);
        assertEquals(2, read.frames().size());
        assertEquals(16, read.summary().lostBytes());
        assertTrue(read.damage().contains("16 bytes at its begin and 20 at its end"), read.damage());
    }

    @Test
    void shouldPassOverFramesThatClaimMoreThanTheirBlock() throws IOException {
        for (long claim : new long[] {5, 0x7FFFFFFFL, 0x80000000L, 0xFFFFFFFFL}) {
            Bytes bytes = Bytes.little().section().describe(1, 0).enhanced(0, 1, "11");
            bytes.block(6, Bytes.little().u32(0).u64(0).u32(claim).u32(claim).hex("01020304"));
            Readings read = Readings.of(bytes.enhanced(0, 2, "22"));
            assertEquals(
                    List.of("11", "22"),
                    read.frames().stream().map(Readings.Seen::hex).toList());
            assertEquals(2, read.frames().get(1).number());
            assertEquals(
                    List.of("1 block passed over for its content, at byte 84: a frame that claims more bytes than its"
                            + " block."),
                    read.summary().damage());
        }
    }

    @Test
    void shouldPassOverFramesOfUnknownInterfaces() throws IOException {
        Bytes bytes = Bytes.little().section().describe(1, 0).section();
        bytes.enhanced(0, 1, "11")
                .enhanced(0x80000000L, 1, "22")
                .block(3, Bytes.little().u32(4).u32(0));
        Readings read = Readings.of(bytes.describe(1, 0).enhanced(0, 1, "33"));
        assertEquals(
                List.of("33"), read.frames().stream().map(Readings.Seen::hex).toList());
        assertTrue(read.damage().startsWith("3 blocks passed over for their content, the first at byte 76:"));
    }

    @Test
    void shouldPassOverBlocksTooShortForTheirType() throws IOException {
        for (long type : new long[] {1, 2, 3, 5, 6}) {
            Bytes bytes = Bytes.little().section().describe(1, 0).block(type, Bytes.little());
            Readings read = Readings.of(bytes.enhanced(0, 1, "aa"));
            assertEquals(1, read.frames().size(), "type " + type);
            assertTrue(read.damage().contains("too short for its type"), read.damage());
        }
    }

    @Test
    void shouldIgnoreOptionsThatClaimMoreThanTheirBlock() throws IOException {
        Bytes options = Bytes.little().option(2, "eth0").u16(11).u16(0xFFFF).hex("00616263");
        Readings read =
                Readings.of(Bytes.little().section().describe(1, 0, options).enhanced(0, 1, "aa"));
        assertEquals("eth0", read.summary().interfaces().get(0).name());
        assertEquals("", read.summary().interfaces().get(0).filter());
        assertEquals(1, read.frames().size());
    }

    @Test
    void shouldRefuseDamagedFileHeader() {
        for (String hex : List.of(
                "0a0d0d0a 1c000000 4d3c2b1b 0100 0000 ffffffffffffffff 1c000000",
                "0a0d0d0a 1c000000 4d3c2b1a 0200 0000 ffffffffffffffff 1c000000",
                "0a0d0d0a ffffffff 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000",
                "0a0d0d0a 20000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000",
                "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1d000000")) {
            CaptureException thrown = assertThrows(
                    CaptureException.class,
                    () -> Readings.open(Bytes.little().hex(hex).array()));
            assertTrue(thrown.getMessage().startsWith("test.cap: the pcapng file header is damaged"), hex);
            assertFalse(thrown.getMessage().contains("\n"), thrown.getMessage());
        }
    }

    @Test
    void shouldEndWithDamageAtSectionOfUnknownVersion() throws IOException {
        Bytes bytes = Bytes.little().section().describe(1, 0).enhanced(0, 1, "aa");
        bytes.hex("0a0d0d0a 1c000000 4d3c2b1a 0900 0000 ffffffffffffffff 1c000000");
        Readings read = Readings.of(bytes);
        assertEquals(1, read.frames().size());
        assertTrue(read.damage().contains("unknown format version 9.0"), read.damage());
    }

    @Test
    void shouldAcceptSectionWithoutFramesOrInterfaces() throws IOException {
        Readings read = Readings.of(Bytes.big().section());
        assertEquals(List.of(), read.frames());
        assertEquals(List.of(), read.summary().damage());
        assertEquals(List.of(), read.summary().interfaces());
    }

    @Test
    void shouldGoOnBehindDamageWhereBlocksFollowOneAnother() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            Bytes bytes = new Bytes(order).section().describe(1, 0).enhanced(0, 1, "aa");
            int damageAt = bytes.size();
            bytes.u32(6).u32(0xFFFFFFF0L).raw(new byte[1_001]);
            int soundAt = bytes.size();
            bytes.enhanced(0, 2, "bb").enhanced(0, 3, "cc").enhanced(0, 4, "dd");

            Readings read = Readings.of(bytes);

            assertEquals(
                    List.of("aa", "bb", "cc", "dd"),
                    read.frames().stream().map(Readings.Seen::hex).toList());
            assertEquals(soundAt - damageAt, read.summary().lostBytes());
            assertTrue(
                    read.damage().startsWith("After frame 1, at byte " + damageAt + ", a block of type 0x00000006"),
                    read.damage());
        }
    }

    @Test
    void shouldGoOnWhereTrailingLengthIsBroken() throws IOException {
        byte[] file = Bytes.little()
                .section()
                .describe(1, 0)
                .enhanced(0, 1, "aa")
                .enhanced(0, 2, "bb")
                .enhanced(0, 3, "cc")
                .enhanced(0, 4, "dd")
                .array();
        int lastByteOfFirstFrame = 28 + 20 + 36 - 1;
        file[lastByteOfFirstFrame] ^= 1;
        Readings read = Readings.of(file);
        assertEquals(
                List.of("bb", "cc", "dd"),
                read.frames().stream().map(Readings.Seen::hex).toList());
        assertEquals(36, read.summary().lostBytes());
    }

    @Test
    void shouldGoOnWithAnotherSectionBehindDamage() throws IOException {
        Bytes bytes =
                Bytes.little().section().describe(1, 0).enhanced(0, 1, "aa").raw(new byte[77]);
        bytes.raw(Bytes.big().section().describe(113, 0).enhanced(0, 2, "bb").array());
        Readings read = Readings.of(bytes);
        assertEquals(
                List.of("aa", "bb"),
                read.frames().stream().map(Readings.Seen::hex).toList());
        assertEquals(113, read.frames().get(1).linkType());
        assertEquals(77, read.summary().lostBytes());
    }

    @Test
    void shouldTakeCommentsAndOffloadOfFramesFromTheirOptions() throws IOException {
        Bytes options = Bytes.little()
                .option(1, "look here")
                .option(2, Bytes.little().u32(1 << 9).array())
                .endOfOptions();
        Bytes bytes = Bytes.little().section().describe(1, 0).enhanced(0, 1, "aabb", options);
        bytes.enhanced(
                0,
                2,
                "cc",
                Bytes.little().option(2, Bytes.little().u32(1).array()).endOfOptions());
        try (FrameReader reader = Readings.open(bytes.array())) {
            Frame frame = new Frame();
            assertTrue(reader.next(frame));
            assertEquals("look here", frame.comment());
            assertTrue(reader.next(frame));
            assertEquals("", frame.comment());
            assertFalse(reader.next(frame));
            assertEquals(1, reader.summary().offloadFrames());
        }
    }

    @Test
    void shouldReadNamesOfAddressesInBothByteOrders() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            Bytes records = new Bytes(order)
                    .u16(1)
                    .u16(4 + 4)
                    .hex("0a000001")
                    .text("web\0")
                    .u16(2)
                    .u16(16 + 5)
                    .hex("20010db8000000000000000000000001")
                    .text("db\0x\0")
                    .pad()
                    .u32(0);
            Readings read = Readings.of(new Bytes(order).section().block(4, records));
            assertEquals(
                    List.of(
                            new HostName(4, 0, 0xFFFF_0A00_0001L, "web"),
                            new HostName(6, 0x20010DB800000000L, 1, "db")),
                    read.summary().names());
        }
    }

    @Test
    void shouldStopAtNamesThatClaimMoreThanTheirBlock() throws IOException {
        Bytes records = Bytes.little()
                .u16(1)
                .u16(5)
                .hex("0a000001")
                .text("a")
                .pad()
                .u16(1)
                .u16(99)
                .hex("0a000002");
        Readings read = Readings.of(
                Bytes.little().section().block(4, records).describe(1, 0).enhanced(0, 1, "aa"));
        assertEquals(1, read.summary().names().size());
        assertEquals(1, read.frames().size());
    }

    @Test
    void shouldKeepSecretsOutOfEverything() throws IOException {
        Bytes secrets = Bytes.little().u32(0x544C534BL).u32(12).text("CLIENT_RANDOM".substring(0, 12));
        Readings read = Readings.of(
                Bytes.little().section().block(10, secrets).describe(1, 0).enhanced(0, 1, "aa"));
        assertEquals(1, read.frames().size());
        assertFalse(read.summary().toString().contains("CLIENT"));
    }
}
