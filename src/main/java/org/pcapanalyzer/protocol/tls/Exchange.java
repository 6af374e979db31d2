package org.pcapanalyzer.protocol.tls;

import java.util.concurrent.TimeUnit;

/**
 * Finds the first request and the first response among encrypted records, of which only length and time are known.
 *
 * <p>In TLS 1.3 the client's Finished and the server's session tickets are encrypted like data (RFC 8446 4.4.4, 4.6.1). The
 * Finished has one length for each hash. Tickets come at once when the server has the Finished, so within a round trip:
 * either several of the same length one after the other, or one short one before the server falls silent. With HTTP/2 the
 * server's settings do the same.
 */
final class Exchange {
    /** Type and length of a handshake message, and the type of what a record of TLS 1.3 hides. */
    private static final int MESSAGE_OVERHEAD = 5;

    private static final int ALERT_CONTENT = 3;
    private static final int LONG_TAG = 16;
    private static final int SHORT_TAG = 8;
    private static final int CCM_8 = 0x1305;
    private static final int SHA_256_BYTES = 32;
    private static final int SHA_384_BYTES = 48;
    private static final int SMALLEST_TICKET = 50;
    private static final int LARGEST_TICKET = 1400;
    private static final int MOST_TICKETS = 4;
    private static final int LARGEST_SETTINGS = 120;
    private static final int MOST_BEFORE_FINISHED = 4;
    /** Records of one burst. */
    private static final long TOGETHER_NS = TimeUnit.MILLISECONDS.toNanos(5);
    /** What a server may take to make tickets. */
    private static final long TICKET_WORK_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final RecordList client;
    private final RecordList server;
    private final boolean isTls13;
    private final int finishedLength;
    private final int alertLength;
    private final RoundTrip roundTrip;
    private final boolean mayBeHttp2;

    /**
     * How long a round trip takes, nanoseconds.
     *
     * @param leastNs from the capture point to the server and back, 0 if that is not known
     * @param mostNs  from end to end, with what the server needs for an answer
     */
    record RoundTrip(long leastNs, long mostNs) {}

    /**
     * @param client     records of the client behind the ServerHello
     * @param server     records of the server behind the client's first one
     * @param mayBeHttp2 the client offers it, or the server chose it
     */
    Exchange(
            RecordList client,
            RecordList server,
            boolean isTls13,
            int cipher,
            RoundTrip roundTrip,
            boolean mayBeHttp2) {
        this.client = client;
        this.server = server;
        this.isTls13 = isTls13;
        this.roundTrip = roundTrip;
        this.mayBeHttp2 = mayBeHttp2;
        int tag = cipher == CCM_8 ? SHORT_TAG : LONG_TAG;
        int hash = Numbers.cipher(cipher).endsWith("SHA384") ? SHA_384_BYTES : SHA_256_BYTES;
        finishedLength = MESSAGE_OVERHEAD + hash + tag;
        alertLength = ALERT_CONTENT + tag;
    }

    /** Whether the client answers the server's flight with a record of an alert's size. */
    boolean isClientAlert() {
        return client.count() > 0 && client.length(0) == alertLength;
    }

    /** Whether the server answers the client's Finished with a record of an alert's size, and nothing else. */
    boolean isServerAlert() {
        boolean clientEnds = client.count() > 0 && client.length(client.count() - 1) == alertLength;
        return server.count() == 1 && server.length(0) == alertLength && !clientEnds;
    }

    /** Number of the client's record with its Finished; -1 if there is none. */
    int finished() {
        for (int i = 0; i < Math.min(MOST_BEFORE_FINISHED, client.count()); i++) {
            if (client.length(i) == finishedLength) {
                return i;
            }
        }
        // Sent in one record with the client's certificate.
        return client.count() > 0 && !isClientAlert() ? 0 : -1;
    }

    Moment request() {
        if (!isTls13) {
            return client.moment(0);
        }
        int finished = finished();
        if (finished < 0) {
            return Moment.NONE;
        }
        int next = finished + 1;
        boolean isClose = next == client.count() - 1 && client.length(next) == alertLength;
        return isClose ? Moment.NONE : client.moment(next);
    }

    /** The first record of the server that may answer the request, and is no ticket and no setting. */
    Moment response() {
        Moment request = request();
        if (!request.isKnown()) {
            return Moment.NONE;
        }
        int index = isTls13 ? afterTickets() : 0;
        while (index < server.count() && server.frame(index) < request.frame()) {
            index++;
        }
        while (index < server.count() - 1 && isTooEarly(index, request)) {
            index++;
        }
        while (mayBeHttp2
                && index < server.count() - 1
                && server.length(index) <= LARGEST_SETTINGS
                && isPrompt(index)) {
            index++;
        }
        boolean isClose = isTls13 && index < server.count() && server.length(index) == alertLength;
        return isClose ? Moment.NONE : server.moment(index);
    }

    /** Whether the server cannot have had the request when it sent a record; round trips vary a little. */
    private boolean isTooEarly(int index, Moment request) {
        return server.timeNs(index) - request.timeNs() < roundTrip.leastNs() / 10 * 8;
    }

    /** Number of the first record behind the tickets. */
    private int afterTickets() {
        if (server.count() == 0 || !isTicket(0)) {
            return 0;
        }
        int end = 1;
        while (end < server.count() && server.length(end) == server.length(0) && follows(end)) {
            end++;
        }
        if (end > 1) {
            return end <= MOST_TICKETS ? end : 0;
        }
        boolean isSilentAfter = server.count() > 1 && !follows(1);
        return isSilentAfter ? 1 : 0;
    }

    private boolean isTicket(int index) {
        int length = server.length(index);
        return length >= SMALLEST_TICKET && length <= LARGEST_TICKET && isPrompt(index);
    }

    /** Within a round trip of the client's Finished, before TLS 1.3 of its request. */
    private boolean isPrompt(int index) {
        int from = isTls13 ? Math.max(0, finished()) : 0;
        return server.timeNs(index) - client.timeNs(from) <= roundTrip.mostNs() + TICKET_WORK_NS;
    }

    /** Right behind the record before. */
    private boolean follows(int index) {
        return server.timeNs(index) - server.timeNs(index - 1) <= TOGETHER_NS;
    }
}
