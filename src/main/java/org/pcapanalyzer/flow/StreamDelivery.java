package org.pcapanalyzer.flow;

import java.nio.ByteBuffer;

/**
 * Puts payload in its place: hands it over where it is next, holds it where bytes before it are missing, compares it
 * where it was there before.
 */
final class StreamDelivery {
    private final StreamMemory memory;
    private final LimitCounts limitCounts;
    private final boolean isFirstKept;
    private final int mostHeld;
    private final int mostCompared;
    private final StreamBytes bytes = new StreamBytes();

    StreamDelivery(StreamMemory memory, StreamOptions options, LimitCounts limitCounts) {
        this.memory = memory;
        this.limitCounts = limitCounts;
        isFirstKept = options.overlap() == OverlapPolicy.FIRST;
        mostHeld = options.heldBytesPerDirection() / StreamMemory.PIECE_BYTES;
        mostCompared = options.comparedBytesPerDirection() / StreamMemory.PIECE_BYTES;
    }

    /** Takes the payload of a segment, in whatever order it comes. */
    void take(StreamDirection stream, Payload payload) {
        long end = payload.end();
        if (stream.fin != Flow.ABSENT && end > stream.fin) {
            long from = Math.max(stream.fin, payload.start());
            stream.conflicts().bytesBeyondFin += end - from;
            end = from;
        }
        long conflictsBefore = stream.conflictingBytes();
        long capturedEnd = Math.min(end, payload.capturedEnd());
        long position = payload.start();
        while (position < capturedEnd && !stream.isOver) {
            position = takePart(stream, payload, position, capturedEnd);
        }
        takeCut(stream, payload, position, end);
        if (stream.conflictingBytes() > conflictsBefore) {
            stream.conflicts().segments++;
        }
        tell(stream);
    }

    /** Takes the captured bytes that lie within one piece, or between two; returns where those end. */
    private long takePart(StreamDirection stream, Payload payload, long position, long end) {
        StreamPieces pieces = stream.pieces;
        int index = pieces.firstEndingAfter(position);
        boolean isAbove = index == pieces.count();
        if (!isAbove && pieces.start(index) <= position) {
            long overlapEnd = Math.min(end, pieces.end(index));
            compare(stream, index, payload, position, overlapEnd);
            return overlapEnd;
        }
        long partEnd = isAbove ? end : Math.min(end, pieces.start(index));
        return position < stream.next ? Math.min(partEnd, stream.next) : add(stream, payload, position, partEnd);
    }

    /**
     * Takes what the snaplen cut off, up to the next bytes that are held: whatever length a header claims, the work for it
     * is bounded.
     */
    private void takeCut(StreamDirection stream, Payload payload, long from, long end) {
        StreamPieces pieces = stream.pieces;
        long position = Math.max(from, stream.next);
        int index = pieces.firstEndingAfter(position);
        if (index < pieces.count() && pieces.start(index) <= position) {
            position = pieces.end(index++);
        }
        long to = index < pieces.count() ? Math.min(end, pieces.start(index)) : end;
        while (position < to && !stream.isOver) {
            position = add(stream, payload, position, to);
        }
    }

    private void compare(StreamDirection stream, int index, Payload payload, long from, long to) {
        int piece = stream.pieces.at(index);
        if (!memory.hasBytes(piece)) {
            return;
        }
        ByteBuffer held = memory.buffer(piece);
        int heldOffset = memory.offset(piece) + (int) (from - memory.start(piece));
        int offset = payload.offset(from);
        int length = (int) (to - from);
        int differing = ByteDifference.count(held, heldOffset, payload.buffer(), offset, length);
        if (differing > 0) {
            stream.conflicts().bytes += differing;
            boolean isWaiting = index >= stream.pieces.toldCount();
            if (!isFirstKept && isWaiting) {
                held.put(heldOffset, payload.buffer(), offset, length);
            }
        }
    }

    /** Takes new bytes, all captured or all cut; returns where those end that were taken. */
    private long add(StreamDirection stream, Payload payload, long from, long to) {
        if (from == stream.next && isEager(stream)) {
            tellAtOnce(stream, payload, from, to);
            return to;
        }
        long pieceEnd = payload.hasBytesAt(from) ? Math.min(to, from + StreamMemory.PIECE_BYTES) : to;
        if (hasRoom(stream)) {
            stream.pieces(memory).add(memory.take(from, pieceEnd, payload));
            return pieceEnd;
        }
        giveWay(stream, from);
        if (from == stream.next) {
            tellAtOnce(stream, payload, from, to);
            return to;
        }
        return from;
    }

    /** Whether bytes are handed over as soon as they are in order, acknowledged or not. */
    private boolean isEager(StreamDirection stream) {
        return isFirstKept && stream.isStartKnown;
    }

    /** Whether one more piece may wait; pieces that are only kept to be compared go first. */
    private boolean hasRoom(StreamDirection stream) {
        StreamPieces pieces = stream.pieces;
        boolean isFull = pieces.count() >= mostHeld || memory.freeCount() == 0;
        if (isFull && pieces.toldCount() > 0) {
            pieces.removeFirst();
            limitCounts.bite(Limit.COMPARED_BYTES);
        }
        return pieces.count() < mostHeld && memory.freeCount() > 0;
    }

    /** Gives up what is missing before the first bytes that wait, or before {@code position} if that comes first. */
    private void giveWay(StreamDirection stream, long position) {
        limitCounts.bite(stream.pieces.count() >= mostHeld ? Limit.HELD_BYTES_PER_DIRECTION : Limit.HELD_BYTES);
        stream.isStartKnown = true;
        boolean isWaiting = stream.pieces.isWaiting();
        long first = isWaiting ? Math.min(position, stream.holeEnd()) : position;
        if (first > stream.next) {
            skip(stream, first, stream.acked >= first ? GapReason.NOT_CAPTURED : GapReason.GAVE_WAY);
        }
        if (first < position) {
            tellFirstWaiting(stream);
        }
    }

    private void tellAtOnce(StreamDirection stream, Payload payload, long from, long to) {
        if (payload.hasBytesAt(from)) {
            bytes.wrap(payload.buffer(), payload.offset(from), (int) (to - from))
                    .carriedBy(payload.frame(), payload.timeNs());
            tellBytes(stream, to);
            keepToCompare(stream, payload, from, to);
        } else {
            skip(stream, to, GapReason.CUT);
        }
        tell(stream);
    }

    /** Keeps a copy of bytes handed over until they are acknowledged, as far as memory goes. */
    private void keepToCompare(StreamDirection stream, Payload payload, long from, long to) {
        if (mostCompared == 0) {
            return;
        }
        StreamPieces pieces = stream.pieces(memory);
        long position = Math.max(from, stream.acked);
        while (position < to && !stream.isOver) {
            if (pieces.toldCount() >= mostCompared && pieces.toldCount() > 0) {
                limitCounts.bite(Limit.COMPARED_BYTES);
                pieces.removeFirst();
            }
            boolean hasRoom = pieces.toldCount() < mostCompared && memory.freeCount() > memory.most() / 2;
            if (!hasRoom) {
                limitCounts.bite(Limit.COMPARED_BYTES);
                return;
            }
            long end = Math.min(to, position + StreamMemory.PIECE_BYTES);
            pieces.addTold(memory.take(position, end, payload));
            position = end;
        }
    }

    /** Hands over all that is in order, and the end if it is reached. */
    void tell(StreamDirection stream) {
        StreamPieces pieces = stream.pieces;
        pieces.dropTold(stream.acked);
        while (!stream.isOver && pieces.isWaiting() && stream.holeEnd() == stream.next && mayTellFirstWaiting(stream)) {
            tellFirstWaiting(stream);
            pieces.dropTold(stream.acked);
        }
        boolean isComplete = stream.fin == stream.next && (isEager(stream) || stream.acked >= stream.fin);
        if (isComplete) {
            finish(stream, StreamEnd.FIN);
        }
    }

    private boolean mayTellFirstWaiting(StreamDirection stream) {
        return stream.next != stream.fin
                && (isEager(stream) || stream.pieces.end(stream.pieces.toldCount()) <= stream.acked);
    }

    private void tellFirstWaiting(StreamDirection stream) {
        if (stream.isOver) {
            return;
        }
        int piece = stream.pieces.firstWaiting();
        long end = memory.end(piece);
        if (stream.fin != Flow.ABSENT && end > stream.fin) {
            stream.conflicts().bytesBeyondFin += end - stream.fin;
            end = stream.fin;
        }
        stream.isStartKnown = true;
        stream.pieces.markTold();
        if (memory.hasBytes(piece)) {
            bytes.wrap(memory.buffer(piece), memory.offset(piece), (int) (end - stream.next))
                    .carriedBy(memory.frame(piece), memory.timeNs(piece));
            tellBytes(stream, end);
        } else {
            skip(stream, end, GapReason.CUT);
        }
    }

    private void tellBytes(StreamDirection stream, long end) {
        tellGap(stream);
        if (stream.isOver) {
            return;
        }
        bytes.at(stream.streamOffset());
        stream.moveTo(end);
        if (!stream.reader().data(stream.side, bytes)) {
            abandon(stream);
        }
    }

    /** Gives up the bytes up to a position; told when others follow, with those that are missing beside them. */
    void skip(StreamDirection stream, long position, GapReason reason) {
        if (stream.pendingGapReason != reason) {
            tellGap(stream);
        }
        stream.pendingGapBytes += position - stream.next;
        stream.pendingGapReason = reason;
        stream.moveTo(position);
    }

    private void tellGap(StreamDirection stream) {
        long length = stream.pendingGapBytes;
        if (length == 0 || stream.isOver) {
            return;
        }
        stream.pendingGapBytes = 0;
        stream.gapCount++;
        stream.missingBytes += length;
        if (!stream.reader().gap(stream.side, length, stream.pendingGapReason)) {
            abandon(stream);
        }
    }

    /** Hands over all that waits, whatever is missing between. */
    void flush(StreamDirection stream) {
        stream.isStartKnown = true;
        while (!stream.isOver && stream.pieces.isWaiting() && stream.next != stream.fin) {
            if (stream.holeEnd() > stream.next) {
                skip(stream, stream.holeEnd(), GapReason.NOT_CAPTURED);
            } else {
                tellFirstWaiting(stream);
            }
        }
        if (!stream.isOver && stream.knownEnd() > stream.next) {
            skip(stream, stream.knownEnd(), GapReason.NOT_CAPTURED);
        }
        tellGap(stream);
    }

    /** Ends the stream, unless it is over. */
    void finish(StreamDirection stream, StreamEnd reason) {
        tellGap(stream);
        if (!stream.isOver) {
            abandon(stream);
            stream.reader().end(stream.side, reason, stream.totals());
        }
    }

    private static void abandon(StreamDirection stream) {
        stream.isOver = true;
        stream.pieces.release();
        stream.pieces = StreamPieces.NONE;
    }
}
