package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;

/** Any bytes of a stream shown as text: nothing that steers a terminal, and from what is shown the bytes can be told. */
@Tag("fuzz")
final class FollowFuzzTest {
    @FuzzTest
    void show(byte[] input) {
        Utf8Text text = new Utf8Text();
        StringBuilder shown = new StringBuilder();
        for (byte value : input) {
            text.add(value);
            shown.append(text.takeShown());
        }
        text.flush();
        shown.append(text.takeShown());
        assertTrue(shown.codePoints().allMatch(FollowFuzzTest::isHarmless), "characters that steer a terminal");
        assertArrayEquals(input, bytesOf(shown.toString()));
    }

    private static boolean isHarmless(int codePoint) {
        int type = Character.getType(codePoint);
        return codePoint == '\t'
                || type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
    }

    private static byte[] bytesOf(String shown) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < shown.length()) {
            if (shown.startsWith("\\x", at)) {
                bytes.write(HexFormat.fromHexDigits(shown, at + 2, at + 4));
                at += 4;
            } else if (shown.startsWith("\\\\", at)) {
                bytes.write('\\');
                at += 2;
            } else {
                int end = at + Character.charCount(shown.codePointAt(at));
                bytes.writeBytes(shown.substring(at, end).getBytes(StandardCharsets.UTF_8));
                at = end;
            }
        }
        return bytes.toByteArray();
    }
}
