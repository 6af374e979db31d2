package org.pcapanalyzer.protocol;

import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.flow.StreamReader;
import org.pcapanalyzer.flow.StreamTotals;
import org.pcapanalyzer.protocol.dns.DnsStream;
import org.pcapanalyzer.protocol.http.Http2Conversation;
import org.pcapanalyzer.protocol.http.HttpConversation;
import org.pcapanalyzer.protocol.tls.Preamble;
import org.pcapanalyzer.protocol.tls.TlsConversation;

/**
 * Looks at the first bytes of each segment of a connection until they begin a message of a known protocol, which then reads
 * on. A connection whose beginning was not captured is recognised at the next message.
 */
final class FirstBytes implements StreamReader {
    /** Pieces of stream that are looked at before a connection is left alone. */
    private static final int PATIENCE = 16;

    private final Flow flow;
    private final Protocols protocols;
    private final Preamble preamble = new Preamble();
    private StreamReader conversation;
    private int looks;

    FirstBytes(Flow flow, Protocols protocols) {
        this.flow = flow;
        this.protocols = protocols;
    }

    @Override
    public boolean data(Side sender, StreamBytes bytes) {
        if (conversation == null) {
            conversation = recognise(bytes);
        }
        if (conversation == null) {
            preamble.note(sender, bytes.buffer(), bytes.offset(), bytes.length());
        }
        return conversation == null ? ++looks < PATIENCE : conversation.data(sender, bytes);
    }

    /** Null if the bytes begin nothing known. */
    private StreamReader recognise(StreamBytes bytes) {
        ProtocolSink sink = protocols.sink;
        if (Http2Conversation.begins(bytes)) {
            return new Http2Conversation(flow, sink::http);
        }
        if (HttpConversation.begins(bytes)) {
            return new HttpConversation(flow, sink::http, () -> new FirstBytes(flow, protocols));
        }
        if (TlsConversation.begins(bytes)) {
            return new TlsConversation(flow, sink::tls, sink::certificate, protocols.certificates, preamble);
        }
        if (DnsStream.begins(flow, bytes)) {
            return new DnsStream(flow, sink::dns, protocols.dnsWindow);
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
