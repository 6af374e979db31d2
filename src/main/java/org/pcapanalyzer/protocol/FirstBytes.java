package org.pcapanalyzer.protocol;

import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.flow.StreamReader;
import org.pcapanalyzer.flow.StreamTotals;
import org.pcapanalyzer.protocol.http.HttpConversation;

/**
 * Looks at the first bytes of each segment of a connection until they begin a message of a known protocol, which then reads
 * on. A connection whose beginning was not captured is recognised at the next message.
 */
final class FirstBytes implements StreamReader {
    /** Pieces of stream that are looked at before a connection is left alone. */
    private static final int PATIENCE = 16;

    private final Flow flow;
    private final ProtocolSink sink;
    private StreamReader conversation;
    private int looks;

    FirstBytes(Flow flow, ProtocolSink sink) {
        this.flow = flow;
        this.sink = sink;
    }

    @Override
    public boolean data(Side sender, StreamBytes bytes) {
        if (conversation == null) {
            conversation = recognise(bytes);
        }
        return conversation == null ? ++looks < PATIENCE : conversation.data(sender, bytes);
    }

    /** Null if the bytes begin nothing known. */
    private StreamReader recognise(StreamBytes bytes) {
        if (HttpConversation.begins(bytes)) {
            return new HttpConversation(flow, sink::http, () -> new FirstBytes(flow, sink));
        }
        return null;
    }

    @Override
    public boolean gap(Side sender, long lengthBytes, GapReason reason) {
        return conversation == null ? ++looks < PATIENCE : conversation.gap(sender, lengthBytes, reason);
    }

    @Override
    public void end(Side sender, StreamEnd reason, StreamTotals totals) {
        if (conversation != null) {
            conversation.end(sender, reason, totals);
        }
    }

    @Override
    public void close() {
        if (conversation != null) {
            conversation.close();
        }
    }
}
