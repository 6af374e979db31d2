package org.pcapanalyzer.cli;

import java.io.IOException;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;

/**
 * The streams as text for people. Printable characters in UTF-8 and tabs stand for themselves, LF and CR LF end a line;
 * every other byte is shown as {@code \x1b}, a backslash as {@code \\}, so that no byte can steer a terminal or pose as
 * another.
 */
final class TextPrinter implements StreamPrinter {
    private final LinePrinter lines;
    private final Utf8Text text = new Utf8Text();
    private Side side = Side.ORIG;
    private boolean isAfterCarriageReturn;

    TextPrinter(LinePrinter lines) {
        this.lines = lines;
    }

    @Override
    public void begin(Flow flow) throws IOException {
        lines.begin(flow);
    }

    @Override
    public void data(Side sender, StreamBytes bytes) throws IOException {
        if (sender != side) {
            flush();
            side = sender;
        }
        for (int i = 0; i < bytes.length(); i++) {
            take(bytes.buffer().get(bytes.offset() + i));
        }
        if (text.hasShown()) {
            lines.write(side, text.takeShown());
        }
    }

    private void take(byte value) throws IOException {
        if (value == '\n') {
            isAfterCarriageReturn = false;
            endLine();
            return;
        }
        if (isAfterCarriageReturn) {
            text.escape('\r');
        }
        isAfterCarriageReturn = value == '\r';
        if (!isAfterCarriageReturn) {
            text.add(value);
        }
    }

    private void endLine() throws IOException {
        text.flush();
        lines.write(side, text.takeShown());
        lines.endLine();
    }

    private void flush() throws IOException {
        if (isAfterCarriageReturn) {
            text.escape('\r');
            isAfterCarriageReturn = false;
        }
        text.flush();
        if (text.hasShown()) {
            lines.write(side, text.takeShown());
        }
    }

    @Override
    public void gap(Side sender, long lengthBytes, GapReason reason) throws IOException {
        flush();
        lines.gap(sender, lengthBytes, reason);
    }

    @Override
    public void end(Side sender, StreamEnd reason) throws IOException {
        flush();
        lines.end(sender, reason);
    }

    @Override
    public void close() throws IOException {
        flush();
        lines.close();
    }
}
