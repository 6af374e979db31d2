package org.pcapanalyzer.flow;

/**
 * How far Zeek's reassembler has come in one direction's stream, in places relative to its start (the SYN is at 0). It
 * holds what was sent until it is acknowledged; what is acknowledged and was not held by then is a gap for good.
 */
final class ZeekReassembly {
    /** Payload that may be sent before the peer's ACKs are held to be missing ({@code tcp_max_initial_window}). */
    private static final int MOST_WITHOUT_ACKS = 16_384;
    /** Bytes held beyond which Zeek gives up ({@code tcp_excessive_data_without_further_acks}). */
    private static final int MOST_HELD = 10 << 20;

    private long highest = 1;
    private long trimmed = 1;
    private int gaps;
    private long missed;
    private SequenceGaps holes;
    private boolean isGivenUp;

    /** Passes all fields through; holes are kept as they are. */
    void pack(FieldPacker fields) {
        highest = fields.number(highest);
        trimmed = fields.number(trimmed);
        gaps = fields.number(gaps);
        missed = fields.number(missed);
        isGivenUp = fields.flag(isGivenUp);
        holes = fields.object(holes);
    }

    /** As {@link Flow#touch}. */
    long touch() {
        return highest;
    }

    /** True once Zeek has stopped to look for gaps. */
    boolean isGivenUp() {
        return isGivenUp;
    }

    /** Up to here all bytes were seen or are known to be missed. */
    long delivered() {
        return hasHoles() ? holes.lowest() : highest;
    }

    private boolean hasHoles() {
        return holes != null && holes.count() > 0;
    }

    boolean holdsUnacknowledged() {
        return !isGivenUp && highest > trimmed;
    }

    /** Takes payload of the side {@code from}, captured whole. */
    void add(ZeekEndpoint from, long place, int length, StateBudget budget) {
        long start = Math.max(place, Math.max(from.ackedPlace(), trimmed));
        long end = place + length;
        if (isGivenUp || start >= end) {
            return;
        }
        long before = delivered();
        if (start > highest) {
            openHole(start, budget);
        } else if (hasHoles() && start < highest) {
            holes.fill(start, Math.min(end, highest));
        }
        highest = Math.max(highest, end);
        watchBounds(from, before);
    }

    private void openHole(long end, StateBudget budget) {
        if (holes == null) {
            holes = new SequenceGaps(budget, Limit.ZEEK_GAPS_PER_DIRECTION);
        }
        holes.open(highest, end, 0, 0);
    }

    private void watchBounds(ZeekEndpoint from, long before) {
        long delivered = delivered();
        if (from.hasNothingAcked()) {
            if (delivered > before && from.lastPlace() - 1 > MOST_WITHOUT_ACKS) {
                trimmed = Math.max(trimmed, delivered);
            }
            isGivenUp |= highest - delivered > MOST_WITHOUT_ACKS;
        }
        isGivenUp |= highest - trimmed > MOST_HELD && heldBytes() > MOST_HELD;
        if (isGivenUp) {
            release();
        }
    }

    private long heldBytes() {
        return highest - trimmed - (hasHoles() ? holes.bytesWithin(trimmed, highest) : 0);
    }

    /**
     * Takes an acknowledgement up to a place.
     *
     * @return false if it acknowledges nothing new; else {@link #gaps()} and {@link #missed()} tell of it
     */
    boolean acknowledge(long place) {
        if (place <= trimmed) {
            return false;
        }
        trimmed = place;
        gaps = 0;
        missed = 0;
        if (hasHoles()) {
            gaps = holes.holesWithin(1, place);
            missed = holes.fill(1, place);
        }
        if (place > highest) {
            gaps++;
            missed += place - highest;
            highest = place;
        }
        return true;
    }

    /** Gaps that the last acknowledgement covered; none once Zeek has given up. */
    int gaps() {
        return isGivenUp ? 0 : gaps;
    }

    /** Bytes of these gaps. */
    long missed() {
        return missed;
    }

    /** Gives its memory back. */
    void release() {
        if (holes != null) {
            holes.release();
        }
    }
}
