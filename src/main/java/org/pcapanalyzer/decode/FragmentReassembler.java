package org.pcapanalyzer.decode;

import java.nio.ByteBuffer;

/**
 * Puts fragmented datagrams together (RFC 791, RFC 8200 section 4.5). Where fragments overlap, the bytes that came first
 * stay and the overlap is noted. A datagram is given up 30 s (IPv4) or 60 s (IPv6) of packet time after its first
 * fragment, or when a bound on memory bites, the oldest first. Fragments count by their headers' lengths, so that a
 * capture with a snaplen loses no datagrams: one that came whole but was cut goes on with the bytes there are. A whole
 * datagram is remembered for a second, as long as there is room, so that copies of its fragments begin no new one.
 * Where an identification comes around sooner than the timeout (RFC 4963), the next datagram is told from overlaps by
 * the pause before it.
 */
final class FragmentReassembler {
    static final long IPV4_TIMEOUT_NS = 30_000_000_000L;
    static final long IPV6_TIMEOUT_NS = 60_000_000_000L;
    /** The same bytes this soon are a copy; after such a pause, other bytes are those of the next datagram. */
    static final long COPY_WINDOW_NS = 1_000_000_000L;

    private static final int LARGEST_LENGTH = 0xFFFF;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final FragmentSink sink;
    private final int maxDatagrams;
    private final ChunkArena arena;
    private final FragmentTable table = new FragmentTable();
    private final UpperLayer upper = new UpperLayer();
    /** Holds the datagram that was put together last, until the next but one: the last but one may carry it. */
    private ByteBuffer whole = NOTHING;

    private ByteBuffer wholeBefore = NOTHING;

    private long limitCount;

    FragmentReassembler(FragmentSink sink, DecodeLimits limits) {
        this.sink = sink;
        this.maxDatagrams = limits.fragmentedDatagrams();
        this.arena = new ChunkArena(limits.fragmentBytes());
    }

    /** Tells the time: datagrams that have waited too long are given up. */
    void advance(long nowNs) {
        if (table.size() != 0) {
            expire(table.ipv4(), nowNs - IPV4_TIMEOUT_NS);
            expire(table.ipv6(), nowNs - IPV6_TIMEOUT_NS);
            forgetDone(nowNs - COPY_WINDOW_NS);
        }
    }

    /** Gives up all that wait. */
    void finish() {
        while (!table.ipv4().isEmpty() || !table.ipv6().isEmpty()) {
            giveUp(table.oldest(), FragmentEnd.END_OF_CAPTURE);
        }
        forgetDone(Long.MAX_VALUE);
    }

    /** Datagrams given up for a bound on memory. */
    long limitCount() {
        return limitCount;
    }

    /**
     * Takes the fragment whose payload {@code packet} stands at.
     *
     * @param start        bytes of the datagram before this fragment
     * @param headerLength bytes of the IP packet that are repeated in each fragment
     * @return {@link Step#IP_PAYLOAD}, with the packet standing in the whole datagram, if this completed it
     */
    Step add(Packet packet, long id, int start, boolean hasMore, int headerLength) {
        packet.kind = Packet.Kind.FRAGMENT;
        packet.fragmentOffset = start;
        packet.hasMoreFragments = hasMore;
        packet.payload(packet.cursor, packet.remaining());
        Reassembly entry = table.findOrBegin(packet, id);
        if (entry.state == Reassembly.State.DONE && isCopy(entry, packet, start)) {
            packet.note(Anomaly.DUPLICATE_FRAGMENT);
            return Step.DONE;
        }
        if (isOfNextDatagram(entry, packet, start)) {
            letGo(entry);
            entry = table.findOrBegin(packet, id);
        }
        if (table.size() > maxDatagrams) {
            makeRoom();
        }
        count(entry.datagram, packet);
        if (entry.state == Reassembly.State.BROKEN) {
            packet.note(entry.datagram.end == FragmentEnd.MALFORMED ? Anomaly.MALFORMED_FRAGMENT : Anomaly.NONE);
            return Step.DONE;
        }
        return take(entry, packet, start, hasMore, headerLength);
    }

    private Step take(Reassembly entry, Packet packet, int start, boolean hasMore, int headerLength) {
        if (isMalformed(entry, packet, start, hasMore, headerLength)) {
            packet.note(Anomaly.MALFORMED_FRAGMENT);
            abandon(entry, FragmentEnd.MALFORMED);
            return Step.DONE;
        }
        if (start == 0) {
            readFirst(entry, packet);
        }
        noteOverlap(entry, packet, start);
        if (!keep(entry, packet, start)) {
            abandon(entry, FragmentEnd.LIMIT);
            return Step.DONE;
        }
        return isWhole(entry.covered, entry.datagram) ? complete(entry, packet, headerLength) : Step.DONE;
    }

    private static void count(FragmentedDatagram datagram, Packet packet) {
        datagram.fragmentCount++;
        datagram.maxFragLength = Math.max(datagram.maxFragLength, packet.ipLength);
        datagram.lastNs = packet.timestampNs;
        datagram.lastFrame = packet.frameNumber;
    }

    /** Also learns the datagram's length from its last fragment. */
    private static boolean isMalformed(Reassembly entry, Packet packet, int start, boolean hasMore, int headerLength) {
        FragmentedDatagram datagram = entry.datagram;
        int length = packet.remaining();
        int largest = LARGEST_LENGTH - headerLength + (packet.ipVersion == 6 ? Ipv6Header.LENGTH : 0);
        if (length == 0 || length > largest - start || hasMore && (length & 7) != 0) {
            return true;
        }
        int end = start + length;
        boolean isBeyondLast = datagram.totalLength >= 0 && end > datagram.totalLength;
        if (hasMore) {
            return isBeyondLast;
        }
        boolean isOtherLast = datagram.totalLength >= 0 && end != datagram.totalLength;
        datagram.totalLength = end;
        return isOtherLast || entry.covered.end() > end;
    }

    private void readFirst(Reassembly entry, Packet packet) {
        FragmentedDatagram datagram = entry.datagram;
        if (datagram.isFirstSeen) {
            return;
        }
        datagram.isFirstSeen = true;
        entry.firstProtocol = packet.ipProtocol;
        upper.find(packet.buffer, packet.ipVersion, packet.ipProtocol, packet.cursor, packet.capturedEnd);
        if (packet.ipVersion == 6) {
            datagram.ipProtocol = upper.protocol();
        }
        if (IpProtocol.hasPorts(upper.protocol()) && upper.availableBytes() >= 4) {
            datagram.sourcePort = packet.buffer.getShort(upper.offset()) & 0xFFFF;
            datagram.destinationPort = packet.buffer.getShort(upper.offset() + 2) & 0xFFFF;
        }
    }

    /** Identifications come around: then the fragments of the datagram before are known to be lost. */
    private boolean isOfNextDatagram(Reassembly entry, Packet packet, int start) {
        if (entry.state == Reassembly.State.DONE) {
            return true;
        }
        FragmentedDatagram datagram = entry.datagram;
        if (datagram.fragmentCount == 0 || packet.timestampNs - datagram.lastNs <= COPY_WINDOW_NS) {
            return false;
        }
        return entry.state == Reassembly.State.BROKEN
                || overlaps(entry, packet, start) && !isCopy(entry, packet, start);
    }

    private void noteOverlap(Reassembly entry, Packet packet, int start) {
        if (overlaps(entry, packet, start)) {
            boolean isCopy = isCopy(entry, packet, start);
            packet.note(isCopy ? Anomaly.DUPLICATE_FRAGMENT : Anomaly.OVERLAPPING_FRAGMENT);
            entry.datagram.hasOverlap |= !isCopy;
        }
    }

    private static boolean overlaps(Reassembly entry, Packet packet, int start) {
        int end = start + packet.payloadLength;
        return entry.covered.nextPresent(start, end) != end;
    }

    /** A fragment all of whose bytes came before, and the same, is a copy and no overlap. */
    private boolean isCopy(Reassembly entry, Packet packet, int start) {
        return entry.covered.nextMissing(start) >= start + packet.payloadLength
                && entry.equals(
                        arena, packet.buffer, packet.payloadOffset, start, start + packet.capturedPayloadLength);
    }

    /** False if a bound keeps the fragment from being kept. */
    private boolean keep(Reassembly entry, Packet packet, int start) {
        int capturedEnd = start + packet.capturedPayloadLength;
        if (!entry.covered.add(start, start + packet.remaining()) || !makeRoom(entry, start, capturedEnd)) {
            return false;
        }
        entry.store(arena, packet.buffer, packet.cursor, start, capturedEnd);
        entry.datagram.bytesSeen = entry.covered.total();
        return capturedEnd == start || entry.held.add(start, capturedEnd);
    }

    /** Gives up older datagrams until those bytes find room; false if none is older than this one. */
    private boolean makeRoom(Reassembly entry, int start, int end) {
        int needed = entry.chunksNeeded(start, end);
        while (arena.freeCount() < needed) {
            if (table.done().isEmpty() && table.oldest() == entry) {
                return false;
            }
            makeRoom();
        }
        return true;
    }

    private Step complete(Reassembly entry, Packet packet, int headerLength) {
        FragmentedDatagram datagram = entry.datagram;
        int total = datagram.totalLength;
        int readable = entry.held.nextMissing(0);
        ByteBuffer next = wholeBefore;
        wholeBefore = whole;
        whole = next == NOTHING ? ByteBuffer.allocateDirect(LARGEST_LENGTH + 1) : next;
        entry.copyTo(arena, whole, readable);
        entry.state = Reassembly.State.DONE;
        packet.isReassembled = true;
        packet.isClipped = !isWhole(entry.held, datagram);
        packet.fragmentCount = datagram.fragmentCount;
        packet.buffer = whole;
        packet.ipOffset = -1;
        packet.ipLength = headerLength + total;
        packet.ipProtocol = entry.firstProtocol;
        packet.cursor = 0;
        packet.capturedEnd = readable;
        packet.end = total;
        table.retire(entry);
        emit(entry, packet.isClipped ? FragmentEnd.CLIPPED : FragmentEnd.COMPLETE);
        return Step.IP_PAYLOAD;
    }

    private static boolean isWhole(ByteRanges ranges, FragmentedDatagram datagram) {
        return datagram.totalLength >= 0 && ranges.nextMissing(0) >= datagram.totalLength;
    }

    private void expire(FragmentTable.Queue queue, long latestNs) {
        while (!queue.isEmpty() && queue.oldest().datagram.firstNs <= latestNs) {
            giveUp(queue.oldest(), FragmentEnd.TIMEOUT);
        }
    }

    private void forgetDone(long latestNs) {
        FragmentTable.Queue done = table.done();
        while (!done.isEmpty() && done.oldest().datagram.lastNs <= latestNs) {
            forget(done.oldest());
        }
    }

    /** Lets go of one datagram: of the oldest that went out, or else of the oldest that waits. */
    private void makeRoom() {
        if (!table.done().isEmpty()) {
            forget(table.done().oldest());
            return;
        }
        Reassembly oldest = table.oldest();
        if (oldest.state == Reassembly.State.OPEN) {
            limitCount++;
        }
        giveUp(oldest, FragmentEnd.LIMIT);
    }

    /** Stops putting it together; it waits on, so that its further fragments are known as its own. */
    private void abandon(Reassembly entry, FragmentEnd why) {
        if (why == FragmentEnd.LIMIT) {
            limitCount++;
        }
        entry.release(arena);
        entry.state = Reassembly.State.BROKEN;
        entry.datagram.end = why;
    }

    private void letGo(Reassembly entry) {
        if (entry.state == Reassembly.State.DONE) {
            forget(entry);
        } else {
            giveUp(entry, FragmentEnd.TIMEOUT);
        }
    }

    private void giveUp(Reassembly entry, FragmentEnd why) {
        emit(entry, entry.state == Reassembly.State.BROKEN ? entry.datagram.end : why);
        forget(entry);
    }

    private void forget(Reassembly entry) {
        entry.release(arena);
        table.remove(entry);
    }

    private void emit(Reassembly entry, FragmentEnd why) {
        entry.datagram.end = why;
        sink.fragments(entry.datagram);
    }
}
