package org.pcapanalyzer.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Formats that are recognised in order to say how to turn them into one that is read. */
enum ForeignFormat {
    MESQUITA("a1b234cd", "a pcap file of the Mesquita variant", Remedy.CONVERT),
    MESQUITA_SWAPPED("cd34b2a1", "a pcap file of the Mesquita variant", Remedy.CONVERT),
    NAVTEL("a12b3c4d", "a pcap file of the Navtel variant", Remedy.CONVERT),
    NAVTEL_SWAPPED("4d3c2ba1", "a pcap file of the Navtel variant", Remedy.CONVERT),
    CBPF("a1b2c3cb", "a file of compiled filter code in place of frames", "Name the capture itself."),
    CBPF_SWAPPED("cbc3b2a1", "a file of compiled filter code in place of frames", "Name the capture itself."),
    SNOOP("736e6f6f70000000", "a snoop capture (Solaris)", Remedy.CONVERT),
    BTSNOOP("6274736e6f6f7000", "a Bluetooth snoop capture", Remedy.CONVERT),
    NETMON("474d4255", "a Microsoft Network Monitor capture", Remedy.CONVERT),
    NETMON_1("52545353", "a Microsoft Network Monitor 1 capture", Remedy.CONVERT),
    ETL(72, "020002c0", "an event trace of Windows (ETL)", "Convert it first: etl2pcapng IN.etl OUT.pcapng."),
    ETL_32_BIT(72, "020001c0", "an event trace of Windows (ETL)", "Convert it first: etl2pcapng IN.etl OUT.pcapng."),
    SNIFFER("5452534e49464620", "a Sniffer capture", Remedy.CONVERT),
    NETXRAY("58435000", "a NetXRay or Sniffer capture", Remedy.CONVERT),
    OMNIPEEK("7f766572", "an Omnipeek capture", Remedy.CONVERT),
    IPTRACE("6970747261636520", "an iptrace capture (AIX)", Remedy.CONVERT),
    GZIP("1f8b", "compressed with gzip a second time", "Decompress it once: gunzip."),
    LZ4_LEGACY("02214c18", "compressed with lz4 in its legacy format", "Decompress it first: lz4 -d."),
    COMPRESS("1f9d", "compressed with compress", "Decompress it first: uncompress."),
    ZSTD("28b52ffd", "compressed a second time, with zstd", "Decompress it once: zstd -d."),
    XZ("fd377a585a00", "compressed a second time, with xz", "Decompress it once: xz -d."),
    BZIP2("425a68", "compressed a second time, with bzip2", "Decompress it once: bunzip2."),
    LZ4("04224d18", "compressed a second time, with lz4", "Decompress it once: lz4 -d."),
    ZIP("504b0304", "a zip archive within another container", "Unpack it and name the captures in it."),
    SEVEN_ZIP("377abcaf271c", "a 7z archive", "Unpack it and name the captures in it."),
    TAR(257, "7573746172", "a tar archive within another archive", "Unpack it and name the captures in it."),
    DUCKDB(8, "4455434b", "a DuckDB database, not a capture", "Ask it with: analyze sql.");

    private static final int SHOWN_BYTES = 8;

    /** An ERF record begins with 8 bytes of time, little-endian, the seconds last; what follows is big-endian. */
    private static final int ERF_SECONDS = 4;

    private static final int ERF_TYPE = 8;
    private static final int ERF_RECORD_LENGTH = 10;
    private static final int ERF_WIRE_LENGTH = 14;
    private static final int ERF_HEADER_BYTES = 16;
    private static final int ERF_LAST_TYPE = 48;
    private static final int ERF_NEAR_SECONDS = 86_400;

    private final int offset;
    private final byte[] magic;
    private final String description;
    private final String remedy;

    ForeignFormat(String magicHex, String description, String remedy) {
        this(0, magicHex, description, remedy);
    }

    ForeignFormat(int offset, String magicHex, String description, String remedy) {
        this.offset = offset;
        this.magic = HexFormat.of().parseHex(magicHex);
        this.description = description;
        this.remedy = remedy;
    }

    /**
     * Why a source that begins so is not read, and what to do.
     *
     * @param subject what the message is about
     * @param head    at least the first 4 bytes
     */
    static ForeignFormatException refusal(String subject, ByteBuffer head) {
        for (ForeignFormat format : values()) {
            if (format.matches(head)) {
                return new ForeignFormatException(
                        "%s: is %s, which is not read. %s".formatted(subject, format.description, format.remedy));
            }
        }
        if (isErf(head)) {
            return new ForeignFormatException(
                    "%s: is an ERF capture (Endace), which is not read. %s".formatted(subject, Remedy.CONVERT));
        }
        if (isText(head)) {
            return new ForeignFormatException(
                    "%s: is text, not a packet capture. Name the pcap or pcapng file itself.".formatted(subject));
        }
        byte[] first = new byte[Math.min(SHOWN_BYTES, head.remaining())];
        head.get(0, first);
        return new ForeignFormatException("%s: not a packet capture (begins with %s). %s"
                .formatted(
                        subject,
                        HexFormat.ofDelimiter(" ").formatHex(first),
                        "Only pcap and pcapng are read; other captures may be converted: editcap -F pcapng IN OUT."));
    }

    private boolean matches(ByteBuffer head) {
        return head.remaining() - magic.length >= offset
                && head.slice(offset, magic.length).equals(ByteBuffer.wrap(magic));
    }

    /** ERF has no magic number: its first two records tell it, by sane types and lengths, near in time. */
    private static boolean isErf(ByteBuffer head) {
        if (!isErfRecord(head, 0)) {
            return false;
        }
        int second = Short.toUnsignedInt(head.getShort(ERF_RECORD_LENGTH));
        long seconds = Integer.toUnsignedLong(Integer.reverseBytes(head.getInt(ERF_SECONDS)));
        return isErfRecord(head, second)
                && Math.abs(seconds - Integer.toUnsignedLong(Integer.reverseBytes(head.getInt(second + ERF_SECONDS))))
                        <= ERF_NEAR_SECONDS;
    }

    private static boolean isErfRecord(ByteBuffer head, int offset) {
        if (head.remaining() - ERF_HEADER_BYTES < offset) {
            return false;
        }
        int type = head.get(offset + ERF_TYPE) & 0x7F;
        return type > 0
                && type <= ERF_LAST_TYPE
                && Short.toUnsignedInt(head.getShort(offset + ERF_RECORD_LENGTH)) >= ERF_HEADER_BYTES
                && head.getShort(offset + ERF_WIRE_LENGTH) != 0;
    }

    private static boolean isText(ByteBuffer head) {
        String text = StandardCharsets.UTF_8.decode(head.duplicate()).toString();
        return text.chars().noneMatch(c -> c < ' ' && !Character.isWhitespace(c) || c == '\uFFFD' || c == 0x7F);
    }

    /** Constants that enum constants may refer to. */
    private static final class Remedy {
        static final String CONVERT = "Convert it first: editcap -F pcapng IN OUT.";
    }
}
