package org.pcapanalyzer.protocol.tls;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.flow.StreamReader;
import org.pcapanalyzer.flow.StreamTotals;

/**
 * Reads the handshake of a TCP connection, from its first record to the first encrypted request and response; what follows
 * is given up. One row when the connection is over.
 */
public final class TlsConversation implements StreamReader {
    private static final int HANDSHAKE_TYPE_OFFSET = 5;
    private static final int SSL2_FIXED_BYTES = 11;

    private final Consumer<TlsHandshake> sink;
    private final TlsHandshake handshake;
    private final Map<Side, TlsDirection> directions = new EnumMap<>(Side.class);

    /**
     * @param preamble what was said in clear before
     */
    public TlsConversation(
            Flow flow,
            Consumer<TlsHandshake> sink,
            Consumer<TlsCertificate> certificates,
            CertificateReader reader,
            Preamble preamble) {
        this.sink = sink;
        handshake = new TlsHandshake(flow, false);
        handshake.startedBy = preamble.startedBy();
        if (handshake.startedBy.isEmpty()) {
            handshake.origText = preamble.text(Side.ORIG);
            handshake.respText = preamble.text(Side.RESP);
        }
        HandshakeReader messages = new HandshakeReader(handshake, certificates, reader);
        for (Side side : Side.values()) {
            directions.put(side, new TlsDirection(side, handshake, messages));
        }
        directions.forEach((side, direction) -> direction.facing(directions.get(other(side))));
    }

    /** Whether a hello of TLS starts with these bytes. */
    public static boolean begins(StreamBytes bytes) {
        return begins(bytes.buffer(), bytes.offset(), bytes.length());
    }

    static boolean begins(ByteBuffer buffer, int offset, int length) {
        if (TlsRecords.isRecord(buffer, offset, length)) {
            int type = length > HANDSHAKE_TYPE_OFFSET ? buffer.get(offset + HANDSHAKE_TYPE_OFFSET) : 1;
            return buffer.get(offset) == TlsRecords.HANDSHAKE && (type == 1 || type == 2);
        }
        return length >= SSL2_FIXED_BYTES
                && TlsRecords.isSsl2Hello(buffer, offset, length)
                && ssl2Length(buffer, offset) == ((buffer.get(offset) & 0x7F) << 8 | buffer.get(offset + 1) & 0xFF);
    }

    /** What the parts of a ClientHello of SSLv2 add up to. */
    private static int ssl2Length(ByteBuffer buffer, int offset) {
        int length = SSL2_FIXED_BYTES - 2;
        for (int at = offset + HANDSHAKE_TYPE_OFFSET; at < offset + SSL2_FIXED_BYTES; at += 2) {
            length += (buffer.get(at) & 0xFF) << 8 | buffer.get(at + 1) & 0xFF;
        }
        return length;
    }

    @Override
    public boolean data(Side sender, StreamBytes bytes) {
        return take(sender, bytes.buffer(), bytes.offset(), bytes.length(), bytes.frame(), bytes.timeNs());
    }

    boolean take(Side sender, ByteBuffer buffer, int offset, int length, long frame, long timeNs) {
        TlsDirection direction = directions.get(sender);
        direction.take(buffer, offset, length, frame, timeNs);
        return !direction.isOver();
    }

    @Override
    public boolean gap(Side sender, long lengthBytes, GapReason reason) {
        TlsDirection direction = directions.get(sender);
        direction.gap(lengthBytes);
        return !direction.isOver();
    }

    @Override
    public void end(Side sender, StreamEnd reason, StreamTotals totals) {}

    @Override
    public void close() {
        TlsDirection client = directions.get(handshake.client);
        TlsDirection server = directions.get(other(handshake.client));
        if (handshake.startedBy.isEmpty()) {
            handshake.origText =
                    firstOf(handshake.origText, directions.get(Side.ORIG).clearText());
            handshake.respText =
                    firstOf(handshake.respText, directions.get(Side.RESP).clearText());
        }
        new Outcome(handshake, client, server).conclude();
        sink.accept(handshake);
    }

    private static Side other(Side side) {
        return side == Side.ORIG ? Side.RESP : Side.ORIG;
    }

    private static String firstOf(String earlier, String later) {
        return earlier.isEmpty() ? later : earlier;
    }
}
