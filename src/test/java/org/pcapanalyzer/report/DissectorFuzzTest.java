package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.fuzz.Choices;
import org.pcapanalyzer.report.Dissection.Field;
import org.pcapanalyzer.report.Dissection.Header;

/** Any bytes as a frame of evidence, taken apart by pcap4j. Input: link type (2 bytes), 2 bytes of no meaning, the frame. */
@Tag("fuzz")
final class DissectorFuzzTest {
    private static final int MOST_HEADERS = 17;
    private static final int LONGEST_VALUE = 4096;

    private final FrameDissector dissector = new FrameDissector();

    @FuzzTest
    void dissect(byte[] input) {
        Choices choices = new Choices(input);
        int linkType = choices.u16();
        choices.u16();
        byte[] bytes = choices.bytes(EvidenceReader.MAX_FRAME_BYTES);
        CapturedFrame frame = new CapturedFrame(1, 0, linkType, 0, bytes.length, bytes);
        Dissection dissection = dissector.dissect(frame);
        assertEquals(dissection, dissector.dissect(frame), "the same frame twice");
        assertTrue(dissection.headers().size() <= MOST_HEADERS, "headers");
        assertFit(dissection.headline());
        assertFit(dissection.problem());
        for (Header header : dissection.headers()) {
            for (Field field : header.fields()) {
                assertFit(field.value());
            }
        }
    }

    private static void assertFit(String text) {
        assertTrue(text.length() <= LONGEST_VALUE, "a value of " + text.length() + " characters");
        assertTrue(text.indexOf('\n') < 0, () -> "more than a line: " + text);
    }
}
