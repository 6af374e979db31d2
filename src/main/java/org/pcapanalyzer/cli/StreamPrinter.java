package org.pcapanalyzer.cli;

import java.io.Closeable;
import java.io.IOException;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;

/** A format of {@code analyze follow}. Closing flushes. */
interface StreamPrinter extends Closeable {
    void begin(Flow flow) throws IOException;

    void data(Side sender, StreamBytes bytes) throws IOException;

    void gap(Side sender, long lengthBytes, GapReason reason) throws IOException;

    void end(Side sender, StreamEnd reason) throws IOException;
}
