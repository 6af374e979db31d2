package org.pcapanalyzer.report;

import java.util.HexFormat;
import org.pcapanalyzer.rule.Wording;

/** The beginning of a frame as rows of offset, sixteen bytes and their ASCII characters. */
final class HexDump {
    /** Headers of a usual frame with all options fit. */
    static final int MAX_BYTES = 128;

    private static final int ROW = 16;
    private static final HexFormat HEX = HexFormat.of();

    private HexDump() {}

    static String of(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        int end = Math.min(bytes.length, MAX_BYTES);
        for (int start = 0; start < end; start += ROW) {
            row(out, bytes, start, Math.min(start + ROW, end));
        }
        if (end < bytes.length) {
            out.append("… ").append(Wording.count(bytes.length - end, "more byte", "more bytes"));
        }
        return out.toString().stripTrailing();
    }

    private static void row(StringBuilder out, byte[] bytes, int start, int end) {
        out.append(HEX.toHexDigits((short) start)).append("  ");
        for (int i = start; i < start + ROW; i++) {
            out.append(i < end ? HEX.toHexDigits(bytes[i]) : "  ").append(' ');
            if (i == start + ROW / 2 - 1) {
                out.append(' ');
            }
        }
        out.append(' ');
        for (int i = start; i < end; i++) {
            out.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
        }
        out.append('\n');
    }
}
