package org.pcapanalyzer.flow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes down what it is told of each side: text, {@code [3 NOT_CAPTURED]} for a gap, {@code $FIN} for the end. */
final class RecordingStreams implements StreamSink, StreamReader {
    private final Map<Side, StringBuilder> texts = new EnumMap<>(Side.class);
    final Map<Side, StreamTotals> totals = new EnumMap<>(Side.class);
    /** Frame, time in milliseconds and offset of each call of {@link #data}. */
    final List<String> carriers = new ArrayList<>();
    /** Sides in the order in which their bytes came. */
    final StringBuilder order = new StringBuilder();
    /** Bytes after which a direction is given up. */
    long wantedBytes = Long.MAX_VALUE;

    String of(Side side) {
        return texts.computeIfAbsent(side, s -> new StringBuilder()).toString();
    }

    private void write(Side side, String text) {
        of(side);
        texts.get(side).append(text);
    }

    @Override
    public Optional<StreamReader> open(Flow flow) {
        return Optional.of(this);
    }

    @Override
    public boolean data(Side sender, StreamBytes bytes) {
        byte[] copy = new byte[bytes.length()];
        bytes.copyTo(copy, 0);
        write(sender, new String(copy, StandardCharsets.ISO_8859_1));
        carriers.add(bytes.frame() + " " + bytes.timeNs() / Wire.MS + " " + bytes.streamOffset());
        order.append(sender == Side.ORIG ? '>' : '<');
        return bytes.streamOffset() + bytes.length() < wantedBytes;
    }

    @Override
    public boolean gap(Side sender, long lengthBytes, GapReason reason) {
        write(sender, "[" + lengthBytes + " " + reason + "]");
        return true;
    }

    @Override
    public void end(Side sender, StreamEnd reason, StreamTotals ended) {
        write(sender, "$" + reason);
        totals.put(sender, ended);
    }
}
