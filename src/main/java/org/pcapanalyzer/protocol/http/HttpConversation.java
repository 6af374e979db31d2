package org.pcapanalyzer.protocol.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.flow.StreamReader;
import org.pcapanalyzer.flow.StreamTotals;

/**
 * Pairs the requests of a connection with its responses: in their order, since HTTP/1 answers so (RFC 9112 9.3.2). Which
 * side asks is told by what it sends. Interim responses (1xx) are passed over; behind a response that changes the protocol
 * another reader goes on.
 */
public final class HttpConversation implements StreamReader {
    /** Requests that wait for their responses. */
    private static final int MOST_PENDING = 256;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final Flow flow;
    private final Consumer<HttpExchange> sink;
    private final Supplier<StreamReader> next;
    private final Map<Side, HttpReader> readers = new EnumMap<>(Side.class);
    private final Deque<Asked> pending = new ArrayDeque<>();
    private int requests;
    /** Reads on since the protocol was changed; null before. */
    private StreamReader switched;

    /** A request and its number; the request is absent where only its response was seen. */
    private record Asked(int number, Optional<HttpMessage> request) {
        boolean is(String method) {
            return request.map(HttpMessage::method).orElse("").equals(method);
        }
    }

    /** @param next reads on where a connection becomes a tunnel or changes its protocol */
    public HttpConversation(Flow flow, Consumer<HttpExchange> sink, Supplier<StreamReader> next) {
        this.flow = flow;
        this.sink = sink;
        this.next = next;
        for (Side side : Side.values()) {
            readers.put(side, new HttpReader(new Pairing()));
        }
    }

    /** Whether a message of HTTP starts with these bytes; the first ones of a stream may be too few to be certain. */
    public static boolean begins(StreamBytes bytes) {
        int end = bytes.offset() + bytes.length();
        return HttpStart.isAt(bytes.buffer(), bytes.offset(), end)
                || bytes.streamOffset() == 0 && HttpStart.mayBeAt(bytes.buffer(), bytes.offset(), end);
    }

    @Override
    public boolean data(Side sender, StreamBytes bytes) {
        if (switched != null) {
            return switched.data(sender, bytes);
        }
        readers.get(sender).read(bytes);
        return true;
    }

    @Override
    public boolean gap(Side sender, long lengthBytes, GapReason reason) {
        if (switched != null) {
            return switched.gap(sender, lengthBytes, reason);
        }
        readers.get(sender).gap(lengthBytes);
        return true;
    }

    @Override
    public void end(Side sender, StreamEnd reason, StreamTotals totals) {
        if (switched != null) {
            switched.end(sender, reason, totals);
        } else {
            readers.get(sender).end(reason);
        }
    }

    @Override
    public void close() {
        if (switched != null) {
            switched.close();
        }
        pending.forEach(asked -> tell(asked, Optional.empty()));
        pending.clear();
    }

    private void tell(Asked asked, Optional<HttpMessage> response) {
        sink.accept(new HttpExchange(flow, asked.number(), asked.request(), response));
    }

    private final class Pairing implements HttpReader.Listener {
        /** What the response that this side sends answers. */
        private Asked answered;

        @Override
        public boolean begun(HttpMessage message) {
            return message.head.isResponse ? answer(message) : ask(message);
        }

        private boolean ask(HttpMessage request) {
            if (pending.size() == MOST_PENDING) {
                tell(pending.remove(), Optional.empty());
            }
            pending.add(new Asked(++requests, Optional.of(request)));
            return true;
        }

        private boolean answer(HttpMessage response) {
            if (isInterim(response)) {
                return false;
            }
            answered = pending.isEmpty() ? new Asked(++requests, Optional.empty()) : pending.remove();
            response.mayLackBody = answered.request().isEmpty();
            boolean isBodiless = response.status() == NO_CONTENT
                    || response.status() == NOT_MODIFIED
                    || response.status() == SWITCHING_PROTOCOLS
                    || answered.is("HEAD")
                    || isTunnel(response);
            return !isBodiless;
        }

        private boolean isTunnel(HttpMessage response) {
            return answered.is("CONNECT") && response.status() / 100 == 2;
        }

        private static boolean isInterim(HttpMessage response) {
            return response.status() / 100 == 1 && response.status() != SWITCHING_PROTOCOLS;
        }

        @Override
        public void ended(HttpMessage message) {
            if (!message.head.isResponse || isInterim(message)) {
                return;
            }
            tell(answered, Optional.of(message));
            if (message.status() == SWITCHING_PROTOCOLS || isTunnel(message)) {
                switched = next.get();
            }
        }

        @Override
        public void strange(HttpAnomaly anomaly) {
            if (!pending.isEmpty()) {
                pending.peek().request().ifPresent(request -> request.note(anomaly));
            }
        }
    }
}
