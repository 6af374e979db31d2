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
    SNIFFER("5452534e49464620", "a Sniffer capture", Remedy.CONVERT),
    NETXRAY("58435000", "a NetXRay or Sniffer capture", Remedy.CONVERT),
    OMNIPEEK("7f766572", "an Omnipeek capture", Remedy.CONVERT),
    IPTRACE("6970747261636520", "an iptrace capture (AIX)", Remedy.CONVERT),
    GZIP("1f8b", "compressed with gzip a second time", "Decompress it first: gunzip."),
    ZSTD("28b52ffd", "compressed with zstd", "Decompress it first: zstd -d."),
    XZ("fd377a585a00", "compressed with xz", "Decompress it first: xz -d."),
    BZIP2("425a68", "compressed with bzip2", "Decompress it first: bunzip2."),
    LZ4("04224d18", "compressed with lz4", "Decompress it first: lz4 -d."),
    ZIP("504b0304", "a zip archive", "Unpack it and name the captures in it."),
    SEVEN_ZIP("377abcaf271c", "a 7z archive", "Unpack it and name the captures in it."),
    TAR(257, "7573746172", "a tar archive", "Unpack it and name the captures in it."),
    DUCKDB(8, "4455434b", "a DuckDB database, not a capture", "Ask it with: analyze sql.");

    private static final int SHOWN_BYTES = 8;

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
    static CaptureException refusal(String subject, ByteBuffer head) {
        for (ForeignFormat format : values()) {
            if (format.matches(head)) {
                return new CaptureException(
                        "%s: is %s, which is not read. %s".formatted(subject, format.description, format.remedy));
            }
        }
        if (isText(head)) {
            return new CaptureException(
                    "%s: is text, not a packet capture. Name the pcap or pcapng file itself.".formatted(subject));
        }
        byte[] first = new byte[Math.min(SHOWN_BYTES, head.remaining())];
        head.get(0, first);
        return new CaptureException("%s: not a packet capture (begins with %s). %s"
                .formatted(
                        subject,
                        HexFormat.ofDelimiter(" ").formatHex(first),
                        "Only pcap and pcapng are read; other captures may be converted: editcap -F pcapng IN OUT."));
    }

    private boolean matches(ByteBuffer head) {
        return head.remaining() - magic.length >= offset
                && head.slice(offset, magic.length).equals(ByteBuffer.wrap(magic));
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
