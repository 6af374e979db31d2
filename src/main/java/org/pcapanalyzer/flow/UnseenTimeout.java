package org.pcapanalyzer.flow;

/**
 * Finds timeouts of which the capture holds no original: all that was under way was lost before the capture point, so that
 * the first resend comes in order, and what is new opens the hole.
 */
final class UnseenTimeout {
    /** What answers an acknowledgement may wait this long in a queue. */
    private static final long LONG_NS = 100_000_000L;

    private UnseenTimeout() {}

    /** Takes a segment in order, before it moves the end of the stream. */
    static void noteInOrder(Segment segment) {
        TcpEndpoint sender = segment.sender();
        if (sender.hasGaps() && isLastHoleOfResumed(sender)) {
            noteBehindHole(segment, sender.nextPosition);
        }
        boolean isFirst = sender.lastSentNs == Flow.ABSENT;
        long sinceNs = Math.max(sender.lastSentNs, sender.shownNs);
        if (sinceNs != Flow.ABSENT && segment.timeNs() - sinceNs >= ResendClassifier.LINUX_TIMEOUT_NS) {
            noteResumed(segment, isFirst);
        }
    }

    /** Whether an acknowledgement, which showed how far the sender was, opened the hole. */
    private static boolean isLastHoleOfResumed(TcpEndpoint sender) {
        SequenceGaps gaps = sender.gaps();
        return gaps.lowest() == sender.resumedEnd && gaps.lowestEnd() == sender.nextPosition;
    }

    /**
     * After a silence a segment in order may be the first resend of a timeout whose originals were all lost before the
     * capture point: then its IP ID is not the next one, as far as there is one.
     */
    private static void noteResumed(Segment segment, boolean isFirst) {
        TcpEndpoint sender = segment.sender();
        int ipId = segment.packet().ipId();
        boolean hasIds = ipId > 0 && sender.lastIpId != 0;
        boolean isNext = hasIds && (ipId - sender.lastIpId & 0xFFFF) == 1;
        boolean isNew = isNext || isFirst && !hasIds;
        sender.resumedEnd = isNew ? 0 : segment.end();
        sender.resumedBehindLoss = hasIds && ipId != sender.lastIpId && !isNext;
        sender.resumedNs = segment.timeNs();
    }

    /** Takes a segment behind a hole that it opens, before the hole is noted. */
    static void noteGap(Segment segment) {
        TcpEndpoint sender = segment.sender();
        if (sender.hasRepair()) {
            sender.repair().noteUnseen(sender, sender.nextPosition, segment.position());
        }
        if (sender.resumedEnd == sender.nextPosition) {
            noteBehindHole(segment, segment.position());
        }
    }

    /**
     * New bytes behind a hole that lies behind what a timer sent: if they answer the acknowledgement of that, they were sent
     * to find out whether the timeout was needless (F-RTO, RFC 5682), and the hole is what is repaired next.
     */
    private static void noteBehindHole(Segment segment, long end) {
        TcpEndpoint sender = segment.sender();
        boolean isAcked = sender.ackedPosition == sender.resumedEnd;
        long answerNs = isAcked ? RoundTrips.leastToSenderNs(segment) : RoundTrips.leastPathNs(segment);
        long askedNs = isAcked ? Math.max(sender.ackedNs, segment.peer().shownNs) : sender.resumedNs;
        long sinceNs = segment.timeNs() - askedNs;
        long mostNs = answerNs + Math.max(2 * RoundTrips.leastPathNs(segment), sender.resumedBehindLoss ? LONG_NS : 0);
        boolean isAnswer = answerNs != Flow.ABSENT && sinceNs >= answerNs * 3 / 4 && sinceNs < mostNs;
        boolean isConversation = segment.peer().lastPayloadNs > sender.resumedNs;
        if (segment.sequenceLength() > 0 && isAnswer && !isConversation) {
            sender.repair().noteTimeout(sender, end);
        }
    }
}
