package org.pcapanalyzer.protocol.http;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.flow.StreamReader;
import org.pcapanalyzer.flow.StreamTotals;
import org.pcapanalyzer.protocol.http.HttpMessage.Completeness;

/**
 * HTTP/2 in clear text (RFC 9113, prior knowledge): one exchange per stream, from the headers of its frames. Of the fields,
 * which HPACK compresses against what was sent before, only a method and a status that stand in the static table or as
 * themselves are told.
 */
public final class Http2Conversation implements StreamReader {
    /** Streams that are open at the same time. */
    private static final int MOST_STREAMS = 1024;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int END_STREAM = 0x1;

    private final Flow flow;
    private final Consumer<HttpExchange> sink;
    private final Map<Side, Http2Frames> frames = new EnumMap<>(Side.class);
    private final Map<Integer, Stream> streams = new LinkedHashMap<>();
    private int requests;

    /** A request and what came of it. */
    private static final class Stream {
        private final int number;
        private final Side client;
        private final HttpMessage request;
        /** Null before its headers. */
        private HttpMessage response;

        Stream(int number, Side client, HttpMessage request) {
            this.number = number;
            this.client = client;
            this.request = request;
        }
    }

    public Http2Conversation(Flow flow, Consumer<HttpExchange> sink) {
        this.flow = flow;
        this.sink = sink;
        for (Side side : Side.values()) {
            frames.put(side, new Http2Frames(frame -> note(side, frame)));
        }
    }

    /** Whether the client's preface (RFC 9113 3.4) starts with these bytes. */
    public static boolean begins(StreamBytes bytes) {
        return Http2Frames.isPreface(bytes);
    }

    @Override
    public boolean data(Side sender, StreamBytes bytes) {
        return frames.get(sender).read(bytes);
    }

    @Override
    public boolean gap(Side sender, long lengthBytes, GapReason reason) {
        return frames.get(sender).gap(lengthBytes);
    }

    private void note(Side sender, Http2Frames.Frame frame) {
        Stream stream = streams.get(frame.streamId());
        if (stream == null) {
            if (frame.type() == HEADERS && streams.size() < MOST_STREAMS) {
                stream = new Stream(++requests, sender, message(frame, false));
                streams.put(frame.streamId(), stream);
                take(stream.request, frame);
            }
            return;
        }
        if (frame.type() == RST_STREAM) {
            cut(stream);
            tell(frame.streamId(), stream);
            return;
        }
        if (sender == stream.client) {
            take(stream.request, frame);
            return;
        }
        boolean isHead = stream.response == null || stream.response.status() / 100 == 1;
        if (frame.type() == HEADERS && isHead) {
            stream.response = message(frame, true);
        }
        if (stream.response != null) {
            take(stream.response, frame);
            if (stream.response.completeness == Completeness.COMPLETE) {
                tell(frame.streamId(), stream);
            }
        }
    }

    private static HttpMessage message(Http2Frames.Frame frame, boolean isResponse) {
        HttpMessage message = new HttpMessage(HttpHead.ofHttp2(isResponse, frame.block()));
        message.firstNs = frame.timeNs();
        message.frame = frame.number();
        return message;
    }

    private static void take(HttpMessage message, Http2Frames.Frame frame) {
        message.lastNs = frame.endNs();
        message.bytes += frame.bytes();
        boolean mayEnd = frame.type() == DATA || frame.type() == HEADERS;
        if (mayEnd && (frame.flags() & END_STREAM) != 0) {
            message.completeness = Completeness.COMPLETE;
        }
    }

    /** The rest of the response was called off. */
    private static void cut(Stream stream) {
        if (stream.response != null && stream.response.completeness != Completeness.COMPLETE) {
            stream.response.completeness = Completeness.CUT;
        }
    }

    private void tell(int streamId, Stream stream) {
        streams.remove(streamId);
        sink.accept(new HttpExchange(
                flow, stream.number, Optional.of(stream.request), Optional.ofNullable(stream.response)));
    }

    @Override
    public void end(Side sender, StreamEnd reason, StreamTotals totals) {
        if (reason == StreamEnd.FIN || reason == StreamEnd.RST) {
            streams.values().stream().filter(stream -> stream.client != sender).forEach(Http2Conversation::cut);
        }
    }

    @Override
    public void close() {
        streams.values()
                .forEach(stream -> sink.accept(new HttpExchange(
                        flow, stream.number, Optional.of(stream.request), Optional.ofNullable(stream.response))));
        streams.clear();
    }
}
