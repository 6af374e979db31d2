package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcapanalyzer.capture.FrameIndex.Range;

class FrameIndexTest {
    private static final int HEADER_BYTES = 24;
    private static final int RECORD_BYTES = 112;

    private static FrameIndex of(long frameCount) {
        FrameIndex index = new FrameIndex();
        for (long number = 1; number <= frameCount; number++) {
            index.note(number, offset(number));
        }
        return index;
    }

    private static long offset(long number) {
        return HEADER_BYTES + (number - 1) * RECORD_BYTES;
    }

    @ParameterizedTest
    @ValueSource(longs = {257, 1_000, 70_000, 16_777_216, 16_777_217, 50_000_000})
    void shouldGiveRangesThatHoldTheFrames(long frameCount) {
        TreeSet<Long> wanted = new TreeSet<>(List.of(1L, 256L, 257L, frameCount / 3, frameCount / 2, frameCount));

        List<Range> ranges = of(frameCount).rangesOf(wanted);

        assertEquals(new Range(1, 256, 0, offset(257)), ranges.get(0));
        long behind = 0;
        for (Range range : ranges) {
            assertTrue(range.firstFrame() > behind, "ranges in order, none twice: " + ranges);
            boolean isRest = range.frameCount() == Long.MAX_VALUE;
            behind = isRest ? Long.MAX_VALUE : range.firstFrame() + range.frameCount() - 1;
            assertEquals(range.firstFrame() == 1 ? 0 : offset(range.firstFrame()), range.begin());
            assertEquals(isRest ? Long.MAX_VALUE : offset(behind + 1), range.end());
        }
        for (long frame : wanted) {
            assertTrue(
                    ranges.stream()
                            .anyMatch(range ->
                                    frame >= range.firstFrame() && frame - range.firstFrame() < range.frameCount()),
                    frame + " in " + ranges);
        }
    }

    @Test
    void shouldStayFineEnoughOfALongCapture() {
        TreeSet<Long> wanted = new TreeSet<>(List.of(12_345_678L));

        Range range = of(20_000_000).rangesOf(wanted).get(1);

        assertEquals(512, range.frameCount());
    }

    @Test
    void shouldBeOfNoUseForASmallCaptureOrASpoiltOne() {
        assertFalse(of(256).isUsable());
        FrameIndex index = of(257);
        assertTrue(index.isUsable());
        index.spoil();
        assertFalse(index.isUsable());
    }
}
