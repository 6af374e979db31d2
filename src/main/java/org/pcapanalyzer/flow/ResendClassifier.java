package org.pcapanalyzer.flow;

import org.pcapanalyzer.decode.Packet;

/**
 * Finds why a segment lies below the highest one sent: late, or sent again and why. Sees the sender as if it stood a
 * round trip away: what it sends answers what passed the capture point that much earlier, or else a timer prompted it.
 * All times are scaled by the connection's own round-trip time; the fixed ones are what no stack goes below, or stand in
 * where no RTT is known.
 */
final class ResendClassifier {
    private static final long MS = 1_000_000L;
    /** Reordering takes less than this where no RTT is known. */
    private static final long REORDER_NS = 3 * MS;
    /** The least retransmission timeout of any stack in use (FreeBSD). */
    private static final long LEAST_TIMEOUT_NS = 30 * MS;
    /** Linux's least retransmission timeout, beyond the RTT; also what a lone segment's probe waits for a delayed ACK. */
    static final long LINUX_TIMEOUT_NS = 200 * MS;
    /** The least probe timeout (RFC 8985 7.2). */
    private static final long LEAST_PROBE_NS = 10 * MS;
    /** RFC 5681 3.2. */
    private static final int FAST_DUP_ACKS = 3;
    /** IP IDs of packets that were sent close to each other differ by less. */
    private static final int CLOSE_IDS = 4096;
    /** A receiver behind less than this share of the path runs on the machine that captured. */
    private static final int BESIDE_SHARE = 64;
    /** Of the path, within which nothing is answered. */
    private static final int AT_ONCE_SHARE = 8;
    /** By this a busy sender answers later. */
    private static final long LATENESS_NS = 2 * MS;
    /** Resends between two of one segment. */
    static final int REACH = 64;
    /** A resend is overtaken by fewer packets on its way. */
    private static final int MANY_PACKETS = 3;

    private ResendClassifier() {}

    /** Packs what tells the order of sending around a hole: IP ID before it, IP ID and time stamp of the segment above. */
    static long mark(TcpEndpoint sender, Packet above) {
        int afterId = Math.max(above.ipId(), 0);
        int tsVal = above.hasTimestamps() ? above.tsVal() : 0;
        return (long) sender.lastIpId << 48 | (long) afterId << 32 | tsVal & 0xFFFFFFFFL;
    }

    /**
     * Judges a segment whose bytes were not captured before.
     *
     * @param openedNs when the hole was seen in which it belongs
     * @param mark     what {@link #mark} gave then; 0 if nothing is known
     */
    static ResendCause late(Segment segment, long openedNs, long mark) {
        TcpEndpoint sender = segment.sender();
        long reorderNs = reorderNs(segment);
        if (segment.end() <= sender.ackedPosition) {
            boolean justAcked = segment.timeNs() - sender.ackedNs < reorderNs;
            return justAcked ? ResendCause.REORDERING : ResendCause.SPURIOUS;
        }
        int order = sendingOrder(segment, mark);
        if (order < 0 || order == 0 && segment.timeNs() - openedNs < reorderNs) {
            return ResendCause.REORDERING;
        }
        return repair(segment, Flow.ABSENT, openedNs);
    }

    /**
     * Judges a segment whose first byte was captured before.
     *
     * @param lastNs when it was last sent; {@link Flow#ABSENT} if that is not remembered
     */
    static ResendCause resent(Segment segment, long lastNs) {
        boolean isKnownToArrive = segment.sender().isAcked(segment.position(), segment.end());
        return isKnownToArrive || isSeenAtReceiver(segment, lastNs)
                ? ResendCause.SPURIOUS
                : repair(segment, lastNs, lastNs);
    }

    /**
     * Whether the segment was sent before the copy of it that was captured first: that was a resend, and nobody resends
     * again within a round trip.
     */
    static boolean isOvertaken(Segment segment, SentSegments sent, int record) {
        Packet packet = segment.packet();
        int tsVal = sent.tsVal(record);
        if (tsVal != 0 && packet.hasTimestamps() && packet.tsVal() != tsVal) {
            return packet.tsVal() - tsVal < 0;
        }
        int behind = sent.ipId(record) - packet.ipId() & 0xFFFF;
        if (sent.ipId(record) != 0 && packet.ipId() > 0) {
            return behind > 0 && behind <= CLOSE_IDS;
        }
        boolean isSecond = sent.isFirstUnseen(record) && sent.sends(record) == 1;
        return isSecond && segment.timeNs() - sent.firstNs(record) < reorderNs(segment) || isKnownToSender(segment);
    }

    /** Judges a segment that a resend of it overtook: an original, unless it was sent after one of those above it. */
    static ResendCause overtaken(Segment segment, SentSegments sent, int record) {
        int above = sent.nextOriginal(record);
        long mark = above == SentSegments.NONE ? 0 : (long) sent.ipId(above) << 32 | sent.tsVal(above) & 0xFFFFFFFFL;
        if (mark == 0 || sendingOrder(segment, mark) <= 0) {
            return ResendCause.REORDERING;
        }
        boolean isByTimer = segment.position() < segment.sender().repair().timeoutEnd;
        return isByTimer ? ResendCause.TIMEOUT : ResendCause.FAST_RETRANSMIT;
    }

    /** Whether packets passed before that were sent well after it: then it is no resend. */
    static boolean isOutdated(Segment segment) {
        TcpEndpoint sender = segment.sender();
        long behindNs = sender.clock().behindNs(segment.packet());
        if (behindNs != Flow.ABSENT) {
            return behindNs > Math.max(REORDER_NS, reorderNs(segment) / 2);
        }
        if (sender.ipIdVaries && segment.packet().ipId() > 0) {
            int behind = sender.lastIpId - segment.packet().ipId() & 0xFFFF;
            return behind >= MANY_PACKETS && behind <= CLOSE_IDS;
        }
        return isKnownToSender(segment);
    }

    /**
     * Whether the sender, which is not silent, learnt longer than a round trip ago that a resend of these bytes arrived: then
     * this is an original.
     */
    private static boolean isKnownToSender(Segment segment) {
        TcpEndpoint sender = segment.sender();
        if (!sender.hasPending() || segment.timeNs() - sender.lastSentNs > LINUX_TIMEOUT_NS / 2) {
            return false;
        }
        int resend = sender.pending().newestAt(segment.position(), REACH);
        long toSenderNs = RoundTrips.leastToSenderNs(segment);
        return resend >= 0
                && toSenderNs != Flow.ABSENT
                && sender.pending().isDelivered(resend)
                && segment.timeNs() - sender.pending().deliveredNs(resend) > toSenderNs + toSenderNs / 4 + LATENESS_NS;
    }

    /**
     * Judges a SYN or SYN-ACK that was sent before at {@code sinceNs}, by the time or because the timer of the other side
     * sent a SYN again, which it answers.
     */
    static ResendCause syn(Segment segment, long sinceNs) {
        if (segment.end() <= segment.sender().ackedPosition) {
            return ResendCause.SPURIOUS;
        }
        boolean isAnswer = segment.isAck() && segment.peer().lastSynNs > sinceNs;
        boolean isLate = segment.timeNs() - sinceNs >= LINUX_TIMEOUT_NS;
        return isAnswer || isLate ? ResendCause.TIMEOUT : ResendCause.UNKNOWN;
    }

    /**
     * Without SACK nothing says what arrived behind a hole, but what is captured beside the receiver did arrive, unless the
     * receiver has asked for it since: then it had no room.
     */
    private static boolean isSeenAtReceiver(Segment segment, long lastNs) {
        TcpEndpoint sender = segment.sender();
        long toPeerNs = RoundTrips.leastToPeerNs(segment);
        boolean isBeside = toPeerNs != Flow.ABSENT && toPeerNs < RoundTrips.leastPathNs(segment) / BESIDE_SHARE;
        boolean isRefused = segment.position() == sender.ackedPosition && sender.dupAcks > 0 && sender.newsNs > lastNs;
        return isBeside && !isRefused && !sender.maySack(segment.peer());
    }

    /** Judges a resend that may be needed, and follows the sender into the recovery that it shows. */
    private static ResendCause repair(Segment segment, long lastNs, long missingNs) {
        TcpEndpoint sender = segment.sender();
        Repair repair = sender.repair();
        boolean asked = isAskedFor(segment, repair);
        if (isProbe(segment, repair, asked)) {
            repair.probedEnd = segment.end();
            repair.probedNs = segment.timeNs();
            return ResendCause.TAIL_LOSS_PROBE;
        }
        if (isTimerDue(segment, lastNs, asked) || isSentInVain(segment)) {
            repair.neverProbes |= lastNs != Flow.ABSENT && !asked && isProbeMissed(segment, repair, lastNs);
            repair.noteTimeout(sender, sender.nextPosition);
            return ResendCause.TIMEOUT;
        }
        if (segment.position() < repair.timeoutEnd) {
            return ResendCause.TIMEOUT;
        }
        if (!asked && segment.position() >= repair.undoneEnd) {
            return ofUnseenTimeout(segment, missingNs);
        }
        if (lastNs == Flow.ABSENT && isAtOnce(segment, missingNs)) {
            repair.noteTimeout(sender, sender.nextPosition);
            return ResendCause.TIMEOUT;
        }
        repair.noteFast(segment.position(), sender.nextPosition);
        return ResendCause.FAST_RETRANSMIT;
    }

    /** Whether the hole was seen so lately that only what was lost before can have told the sender. */
    private static boolean isAtOnce(Segment segment, long openedNs) {
        long leastNs = RoundTrips.leastPathNs(segment);
        long sinceNs = segment.timeNs() - openedNs;
        return leastNs != Flow.ABSENT && sinceNs >= 0 && sinceNs < leastNs / AT_ONCE_SHARE;
    }

    /** Whether the sender cannot have heard of what was seen to be missing so lately. */
    private static boolean isBeforeAnswer(Segment segment, long missingNs) {
        long leastNs = RoundTrips.leastPathNs(segment);
        long answerNs = leastNs == Flow.ABSENT ? LEAST_TIMEOUT_NS : leastNs * 3 / 4;
        return missingNs != Flow.ABSENT && segment.timeNs() - missingNs < answerNs;
    }

    /**
     * What too little asked for is sent in a recovery whose first resend was not seen, unless it comes at once on a
     * duplicate ACK: the sender may have got more of these, or need fewer (RFC 5827).
     */
    private static ResendCause ofUnseenTimeout(Segment segment, long missingNs) {
        if (isBeforeAnswer(segment, missingNs)) {
            return ResendCause.UNKNOWN;
        }
        long leastNs = RoundTrips.leastPathNs(segment);
        long answerNs = leastNs == Flow.ABSENT ? LEAST_TIMEOUT_NS / 4 : leastNs * 3 / 16;
        boolean isAnswer = segment.timeNs() - lastNewsNs(segment) < answerNs;
        if (isAnswer && segment.sender().dupAcks > 0 && missingNs != Flow.ABSENT) {
            segment.sender().repair().noteFast(segment.position(), segment.sender().nextPosition);
            return ResendCause.FAST_RETRANSMIT;
        }
        segment.sender().repair().noteTimeout(segment.sender(), segment.sender().nextPosition);
        return ResendCause.TIMEOUT;
    }

    /** Duplicate ACKs or SACK say that it is missing, or the repair of a loss is under way. */
    private static boolean isAskedFor(Segment segment, Repair repair) {
        TcpEndpoint sender = segment.sender();
        boolean sackedAbove = sender.hasSacked() && sender.sacked().highest() > segment.position();
        return sender.dupAcks >= FAST_DUP_ACKS || sackedAbove || segment.position() < repair.fastEnd;
    }

    /**
     * The end of the flight after a silence of about two round trips (RFC 8985 7.2), once until something behind it is
     * acknowledged.
     */
    private static boolean isProbe(Segment segment, Repair repair, boolean asked) {
        TcpEndpoint sender = segment.sender();
        boolean isTail = segment.end() == sender.nextPosition && repair.probedEnd < sender.ackedPosition;
        boolean isOpen = !asked && segment.position() >= repair.timeoutEnd && sender.maySack(segment.peer());
        if (!isTail || !isOpen) {
            return false;
        }
        long pathNs = RoundTrips.pathNs(segment);
        long silenceNs = silenceNs(segment);
        if (silenceNs < Math.max(LEAST_PROBE_NS / 2, pathNs * 3 / 2)) {
            return false;
        }
        boolean isLone = segment.position() <= sender.ackedPosition;
        if (isLone && sender.hasSent() && sender.sent().size() > 1) {
            return false;
        }
        return !isLone || !repair.neverProbes && silenceNs < (2 * pathNs + LINUX_TIMEOUT_NS) * 3 / 2;
    }

    /** Whether the timer ran out in a silence in which the tail should have been probed, which is not what is sent. */
    private static boolean isProbeMissed(Segment segment, Repair repair, long lastNs) {
        TcpEndpoint sender = segment.sender();
        boolean isOpen = segment.position() >= repair.timeoutEnd && repair.probedEnd < sender.ackedPosition;
        boolean isHeadOfMore = segment.end() < sender.nextPosition && isOpen && sender.knowsSack(segment.peer());
        long pathNs = RoundTrips.pathNs(segment);
        boolean isOneFlight = sender.lastSentNs - lastNs < pathNs;
        return isHeadOfMore && isOneFlight && silenceNs(segment) >= LINUX_TIMEOUT_NS + pathNs / 2;
    }

    /** Since the sender sent something, or learnt something of what it sent. */
    private static long silenceNs(Segment segment) {
        return segment.timeNs() - Math.max(segment.sender().lastSentNs, lastNewsNs(segment));
    }

    /** The lowest segment not acknowledged, with nothing to prompt it but the time. */
    private static boolean isTimerDue(Segment segment, long lastNs, boolean asked) {
        TcpEndpoint sender = segment.sender();
        boolean isAckSeen = segment.peer().packets > 0;
        if (isAckSeen && segment.position() > sender.ackedPosition) {
            return false;
        }
        long pathNs = RoundTrips.pathNs(segment);
        long waitNs = segment.timeNs() - Math.max(lastNs, lastNewsNs(segment));
        long byClockNs = asked ? sender.clock().sinceLastNs(segment.packet()) : Flow.ABSENT;
        if (byClockNs != Flow.ABSENT) {
            waitNs = Math.min(waitNs, byClockNs);
        }
        if (segment.position() < sender.repair().undoneEnd) {
            return waitNs
                    >= LINUX_TIMEOUT_NS + pathNs; // before, what was sent later may have told of it (RFC 8985 6.2)
        }
        // Duplicate ACKs go on for a while after the timer was set.
        return asked
                ? waitNs >= Math.max(LINUX_TIMEOUT_NS / 2, 2 * pathNs)
                : waitNs >= Math.max(LEAST_TIMEOUT_NS, pathNs * 3 / 2);
    }

    /**
     * Whether the lowest segment was sent again before, a timeout ago: without SACK nothing but the timer tells that it was
     * lost once more (RFC 6582 3.2).
     */
    private static boolean isSentInVain(Segment segment) {
        TcpEndpoint sender = segment.sender();
        boolean isHead = segment.position() == sender.ackedPosition && sender.hasPending();
        if (!isHead || sender.maySack(segment.peer())) {
            return false;
        }
        int resend = sender.pending().newestAt(segment.position(), REACH);
        return resend >= 0 && segment.timeNs() - sender.pending().timeNs(resend) >= LINUX_TIMEOUT_NS;
    }

    /** When the sender last learnt something of what it sent, as seen from the capture point. */
    private static long lastNewsNs(Segment segment) {
        long newsNs = segment.sender().newsNs;
        return newsNs == Flow.ABSENT ? newsNs : newsNs + Math.max(0, RoundTrips.leastToSenderNs(segment));
    }

    /**
     * Negative if the packet was sent before the one above the hole, positive if after, 0 if that cannot be told. A resend
     * is sent a round trip after it: then at another tick of the sender's clock.
     */
    private static int sendingOrder(Segment segment, long mark) {
        Packet packet = segment.packet();
        int tsVal = (int) mark;
        if (tsVal != 0 && packet.hasTimestamps()) {
            if (packet.tsVal() != tsVal) {
                return packet.tsVal() - tsVal;
            }
            if (RoundTrips.isLongerThanTick(segment)) {
                return -1;
            }
        }
        int before = (int) (mark >>> 48);
        int after = (int) (mark >>> 32) & 0xFFFF;
        int span = after - before & 0xFFFF;
        if (packet.ipId() <= 0 || before == 0 || after == 0 || span == 0 || span > CLOSE_IDS) {
            return 0;
        }
        int fromBefore = packet.ipId() - before & 0xFFFF;
        if (fromBefore > 0 && fromBefore < span) {
            return -1;
        }
        int fromAfter = packet.ipId() - after & 0xFFFF;
        return fromAfter > 0 && fromAfter <= CLOSE_IDS ? 1 : 0;
    }

    /** A resend comes no sooner than a round trip after the hole was seen that it fills. */
    private static long reorderNs(Segment segment) {
        long leastNs = RoundTrips.leastPathNs(segment);
        return leastNs == Flow.ABSENT ? REORDER_NS : leastNs * 2 / 3;
    }
}
