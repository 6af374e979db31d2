package org.pcapanalyzer.select;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.select.LibPcap.Compiled;

/**
 * A filter expression, compiled for each link type when its first frame comes. Frames of a link type for which it cannot be
 * compiled are told apart from those that it rejects. Used by one thread.
 */
final class FrameFilter {
    private static final int LINKTYPE_NULL = 0;
    private static final int LINKTYPE_ETHERNET = 1;

    /** Where an expression may have a meaning that it has not on Ethernet: cooked, 802.11, PPP, ATM, SS7, logs of firewalls. */
    private static final int[] OTHER_LINK_TYPES = {113, 276, 127, 105, 9, 101, 0, 100, 140, 117, 107, 104};

    private final String expression;
    private final LibPcap libPcap;
    private int[] keys = new int[0];
    private final List<Compiled> programs = new ArrayList<>();
    private int currentKey = -1;
    private Optional<FilterProgram> current = Optional.empty();

    private FrameFilter(String expression, LibPcap libPcap) {
        this.expression = expression;
        this.libPcap = libPcap;
    }

    /**
     * @param libraries names of libpcap
     * @throws SelectionException if libpcap is missing, or there is no link type at all for which it compiles the expression
     */
    static FrameFilter of(String expression, List<String> libraries) {
        try {
            FilterWords.check(expression);
        } catch (SelectionException e) {
            throw unusable(expression, e.getMessage());
        }
        FrameFilter filter = new FrameFilter(expression, LibPcap.load(libraries));
        Compiled common = filter.compile(LINKTYPE_ETHERNET);
        boolean hasMeaning = common.program().isPresent()
                || Arrays.stream(OTHER_LINK_TYPES)
                        .anyMatch(type -> filter.compile(type).program().isPresent());
        if (!hasMeaning) {
            throw unusable(expression, common.error());
        }
        return filter;
    }

    private static SelectionException unusable(String expression, String why) {
        return SelectionException.request("--filter \"%s\": %s"
                .formatted(expression.replaceAll("\\s+", " ").strip(), why));
    }

    String expression() {
        return expression;
    }

    Verdict judge(Frame frame) {
        int key = key(frame);
        if (key != currentKey) {
            use(key);
        }
        if (current.isEmpty()) {
            return Verdict.LINK_TYPE_WITHOUT_FILTER;
        }
        return current.get().matches(frame.buffer(), frame.offset(), frame.capturedLength(), frame.originalLength())
                ? Verdict.SELECTED
                : Verdict.NOT_MATCHED_BY_FILTER;
    }

    /**
     * @throws SelectionException if all frames judged came from link types for which the expression has no meaning, as
     *     tcpdump refuses it
     */
    void requireMeaning() {
        if (!programs.isEmpty()
                && programs.stream().allMatch(compiled -> compiled.program().isEmpty())) {
            throw unusable(expression, programs.get(0).error() + "; no frame of this capture can be filtered with it");
        }
    }

    /** The link type, negative for loopback frames of a big-endian host. */
    private static int key(Frame frame) {
        int linkType = frame.linkType();
        boolean isBigEndian = linkType == LINKTYPE_NULL
                && frame.capturedLength() >= Short.BYTES
                && frame.buffer().getShort(frame.offset()) == 0;
        return isBigEndian ? Integer.MIN_VALUE : linkType;
    }

    private void use(int key) {
        int index = 0;
        while (index < keys.length && keys[index] != key) {
            index++;
        }
        if (index == keys.length) {
            keys = Arrays.copyOf(keys, index + 1);
            keys[index] = key;
            programs.add(compile(key));
        }
        current = programs.get(index).program();
        currentKey = key;
    }

    private Compiled compile(int key) {
        return key < 0
                ? libPcap.compile(expression, LINKTYPE_NULL, ByteOrder.BIG_ENDIAN)
                : libPcap.compile(expression, key, ByteOrder.LITTLE_ENDIAN);
    }
}
