package org.pcapanalyzer.cli;

import java.io.IOException;
import java.util.HexFormat;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;

/** Rows of sixteen bytes: offset in the sender's stream, hexadecimal digits, ASCII characters. */
final class HexPrinter implements StreamPrinter {
    private static final int ROW_BYTES = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final LinePrinter lines;
    private final byte[] row = new byte[ROW_BYTES];
    private final StringBuilder text = new StringBuilder(80);
    private int count;
    private long rowOffset;
    private Side side = Side.ORIG;

    HexPrinter(LinePrinter lines) {
        this.lines = lines;
    }

    @Override
    public void begin(Flow flow) throws IOException {
        lines.begin(flow);
    }

    @Override
    public void data(Side sender, StreamBytes bytes) throws IOException {
        if (sender != side) {
            flushRow();
            side = sender;
        }
        for (int i = 0; i < bytes.length(); i++) {
            if (count == 0) {
                rowOffset = bytes.streamOffset() + i;
            }
            row[count++] = bytes.buffer().get(bytes.offset() + i);
            if (count == ROW_BYTES) {
                flushRow();
            }
        }
    }

    private void flushRow() throws IOException {
        if (count == 0) {
            return;
        }
        text.setLength(0);
        text.append(String.format("%08x ", rowOffset));
        for (int i = 0; i < ROW_BYTES; i++) {
            text.append(i == ROW_BYTES / 2 ? "  " : " ");
            text.append(i < count ? HEX.toHexDigits(row[i]) : "  ");
        }
        text.append("  ");
        for (int i = 0; i < count; i++) {
            text.append(row[i] >= ' ' && row[i] < 0x7f ? (char) row[i] : '.');
        }
        lines.write(side, text);
        lines.endLine();
        count = 0;
    }

    @Override
    public void gap(Side sender, long lengthBytes, GapReason reason) throws IOException {
        flushRow();
        lines.gap(sender, lengthBytes, reason);
    }

    @Override
    public void end(Side sender, StreamEnd reason) throws IOException {
        flushRow();
        lines.end(sender, reason);
    }

    @Override
    public void close() throws IOException {
        flushRow();
        lines.close();
    }
}
