package org.pcapanalyzer.protocol.http;

import java.nio.ByteBuffer;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.protocol.http.HttpMessage.Completeness;

/**
 * Follows the messages of one direction: head, body by its length, in chunks or up to the end of the connection (RFC 9112
 * 6.3). Where bytes are missing that would tell where a message ends, it goes on at the next segment that starts one.
 */
final class HttpReader {
    /** What is done with messages. */
    interface Listener {
        /**
         * The head of a message was read.
         *
         * @return whether the message has a body, if its head says so
         */
        boolean begun(HttpMessage message);

        /** The message is over, or no more of it can be seen. */
        void ended(HttpMessage message);

        /** Where a message should start stands something else. */
        void strange(HttpAnomaly anomaly);
    }

    private enum State {
        BETWEEN,
        HEAD,
        LENGTH,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILERS,
        UNTIL_END,
        /** Until a segment begins with a message. */
        LOST
    }

    private static final int TLS_ALERT = 21;
    private static final int TLS_HANDSHAKE = 22;

    private final Listener listener;
    private final HeadBuffer head = new HeadBuffer();
    private State state = State.BETWEEN;
    private HttpMessage message;
    private long firstNs;
    /** Number of the frame that brought the last bytes of the head. */
    private long frame;

    private long headBytes;
    /** Bytes to come of the body or the chunk. */
    private long remaining;
    /** Of a chunk's size: digits, or -1 behind them; of a trailer: characters of its line. */
    private int lineLength;

    HttpReader(Listener listener) {
        this.listener = listener;
    }

    void read(StreamBytes bytes) {
        ByteBuffer buffer = bytes.buffer();
        int at = bytes.offset();
        int end = at + bytes.length();
        if (state == State.LOST) {
            if (!HttpStart.isAt(buffer, at, end)) {
                return;
            }
            state = State.BETWEEN;
        } else if (mayLackBody() && HttpStart.isAt(buffer, at, end)) {
            state = State.BETWEEN;
            end(Completeness.COMPLETE);
        }
        while (at < end) {
            int from = at;
            at = switch (state) {
                case BETWEEN -> start(buffer, at, end, bytes);
                case HEAD -> readHead(buffer, at, end, bytes);
                case LENGTH, CHUNK_DATA -> skip(at, end);
                case CHUNK_SIZE -> readChunkSize(buffer, at);
                case CHUNK_END -> readChunkEnd(buffer, at);
                case TRAILERS -> readTrailer(buffer, at);
                case UNTIL_END, LOST -> end;
            };
            note(at - from, bytes.timeNs());
        }
    }

    /** Whether a body is to come that may not. */
    private boolean mayLackBody() {
        return message != null && message.mayLackBody && message.bytes == headBytes;
    }

    /** Counts bytes for the message that they belong to, and ends it if they were its last. */
    private void note(long length, long timeNs) {
        if (message == null) {
            return;
        }
        message.bytes += length;
        message.lastNs = timeNs;
        if (state == State.BETWEEN) {
            end(Completeness.COMPLETE);
        }
    }

    private int start(ByteBuffer buffer, int at, int end, StreamBytes bytes) {
        byte first = buffer.get(at);
        if (first == '\r' || first == '\n') {
            return at + 1;
        }
        if (!HttpStart.mayBeAt(buffer, at, end)) {
            listener.strange(
                    first == TLS_ALERT || first == TLS_HANDSHAKE ? HttpAnomaly.TLS_ANSWER : HttpAnomaly.NOT_HTTP);
            state = State.LOST;
            return end;
        }
        state = State.HEAD;
        firstNs = bytes.timeNs();
        headBytes = 0;
        head.clear();
        return at;
    }

    private int readHead(ByteBuffer buffer, int at, int end, StreamBytes bytes) {
        int next = head.add(buffer, at, end);
        frame = bytes.frame();
        if (head.isComplete()) {
            begin();
        }
        // What a message has begun with is counted by the caller, but for its earlier pieces.
        headBytes += next - at;
        return next;
    }

    private void begin() {
        HttpHead parsed = head.parse();
        if (parsed.version.isEmpty()) {
            listener.strange(HttpAnomaly.NOT_HTTP);
            state = State.LOST;
            return;
        }
        message = message(parsed);
        if (head.isCut()) {
            message.note(HttpAnomaly.LONG_HEAD);
        }
        if (parsed.contentLength == HttpHead.INVALID) {
            message.note(HttpAnomaly.INVALID_LENGTH);
        }
        if (parsed.hasTransferEncoding && parsed.contentLength != HttpHead.ABSENT) {
            message.note(HttpAnomaly.LENGTH_AND_TRANSFER_ENCODING);
        }
        state = listener.begun(message) ? bodyState(parsed) : State.BETWEEN;
    }

    private HttpMessage message(HttpHead parsed) {
        HttpMessage begun = new HttpMessage(parsed);
        begun.firstNs = firstNs;
        begun.lastNs = Flow.ABSENT;
        begun.frame = frame;
        begun.bytes = headBytes;
        return begun;
    }

    private State bodyState(HttpHead parsed) {
        if (parsed.isChunked) {
            return chunk();
        }
        if (parsed.hasTransferEncoding || parsed.contentLength == HttpHead.INVALID) {
            return parsed.isResponse ? State.UNTIL_END : State.LOST;
        }
        if (parsed.contentLength == HttpHead.ABSENT) {
            return parsed.isResponse ? State.UNTIL_END : State.BETWEEN;
        }
        remaining = parsed.contentLength;
        return remaining == 0 ? State.BETWEEN : State.LENGTH;
    }

    private State chunk() {
        remaining = 0;
        lineLength = 0;
        return State.CHUNK_SIZE;
    }

    private int skip(int at, int end) {
        int length = (int) Math.min(remaining, end - at);
        remaining -= length;
        if (remaining == 0) {
            state = state == State.LENGTH ? State.BETWEEN : State.CHUNK_END;
        }
        return at + length;
    }

    /** Hexadecimal digits, then whatever extensions up to the end of the line (RFC 9112 7.1). */
    private int readChunkSize(ByteBuffer buffer, int at) {
        byte value = buffer.get(at);
        int digit = Character.digit(value, 16);
        if (value == '\n') {
            if (lineLength == 0) {
                return lose(at);
            }
            lineLength = 0;
            state = remaining == 0 ? State.TRAILERS : State.CHUNK_DATA;
        } else if (lineLength >= 0 && digit >= 0) {
            remaining = remaining << 4 | digit;
            if (++lineLength > 15) {
                return lose(at);
            }
        } else if (lineLength == 0) {
            return lose(at);
        } else {
            lineLength = -1;
        }
        return at + 1;
    }

    private int lose(int at) {
        message.note(HttpAnomaly.INVALID_CHUNK);
        giveUp();
        return at + 1;
    }

    private int readChunkEnd(ByteBuffer buffer, int at) {
        byte value = buffer.get(at);
        if (value == '\n') {
            state = chunk();
        } else if (value != '\r') {
            return lose(at);
        }
        return at + 1;
    }

    private int readTrailer(ByteBuffer buffer, int at) {
        byte value = buffer.get(at);
        if (value == '\n') {
            state = lineLength == 0 ? State.BETWEEN : State.TRAILERS;
            lineLength = 0;
        } else if (value != '\r') {
            lineLength++;
        }
        return at + 1;
    }

    /** Bytes are missing. */
    void gap(long lengthBytes) {
        boolean isWithin = (state == State.LENGTH && lengthBytes <= remaining)
                || (state == State.CHUNK_DATA && lengthBytes < remaining);
        if (isWithin || state == State.UNTIL_END) {
            message.bytes += lengthBytes;
            message.lastNs = Flow.ABSENT;
            remaining -= isWithin ? lengthBytes : 0;
            if (state == State.LENGTH && remaining == 0) {
                state = State.BETWEEN;
                end(Completeness.COMPLETE);
            }
            return;
        }
        if (state == State.HEAD) {
            beginCut();
        }
        giveUp();
    }

    /** Takes the part of a head that was captured for all of it. */
    private void beginCut() {
        if (head.isCertain()) {
            message = message(head.parse());
            listener.begun(message);
        }
    }

    /** No more of this message can be told. */
    private void giveUp() {
        state = State.LOST;
        end(Completeness.UNKNOWN);
    }

    private void end(Completeness completeness) {
        if (message != null) {
            HttpMessage ended = message;
            message = null;
            ended.completeness = completeness;
            listener.ended(ended);
        }
    }

    /** The direction is over. */
    void end(StreamEnd reason) {
        if (state == State.HEAD) {
            beginCut();
        }
        boolean isClosed = reason == StreamEnd.FIN;
        boolean isCut = isClosed || reason == StreamEnd.RST;
        if (state == State.UNTIL_END) {
            end(isClosed ? Completeness.COMPLETE : Completeness.UNKNOWN);
        } else {
            end(isCut && state != State.LOST ? Completeness.CUT : Completeness.UNKNOWN);
        }
        state = State.LOST;
    }
}
