package org.pcapanalyzer.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import org.pcapanalyzer.decode.Addresses;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.rule.Wording;

/**
 * Lines that say whose they are: {@code >} before what the originator sent, {@code <} before what the responder sent, and
 * {@code !} behind it where the line is ours and not the sender's.
 */
final class LinePrinter implements Closeable {
    private static final String ORIG_COLOUR = "\u001b[31m";
    private static final String RESP_COLOUR = "\u001b[94m";
    private static final String NO_COLOUR = "\u001b[0m";

    private final Writer out;
    private final boolean isColoured;
    private Side side;
    private boolean isInLine;

    LinePrinter(Writer out, boolean isColoured) {
        this.out = out;
        this.isColoured = isColoured;
    }

    /** Says which flow it is and which sign stands for whom. */
    void begin(Flow flow) throws IOException {
        String orig = address(flow.origHigh(), flow.origLow(), flow.ipVersion(), flow.origPort());
        String resp = address(flow.respHigh(), flow.respLow(), flow.ipVersion(), flow.respPort());
        out.write("flow " + flow.flowId() + ": > originator " + orig + ", < responder " + resp + "\n");
    }

    private static String address(long high, long low, int ipVersion, int port) {
        String text = Addresses.text(high, low, ipVersion);
        return ipVersion == 4 ? text + ":" + port : "[" + text + "]:" + port;
    }

    /** True if what a side sends next begins a line: another one sent last, or a line has ended. */
    boolean isAtStart(Side sender) {
        return !isInLine || side != sender;
    }

    /** Adds to the sender's line, or begins one. */
    void write(Side sender, CharSequence text) throws IOException {
        if (isAtStart(sender)) {
            beginLine(sender, " ");
        }
        out.append(text);
    }

    private void beginLine(Side sender, String mark) throws IOException {
        endLine();
        side = sender;
        isInLine = true;
        if (isColoured) {
            out.write(sender == Side.ORIG ? ORIG_COLOUR : RESP_COLOUR);
        }
        out.write(sender == Side.ORIG ? ">" : "<");
        out.write(mark);
    }

    /** Ends the line if one has begun. */
    void endLine() throws IOException {
        if (isInLine) {
            out.write(isColoured ? NO_COLOUR + "\n" : "\n");
            isInLine = false;
        }
    }

    void gap(Side sender, long lengthBytes, GapReason reason) throws IOException {
        note(sender, Wording.count(lengthBytes, "byte", "bytes") + " missing: " + reason.label());
    }

    void end(Side sender, StreamEnd reason) throws IOException {
        note(
                sender,
                switch (reason) {
                    case FIN -> "closed (FIN)";
                    case RST -> "reset (RST)";
                    case REUSED -> "ends here: a new connection took its ports";
                    case END_OF_CAPTURE -> "the capture ends";
                    case EVICTED -> "not followed further: too many flows at once";
                });
    }

    private void note(Side sender, String text) throws IOException {
        beginLine(sender, "! ");
        out.write(text);
        endLine();
    }

    @Override
    public void close() throws IOException {
        endLine();
        out.close();
    }
}
