package org.pcapanalyzer.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.flow.StreamReader;
import org.pcapanalyzer.flow.StreamTotals;
import org.pcapanalyzer.flow.TestFlows;
import org.pcapanalyzer.protocol.http.HttpExchange;

/** One TCP connection as {@link Protocols} hear it: each call is a segment in a frame of its own, a step of time apart. */
public final class Talk implements ProtocolSink {
    public static final long STEP_NS = 1_000_000L;

    private static final StreamTotals NONE = new StreamTotals(0, 0, 0, 0, 0, 0);

    private final List<HttpExchange> exchanges = new ArrayList<>();
    private final StreamReader reader;
    private final Map<Side, Long> offsets = new EnumMap<>(Side.class);
    private final Set<Side> open = EnumSet.allOf(Side.class);
    private int pieceLength = Integer.MAX_VALUE;
    private long frame;

    public Talk() {
        this(TestFlows.tcp(40000, 80));
    }

    public Talk(Flow flow) {
        reader = new Protocols(this).open(flow).orElseThrow();
    }

    /** Cuts what follows into segments. */
    public Talk inPiecesOf(int length) {
        pieceLength = length;
        return this;
    }

    /** @param text one character a byte */
    public Talk client(String text) {
        return send(Side.ORIG, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Talk server(String text) {
        return send(Side.RESP, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Talk send(Side sender, byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            frame++;
            int length = Math.min(pieceLength, bytes.length - at);
            long offset = offsets.merge(sender, (long) length, Long::sum) - length;
            StreamBytes piece = TestFlows.bytes(ByteBuffer.wrap(bytes), at, length, offset, frame, frame * STEP_NS);
            if (open.contains(sender) && !reader.data(sender, piece)) {
                open.remove(sender);
            }
            at += length;
        }
        return this;
    }

    public Talk gap(Side sender, long lengthBytes, GapReason reason) {
        offsets.merge(sender, lengthBytes, Long::sum);
        if (open.contains(sender) && !reader.gap(sender, lengthBytes, reason)) {
            open.remove(sender);
        }
        return this;
    }

    public Talk end(Side sender, StreamEnd reason) {
        if (open.remove(sender)) {
            reader.end(sender, reason, NONE);
        }
        return this;
    }

    /** Ends what is open with the capture. */
    public Talk close() {
        end(Side.ORIG, StreamEnd.END_OF_CAPTURE);
        end(Side.RESP, StreamEnd.END_OF_CAPTURE);
        reader.close();
        return this;
    }

    @Override
    public void http(HttpExchange exchange) {
        exchanges.add(exchange);
    }

    public List<HttpExchange> exchanges() {
        return exchanges;
    }
}
