package org.pcapanalyzer.protocol.tls;

import java.util.Arrays;
import java.util.function.Consumer;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.flow.DatagramReader;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;

/**
 * Reads both hellos out of the Initials of a QUIC connection (RFC 9001 4, versions 1 and 2). What follows them is protected
 * by keys that were agreed on: the certificate, the end of the handshake, requests.
 */
public final class QuicConversation implements DatagramReader {
    private static final int MOST_DATAGRAMS = 16;
    private static final int LEAST_INITIAL_BYTES = 1200;
    private static final int FATAL = 2;
    private static final QuicInitial NONE = QuicInitial.at(new byte[0], 0, 0);

    private final Consumer<TlsHandshake> sink;
    private final TlsHandshake handshake;
    private final HandshakeReader messages;
    private final CryptoStream client = new CryptoStream();
    private final CryptoStream server = new CryptoStream();
    private byte[] connectionId;
    private QuicKeys clientKeys;
    private QuicKeys serverKeys;
    private int datagrams;

    public QuicConversation(Flow flow, Consumer<TlsHandshake> sink, CertificateReader reader) {
        this.sink = sink;
        handshake = new TlsHandshake(flow, true);
        messages = new HandshakeReader(handshake, certificate -> {}, reader);
    }

    /** Whether a datagram begins as a client's first does (RFC 9000 14.1). */
    public static boolean begins(Packet datagram) {
        return datagram.payloadLength() >= LEAST_INITIAL_BYTES
                && QuicInitial.at(payload(datagram), 0, datagram.capturedPayloadLength())
                        .isOne();
    }

    private static byte[] payload(Packet datagram) {
        byte[] payload = new byte[datagram.capturedPayloadLength()];
        datagram.buffer().get(datagram.payloadOffset(), payload);
        return payload;
    }

    @Override
    public boolean datagram(Packet packet, Side sender) {
        return take(payload(packet), sender, new Moment(packet.frameNumber(), packet.timestampNs()));
    }

    boolean take(byte[] datagram, Side sender, Moment moment) {
        boolean isClient = sender == Side.ORIG;
        QuicInitial initial = QuicInitial.at(datagram, 0, datagram.length);
        while (initial.isOne()) {
            if (isClient) {
                derive(initial);
            }
            if (clientKeys != null) {
                read(initial.frames(datagram, isClient ? clientKeys : serverKeys), isClient, sender, moment);
            }
            initial = initial.end() < datagram.length ? QuicInitial.at(datagram, initial.end(), datagram.length) : NONE;
        }
        boolean hasBoth = handshake.clientHello != null && handshake.serverHello != null;
        return !hasBoth && ++datagrams < MOST_DATAGRAMS;
    }

    /** The first id counts, until a Retry makes the client begin again with another (RFC 9001 5.2). */
    private void derive(QuicInitial initial) {
        boolean isNew = connectionId == null || handshake.clientHello == null && datagrams > 0;
        if (isNew && !Arrays.equals(connectionId, initial.destinationId())) {
            connectionId = initial.destinationId();
            clientKeys = QuicKeys.of(initial.version(), connectionId, true);
            serverKeys = QuicKeys.of(initial.version(), connectionId, false);
        }
    }

    private void read(byte[] frames, boolean isClient, Side sender, Moment moment) {
        CryptoStream stream = isClient ? client : server;
        int alert = QuicFrames.read(frames, stream);
        int length = stream.firstMessageLength();
        boolean isAwaited = isClient ? handshake.clientHello == null : handshake.serverHello == null;
        if (length > 0 && isAwaited) {
            messages.message(sender, stream.bytes()[0] & 0xFF, stream.bytes(), length, moment);
        }
        if (alert != QuicFrames.NO_ALERT) {
            handshake.note(new TlsAlert(sender, FATAL, alert, moment));
        }
    }

    @Override
    public void close() {
        if (handshake.clientHello != null) {
            sink.accept(handshake);
        }
    }
}
