package org.pcapanalyzer.comparison;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The bytes of streams as {@code tshark -z follow,tcp,raw} prints them against those that we put together, direction by
 * direction. A direction with a gap is left out: tshark prints a sentence in its place.
 */
final class FollowComparison {
    private static final String SUBJECT = "followed direction";
    private static final String GAPS = "direction with gaps";
    private static final int STREAMS_AT_ONCE = 100;
    private static final String STREAM = "Filter: tcp.stream eq ";
    private static final String NODE = "Node 0: ";
    private static final Pattern MISSING = Pattern.compile("\\[\\d+ bytes missing in capture file]\\.?\\s*\\x00?");
    private static final int LONGEST_SENTENCE = 64;
    private static final String RULE = "=====";

    private final Map<Integer, FollowedFlow> flows;
    private final StreamComparison streams;
    private final CaptureResult result;

    private int stream = -1;
    private boolean isNode0Originator;
    private StreamDigest orig;
    private StreamDigest resp;

    /** @param flows by tshark's number of the stream */
    FollowComparison(Map<Integer, FollowedFlow> flows, StreamComparison streams, CaptureResult result) {
        this.flows = flows;
        this.streams = streams;
        this.result = result;
    }

    void compare(Path settings) throws IOException {
        List<Integer> numbers = new ArrayList<>(flows.keySet());
        for (int from = 0; from < numbers.size(); from += STREAMS_AT_ONCE) {
            List<Integer> some = numbers.subList(from, Math.min(from + STREAMS_AT_ONCE, numbers.size()));
            try (Tshark tshark = Tshark.follow(result.capture(), some, settings)) {
                for (String line = tshark.line(); line != null; line = tshark.line()) {
                    read(line);
                }
            }
        }
    }

    private void read(String line) {
        if (line.startsWith(STREAM)) {
            stream = Integer.parseInt(line.substring(STREAM.length()));
            orig = new StreamDigest(flows.get(stream).orig.length());
            resp = new StreamDigest(flows.get(stream).resp.length());
        } else if (line.startsWith(NODE)) {
            isNode0Originator = flows.get(stream).isOriginator(line.substring(NODE.length()));
        } else if (line.startsWith(RULE) && stream >= 0) {
            finish();
        } else if (stream >= 0 && !line.startsWith("Node 1")) {
            boolean isNode0 = !line.startsWith("\t");
            add(HexFormat.of().parseHex(line.strip()), isNode0 == isNode0Originator ? orig : resp);
        }
    }

    private static void add(byte[] bytes, StreamDigest theirs) {
        boolean isSentence = bytes.length < LONGEST_SENTENCE && bytes.length > 0 && bytes[0] == '[';
        if (isSentence
                && MISSING.matcher(new String(bytes, StandardCharsets.US_ASCII)).matches()) {
            theirs.noteGap();
        }
        theirs.add(bytes);
    }

    private void finish() {
        FollowedFlow ours = flows.get(stream);
        compare("originator", orig, ours.orig);
        compare("responder", resp, ours.resp);
        stream = -1;
    }

    private void compare(String side, StreamDigest theirs, StreamDigest ours) {
        if (ours.hasGap() || theirs.hasGap()) {
            result.same(GAPS);
            return;
        }
        String their = theirs.text();
        String our = ours.text();
        if (their.equals(our)) {
            result.same(SUBJECT);
            return;
        }
        boolean isBeyondFin = ours.hasFin() && theirs.prefix().equals(our);
        result.differs(new Difference(
                SUBJECT,
                streams.firstFrame(stream),
                stream,
                side + " " + their,
                side + " " + our,
                isBeyondFin ? DifferenceClass.BEYOND_FIN : DifferenceClass.UNEXPLAINED));
    }
}
