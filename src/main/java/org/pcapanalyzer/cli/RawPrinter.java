package org.pcapanalyzer.cli;

import java.io.IOException;
import java.io.OutputStream;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;

/** The bytes and nothing else; what lies on both sides of a gap is joined. */
final class RawPrinter implements StreamPrinter {
    private final OutputStream out;
    private byte[] copy = {};

    RawPrinter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void begin(Flow flow) {}

    @Override
    public void data(Side sender, StreamBytes bytes) throws IOException {
        if (copy.length < bytes.length()) {
            copy = new byte[bytes.length()];
        }
        bytes.copyTo(copy, 0);
        out.write(copy, 0, bytes.length());
    }

    @Override
    public void gap(Side sender, long lengthBytes, GapReason reason) {}

    @Override
    public void end(Side sender, StreamEnd reason) {}

    @Override
    public void close() throws IOException {
        out.close();
    }
}
