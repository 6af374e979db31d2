package org.pcapanalyzer.capture;

import java.io.IOException;

/**
 * Finds the place behind damage where reading can go on: the first from which a chain of plausible records starts. Each
 * byte is looked at once, and what is kept at hand is bounded, whatever the content.
 */
final class Resync {
    /** What is searched at most in content that may never end. */
    private static final long ENDLESS_SEARCH_BYTES = 256 << 20;

    /** Room beyond a chain, so that each look at the content gets on. */
    private static final int STEP_BYTES = 64 << 10;

    private final CaptureInput input;
    private final BlockReader blocks;
    private final int chainBytes;

    /** @param chainBytes what must be at hand for a chain to be seen */
    Resync(CaptureInput input, int chainBytes) {
        this.input = input;
        this.blocks = input.blocks();
        this.chainBytes = chainBytes;
    }

    /** Passes over bytes, at least one, until the chain holds; false if it does nowhere, all bytes then being passed over. */
    boolean skipToChain(RecordChain chain) throws IOException {
        long bound = input.isEndless() ? blocks.offset() + ENDLESS_SEARCH_BYTES : Long.MAX_VALUE;
        int from = 1;
        boolean isRest = false;
        while (!isRest && blocks.offset() < bound) {
            isRest = !isAtHand(chainBytes + STEP_BYTES);
            int end = isRest ? blocks.available() : blocks.available() - chainBytes;
            int found = find(chain, from, end, isRest);
            blocks.skip(found);
            if (found < end) {
                return true;
            }
            from = 0;
        }
        return false;
    }

    private boolean isAtHand(int count) throws IOException {
        try {
            return blocks.require(count);
        } catch (CaptureException e) {
            // A device that fails ends the search; whoever reads on, or tells of the damage, meets the failure again.
            return false;
        }
    }

    /** As {@link #skipToChain}, where all that is left is at hand; passes over nothing if the chain holds nowhere. */
    boolean skipWithinRest(RecordChain chain) {
        int end = blocks.available();
        int found = find(chain, 1, end, true);
        if (found < end) {
            blocks.skip(found);
        }
        return found < end;
    }

    private static int find(RecordChain chain, int from, int end, boolean isRest) {
        int at = Math.min(from, end);
        while (at < end && !chain.holdsFrom(at, isRest)) {
            at++;
        }
        return at;
    }
}
