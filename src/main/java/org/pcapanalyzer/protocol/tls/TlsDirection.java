package org.pcapanalyzer.protocol.tls;

import java.nio.ByteBuffer;
import org.pcapanalyzer.flow.Side;

/** What one side of a connection sends: records, or what it says in clear instead. */
final class TlsDirection implements RecordSink {
    private static final int MOST_CLEAR_BYTES = 16 << 10;

    private final Side side;
    private final TlsHandshake handshake;
    private final HandshakeReader messages;
    private final TlsRecords records = new TlsRecords(this);
    private final Preamble clear = new Preamble();
    private TlsDirection peer;

    private int clearBytes;
    private boolean hasRecords;
    private boolean hasEnough;
    /** Cipher spec changed, before TLS 1.3; there it says nothing. */
    Moment changed = Moment.NONE;
    /** The first encrypted handshake message before TLS 1.3. */
    Moment finished = Moment.NONE;
    /** Of the client behind the ServerHello; of the server behind the client's first one. */
    final RecordList data = new RecordList();
    /** The last encrypted record of the server's flight in TLS 1.3. */
    Moment lastOfFlight = Moment.NONE;
    /** The first record of the client before the server answered (RFC 8446 2.3). */
    Moment early = Moment.NONE;

    TlsDirection(Side side, TlsHandshake handshake, HandshakeReader messages) {
        this.side = side;
        this.handshake = handshake;
        this.messages = messages;
    }

    void facing(TlsDirection other) {
        peer = other;
    }

    Side side() {
        return side;
    }

    /** Nothing more of the direction is wanted. */
    boolean isOver() {
        return hasEnough || records.isOver() || clearBytes >= MOST_CLEAR_BYTES;
    }

    /** What was said in clear; empty if nothing was. */
    String clearText() {
        return clear.text(side);
    }

    void take(ByteBuffer buffer, int offset, int length, long frame, long timeNs) {
        if (!hasRecords) {
            hasRecords = TlsRecords.isRecord(buffer, offset, length)
                    || isClient() && TlsConversation.begins(buffer, offset, length);
            if (!hasRecords) {
                clearBytes += length;
                clear.note(side, buffer, offset, length);
                return;
            }
        }
        records.take(buffer, offset, length, frame, timeNs);
    }

    void gap(long length) {
        boolean isDone = handshake.isEstablished || handshake.isTls13() && (isClient() ? data : peer.data).count() > 0;
        if (!isDone) {
            handshake.note(TlsAnomaly.MISSING_BYTES);
        }
        records.gap(length);
    }

    private boolean isClient() {
        return side == handshake.client;
    }

    /** A ClientHello follows the change of cipher spec where the server asked for another one (RFC 8446 appendix D.4). */
    @Override
    public boolean isEncrypted() {
        return changed.isKnown() && !handshake.isTls13();
    }

    @Override
    public void message(int type, byte[] bytes, int length, long frame, long timeNs) {
        messages.message(side, type, bytes, length, new Moment(frame, timeNs));
    }

    @Override
    public void ssl2Hello(byte[] bytes, int length, long frame, long timeNs) {
        messages.clientHello(side, ClientHello.readSsl2(bytes, 0, length), length + 1, new Moment(frame, timeNs));
    }

    @Override
    public void alert(int level, int code, long frame, long timeNs) {
        handshake.note(new TlsAlert(side, level, code, new Moment(frame, timeNs)));
    }

    @Override
    public void changeCipherSpec(long frame, long timeNs) {
        if (!changed.isKnown()) {
            changed = new Moment(frame, timeNs);
        }
    }

    @Override
    public void encrypted(int type, int length, long frame, long timeNs) {
        switch (type) {
            case TlsRecords.HANDSHAKE -> {
                if (!finished.isKnown()) {
                    finished = new Moment(frame, timeNs);
                    handshake.isEstablished = peer.finished.isKnown();
                    records.forgetMessages();
                }
            }
            case TlsRecords.ALERT -> handshake.note(TlsAlert.hidden(side, new Moment(frame, timeNs)));
            case TlsRecords.APPLICATION_DATA -> data(length, frame, timeNs);
            default -> {}
        }
    }

    private void data(int length, long frame, long timeNs) {
        if (isClient()) {
            boolean isEarly = handshake.serverHello == null
                    && handshake.clientHello != null
                    && handshake.clientHello.announcesEarlyData();
            if (isEarly) {
                early = early.isKnown() ? early : new Moment(frame, timeNs);
                return;
            }
            data.add(length, frame, timeNs);
        } else if (handshake.isTls13() && peer.data.count() == 0) {
            lastOfFlight = new Moment(frame, timeNs);
            return;
        } else {
            data.add(length, frame, timeNs);
        }
        hasEnough = data.isFull() || isExchangeSeen();
    }

    /** Before TLS 1.3 all data are data: one record is enough, of the server one behind the request, but for HTTP/2. */
    private boolean isExchangeSeen() {
        boolean isOldVersion = handshake.serverHello != null
                && !handshake.isTls13()
                && !handshake.alpn().equals("h2");
        boolean isRequest = isClient() || peer.data.count() > 0;
        return isOldVersion && isRequest;
    }

    @Override
    public void notTls(byte[] bytes, int length, long frame) {
        handshake.note(TlsAnomaly.NOT_A_RECORD);
    }

    @Override
    public void tooLong(int type, long frame) {
        handshake.note(TlsAnomaly.MESSAGE_TOO_LONG);
    }
}
