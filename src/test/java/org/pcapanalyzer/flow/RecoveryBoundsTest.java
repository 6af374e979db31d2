package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Resends and acknowledgements made to hurt: what is kept stays bounded, and the work for each does not grow. */
class RecoveryBoundsTest {
    private static final int STATE_BYTES = 1 << 20;
    private static final int EXCHANGES = 20_000;

    @ParameterizedTest
    @EnumSource(HostilePeers.Pattern.class)
    void shouldStayWithinMemoryAndLinearTime(HostilePeers.Pattern pattern) {
        HostilePeers peers = new HostilePeers(new FlowLimits(10, 1024, 4096, STATE_BYTES, 4, 0));
        peers.play(pattern, 0, EXCHANGES);
        long before = System.nanoTime();
        peers.play(pattern, EXCHANGES, 2 * EXCHANGES);
        long second = System.nanoTime() - before;
        before = System.nanoTime();
        peers.play(pattern, 2 * EXCHANGES, 6 * EXCHANGES);
        long fourTimesAsMany = System.nanoTime() - before;
        assertTrue(peers.mostStateBytes() > 0, "nothing was kept");
        assertTrue(peers.mostStateBytes() <= STATE_BYTES, "kept: " + peers.mostStateBytes());
        assertTrue(fourTimesAsMany < 16 * second + 100_000_000, fourTimesAsMany + " ns after " + second);
        peers.tracker().finish();
        assertEquals(0, peers.tracker().stateBytes());
    }
}
