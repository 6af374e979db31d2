package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HexDumpTest {
    @Test
    void shouldShowOffsetBytesAndText() {
        byte[] bytes = "GET / HTTP/1.1\r\n<b>".getBytes(StandardCharsets.US_ASCII);

        assertEquals("""
                0000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1..
                0010  3c 62 3e                                          <b>\
                """, HexDump.of(bytes));
    }

    @Test
    void shouldSayHowManyBytesAreLeftOut() {
        String dump = HexDump.of(new byte[1514]);

        assertEquals(9, dump.lines().count());
        assertTrue(dump.endsWith("\n… 1,386 more bytes"));
    }

    @Test
    void shouldShowNothingOfAnEmptyFrame() {
        assertEquals("", HexDump.of(new byte[0]));
    }
}
