package org.pcapanalyzer.protocol;

import java.util.Optional;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.flow.DatagramReader;
import org.pcapanalyzer.flow.DatagramSink;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.OverlapPolicy;
import org.pcapanalyzer.flow.StreamOptions;
import org.pcapanalyzer.flow.StreamReader;
import org.pcapanalyzer.flow.StreamSink;
import org.pcapanalyzer.protocol.dns.DnsDatagrams;
import org.pcapanalyzer.protocol.dns.DnsWindow;
import org.pcapanalyzer.protocol.tls.CertificateReader;
import org.pcapanalyzer.protocol.tls.QuicConversation;

/** Decides which protocol reads a flow, and hands its messages to a {@link ProtocolSink}. */
public final class Protocols implements StreamSink, DatagramSink {
    /** More than the receive windows of real hosts. */
    private static final int HELD_BYTES_PER_DIRECTION = 16 << 20;

    final ProtocolSink sink;
    final CertificateReader certificates = new CertificateReader();
    final DnsWindow dnsWindow = new DnsWindow();

    public Protocols(ProtocolSink sink) {
        this.sink = sink;
    }

    /** How streams are put together for reading messages: further copies of bytes are not compared. */
    public static StreamOptions streamOptions(long maxHeapBytes) {
        return new StreamOptions(OverlapPolicy.FIRST, HELD_BYTES_PER_DIRECTION, 0, maxHeapBytes / 20);
    }

    @Override
    public Optional<StreamReader> open(Flow flow) {
        return Optional.of(new FirstBytes(flow, this));
    }

    @Override
    public Optional<DatagramReader> open(Flow flow, Packet first) {
        return QuicConversation.begins(first)
                ? Optional.of(new QuicConversation(flow, sink::tls, certificates))
                : DnsDatagrams.open(flow, first, sink::dns, dnsWindow);
    }
}
