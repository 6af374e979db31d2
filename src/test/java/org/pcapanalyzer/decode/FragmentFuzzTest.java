package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.decode.FragmentFixture.Outcome;
import org.pcapanalyzer.fuzz.Choices;

/**
 * Fragments of few datagrams, in any order, overlapping, contradicting, repeated, at any time. Input: choice of the limits
 * (1 byte), then fragments as {@link SentFragment#of} reads them. What comes of them is held against
 * {@link NaiveDatagram}.
 */
@Tag("fuzz")
final class FragmentFuzzTest {
    private static final int MOST_FRAGMENTS = 300;
    private static final DecodeLimits TIGHT = new DecodeLimits(3, 1 << 20);

    @FuzzTest
    void reassemble(byte[] input) {
        Choices choices = new Choices(input);
        boolean isTight = choices.bit();
        FragmentFixture fixture = new FragmentFixture(isTight ? TIGHT : DecodeLimits.defaults());
        List<SentFragment> sent = new ArrayList<>();
        Map<String, NaiveDatagram> datagrams = new HashMap<>();
        long nowNs = 0;
        boolean isCalm = !isTight;
        while (choices.hasMore() && sent.size() < MOST_FRAGMENTS) {
            SentFragment fragment = SentFragment.of(choices, sent.size() + 1, nowNs);
            isCalm &= fragment.timeNs() == nowNs;
            nowNs = fragment.timeNs();
            sent.add(fragment);
            fixture.take(fragment.packets());
            boolean isWhole = datagrams
                    .computeIfAbsent(fragment.key(), key -> new NaiveDatagram())
                    .isCompletedBy(fragment);
            if (fixture.packet.isReassembled()) {
                assertRight(fixture, sent, fragment);
            }
            if (isCalm && datagrams.get(fragment.key()).isPlain()) {
                assertEquals(isWhole, fixture.packet.isReassembled(), () -> "whole at frame " + fragment.frame());
            }
        }
        fixture.decoder.finish();
        assertAccounted(fixture, sent);
    }

    /** Every byte of a datagram is that of the first fragment since its begin that brought it. */
    private static void assertRight(FragmentFixture fixture, List<SentFragment> sent, SentFragment last) {
        Outcome outcome = fixture.outcomes.get(fixture.outcomes.size() - 1);
        assertEquals(last.frame(), outcome.lastFrame());
        NaiveDatagram naive = new NaiveDatagram();
        List<SentFragment> parts = sent.stream()
                .filter(part -> part.key().equals(last.key()) && part.frame() >= outcome.firstFrame())
                .toList();
        parts.forEach(naive::add);
        assertEquals(parts.size(), outcome.fragmentCount(), "fragments of the datagram");
        assertTrue(naive.isWhole(), "put together with bytes missing");
        assertEquals(naive.totalLength(), outcome.totalLength());
        assertEquals(naive.totalLength(), fixture.packet.payloadLength());
        assertEquals(outcome.end() == FragmentEnd.CLIPPED, naive.readable().length < naive.totalLength());
        assertArrayEquals(naive.readable(), fixture.readPayload());
    }

    /** Each fragment is in the row of a datagram, or was a copy behind one. */
    private static void assertAccounted(FragmentFixture fixture, List<SentFragment> sent) {
        long told = fixture.outcomes.stream().mapToLong(Outcome::fragmentCount).sum();
        long copies = fixture.decoder.anomalyCount(Anomaly.DUPLICATE_FRAGMENT);
        assertTrue(told <= sent.size() && told >= sent.size() - copies, () -> told + " of " + sent.size());
        for (Outcome outcome : fixture.outcomes) {
            assertTrue(outcome.fragmentCount() >= 1 && outcome.firstFrame() <= outcome.lastFrame());
            assertTrue(outcome.bytesSeen() >= 0 && outcome.bytesSeen() <= 0xFFFF);
            boolean isWhole = outcome.end() == FragmentEnd.COMPLETE || outcome.end() == FragmentEnd.CLIPPED;
            assertTrue(!isWhole || outcome.bytesSeen() == outcome.totalLength());
        }
    }
}
