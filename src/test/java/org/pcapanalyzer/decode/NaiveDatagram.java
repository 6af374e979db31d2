package org.pcapanalyzer.decode;

import java.util.Arrays;
import java.util.BitSet;

/** Puts one datagram after another together in the plainest way: an array, and a flag for each byte. */
final class NaiveDatagram {
    private final byte[] content = new byte[1 << 17];
    private final BitSet covered = new BitSet();
    private final BitSet held = new BitSet();
    private int totalLength = -1;
    private boolean isDone;
    private boolean isBroken;
    private int fragments;

    /** Adds a fragment to the datagram that is being put together, or begins the next one; true if this completes it. */
    boolean isCompletedBy(SentFragment fragment) {
        if (isDone && !isCopy(fragment)) {
            clear();
        }
        if (isDone) {
            return false;
        }
        isBroken |= fragment.isImpossible() || contradicts(fragment) || fragments++ >= ByteRanges.MAX;
        add(fragment);
        isDone = !isBroken && isWhole();
        return isDone;
    }

    /** Whether all fragments fit together so far, and are not too many. */
    boolean isPlain() {
        return !isBroken;
    }

    /** Where bytes came before, the first ones stay. */
    void add(SentFragment fragment) {
        for (int at = fragment.start(); at < fragment.capturedEnd(); at++) {
            if (!held.get(at)) {
                content[at] = fragment.bytes()[at - fragment.start()];
            }
        }
        held.set(fragment.start(), fragment.capturedEnd());
        covered.set(fragment.start(), fragment.end());
        if (!fragment.hasMore()) {
            totalLength = fragment.end();
        }
    }

    boolean isWhole() {
        return totalLength >= 0 && covered.nextClearBit(0) >= totalLength;
    }

    int totalLength() {
        return totalLength;
    }

    /** The bytes before the first that was not captured. */
    byte[] readable() {
        return Arrays.copyOf(content, Math.min(totalLength, held.nextClearBit(0)));
    }

    private boolean contradicts(SentFragment fragment) {
        if (fragment.hasMore()) {
            return totalLength >= 0 && fragment.end() > totalLength;
        }
        return totalLength >= 0 && fragment.end() != totalLength || covered.length() > fragment.end();
    }

    private boolean isCopy(SentFragment fragment) {
        for (int at = fragment.start(); at < fragment.capturedEnd(); at++) {
            if (held.get(at) && content[at] != fragment.bytes()[at - fragment.start()]) {
                return false;
            }
        }
        return covered.nextClearBit(fragment.start()) >= fragment.end();
    }

    private void clear() {
        covered.clear();
        held.clear();
        totalLength = -1;
        isDone = false;
        fragments = 0;
    }
}
