package org.pcapanalyzer.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.select.SelectionException.Reason;

final class SelectionTest {
    private static final int NULL = 0;
    private static final int ETHERNET = 1;
    private static final int NFLOG = 239;

    private static final String UDP = "4500001c 0000 0000 40 11 0000 0a000001 0a000002 0035 0035 0008 0000";
    private static final String ETHERNET_UDP = "000000000001 000000000002 0800 " + UDP;

    @Test
    void shouldSelectAllWhereNothingIsAskedFor() {
        assertTrue(Selection.whole().isWhole());
        assertEquals(Verdict.SELECTED, Selection.whole().judge(frame(ETHERNET, "", 5)));
    }

    @ParameterizedTest
    @CsvSource({"9, OUTSIDE_PERIOD", "10, SELECTED", "19, SELECTED", "20, OUTSIDE_PERIOD"})
    void shouldSelectFromAndBefore(long second, Verdict expected) {
        Selection selection = selection(null, "10", "20");
        assertEquals(expected, selection.judge(frame(ETHERNET, "", second)));
        assertEquals(Optional.of(10_000_000_000L), selection.scope().fromNs());
    }

    @Test
    void shouldCountRelativeTimesFromTheFirstFrame() {
        Selection selection = selection(null, "+1s", "+2s");
        assertEquals(Optional.empty(), selection.scope().fromNs());
        assertEquals(Verdict.OUTSIDE_PERIOD, selection.judge(frame(ETHERNET, "", 100)));
        assertEquals(Verdict.SELECTED, selection.judge(frame(ETHERNET, "", 101)));
        assertEquals(Verdict.OUTSIDE_PERIOD, selection.judge(frame(ETHERNET, "", 102)));
        assertEquals(Verdict.OUTSIDE_PERIOD, selection.judge(frame(ETHERNET, "", 99)));
        assertEquals(Optional.of(102_000_000_000L), selection.scope().toNs());
    }

    @Test
    void shouldRefuseAPeriodWithoutAnyTimeInIt() {
        assertEquals(
                "--from 20 is not before --to 1970-01-01T00:00:20Z: nothing lies between",
                assertThrows(SelectionException.class, () -> selection(null, "20", "1970-01-01T00:00:20Z"))
                        .getMessage());
    }

    @Test
    void shouldFilterWithinThePeriod() {
        assumeLibPcap();
        Selection selection = selection("udp port 53 and host 10.0.0.1", "10", null);
        assertEquals(Verdict.OUTSIDE_PERIOD, selection.judge(frame(ETHERNET, ETHERNET_UDP, 9)));
        assertEquals(Verdict.SELECTED, selection.judge(frame(ETHERNET, ETHERNET_UDP, 10)));
        assertEquals(Verdict.NOT_MATCHED_BY_FILTER, selection.judge(frame(ETHERNET, "0102", 10)));
        assertEquals(
                Optional.of("udp port 53 and host 10.0.0.1"), selection.scope().filter());
    }

    @Test
    void shouldReadLoopbackFramesInTheByteOrderOfTheirHost() {
        assumeLibPcap();
        Selection selection = selection("udp", null, null);
        assertEquals(Verdict.SELECTED, selection.judge(frame(NULL, "02000000" + UDP, 1)));
        assertEquals(Verdict.SELECTED, selection.judge(frame(NULL, "00000002" + UDP, 1)));
        assertEquals(Verdict.NOT_MATCHED_BY_FILTER, selection.judge(frame(NULL, "00000007" + UDP, 1)));
    }

    @Test
    void shouldTellFramesThatCannotBeFilteredApart() {
        assumeLibPcap();
        Selection selection = selection("udp", null, null);
        assertEquals(Verdict.LINK_TYPE_WITHOUT_FILTER, selection.judge(frame(NFLOG, ETHERNET_UDP, 1)));
        SelectionException e = assertThrows(SelectionException.class, selection::requireMeaning);
        assertEquals(
                "--filter \"udp\": NFLOG link-layer type filtering not implemented; no frame of this capture can be "
                        + "filtered with it",
                e.getMessage());
        assertEquals(Verdict.SELECTED, selection.judge(frame(ETHERNET, ETHERNET_UDP, 1)));
        selection.requireMeaning();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp  port 80 80 | --filter \"tcp port 80 80\": can't parse filter expression: syntax error",
                "port 99999 | --filter \"port 99999\": illegal port number 99999 > 65535",
                "net 10.1.2.3/24 | --filter \"net 10.1.2.3/24\": non-network bits set in \"10.1.2.3/24\"",
                "host www | --filter \"host www\": 'www' is neither a word of filters nor an address; names of hosts are not "
                        + "looked up, so give the address"
            })
    void shouldRefuseInOneLineWhatMakesNoFilter(String expression, String expected) {
        assumeLibPcap();
        String lines = expression.replace(" ", " \n");
        SelectionException e = assertThrows(SelectionException.class, () -> selection(lines, null, null));
        assertEquals(expected, e.getMessage());
        assertEquals(Reason.REQUEST, e.reason());
    }

    @Test
    void shouldKnowTheWordsOfTheInstalledLibPcap() {
        assumeLibPcap();
        LibPcap libPcap = LibPcap.load(LibPcap.NAMES);
        for (String word : FilterWords.known()) {
            // What libpcap takes for a name it looks up, in vain.
            String error =
                    libPcap.compile(word, ETHERNET, ByteOrder.LITTLE_ENDIAN).error();
            assertFalse(error.contains("unknown host"), word);
        }
    }

    @Test
    void shouldSayHowToGetLibPcapWhereItIsMissing() {
        SelectionException e =
                assertThrows(SelectionException.class, () -> FrameFilter.of("tcp", List.of("no-such-libpcap")));
        assertEquals(Reason.MISSING_LIBRARY, e.reason());
        assertTrue(
                e.getMessage().startsWith("--filter needs libpcap, which is not installed here; install it"),
                e.getMessage());
        assertFalse(e.getMessage().contains("\n"));
    }

    @Test
    void shouldAllocateNothingPerFrame() {
        assumeLibPcap();
        Selection selection =
                selection("tcp port 80 or ip[0] & 0xf > 5 or (vlan and udp) or len / 2 > 1000", "5", "+1h");
        Frame[] frames = {
            frame(ETHERNET, ETHERNET_UDP, 10), frame(276, "08000000" + UDP, 11), frame(NULL, "02000000" + UDP, 12)
        };
        judge(selection, frames, 20_000);
        long before = allocatedBytes();
        judge(selection, frames, 100_000);
        long allocated = allocatedBytes() - before;
        assertTrue(allocated < 10_000, allocated + " bytes");
    }

    private static void judge(Selection selection, Frame[] frames, int count) {
        for (int i = 0; i < count; i++) {
            selection.judge(frames[i % frames.length]);
        }
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private static void assumeLibPcap() {
        try {
            LibPcap.load(LibPcap.NAMES);
        } catch (SelectionException e) {
            assumeTrue(false, e.getMessage());
        }
    }

    private static Selection selection(String filter, String from, String to) {
        return Selection.of(Optional.ofNullable(filter), Optional.ofNullable(from), Optional.ofNullable(to));
    }

    private static Frame frame(int linkType, String hex, long second) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        Frame frame = new Frame();
        frame.wrap(ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length);
        frame.locate(1, second * 1_000_000_000L, linkType, 0);
        return frame;
    }
}
