package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VisibleTextTest {
    @Test
    void shouldKeepPlainTextOfAnyScript() {
        assertEquals("naïve 見る → € 🙂", VisibleText.line("naïve 見る → € 🙂"));
    }

    @Test
    void shouldShowWhatMovesTheCursor() {
        assertEquals("<U+001B>[2J<U+0007><U+0000><U+009B>31m", VisibleText.line("\u001b[2J\u0007\u0000\u009b31m"));
    }

    @Test
    void shouldShowWhatTurnsTheDirectionOfReading() {
        assertEquals("cap<U+202E>gnp.exe<U+2066>", VisibleText.line("cap\u202egnp.exe\u2066"));
    }

    @Test
    void shouldShowWhatIsInvisible() {
        assertEquals("a<U+200B>b<U+FEFF>c<U+00AD>", VisibleText.line("a\u200bb\ufeffc\u00ad"));
    }

    @Test
    void shouldKeepLinesOnlyInBlocks() {
        assertEquals("one two  three", VisibleText.line("one\ntwo\t\nthree"));
        assertEquals("one\ntwo\t\nthree<U+000D>", VisibleText.block("one\ntwo\t\nthree\r"));
        assertEquals("one<U+2028>two", VisibleText.block("one\u2028two"));
    }

    @Test
    void shouldShowLoneSurrogates() {
        assertEquals("a<U+D83D>b", VisibleText.line("a\ud83db"));
    }

    @Test
    void shouldCutLongValues() {
        assertEquals("short", VisibleText.cut("short"));
        String cut = VisibleText.cut("x".repeat(600));
        assertEquals(512, cut.length());
        assertTrue(cut.endsWith("x…"));
    }

    @Test
    void shouldNotLeaveHalfACharacterWhereItCuts() {
        String cut = VisibleText.cut("🙂".repeat(300));
        assertEquals(
                0,
                cut.chars().filter(c -> c == '\ud83d').count()
                        - cut.chars().filter(c -> c == '\ude42').count());
    }
}
