package org.pcapanalyzer.decode;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Datagrams in the making, found by addresses and identification, and in the order in which they began. Entries are
 * reused: once as many have been in use as ever will be, nothing is allocated.
 */
final class FragmentTable {
    private static final int BUCKETS = 1 << 12;

    private final Reassembly[] buckets = new Reassembly[BUCKETS];
    /** Keeps strangers from filling one bucket; the order of the results does not depend on it. */
    private final long seed = ThreadLocalRandom.current().nextLong();

    private final Queue ipv4 = new Queue();
    private final Queue ipv6 = new Queue();
    private final Queue done = new Queue();
    private final Queue unused = new Queue();
    private int size;

    /** Entries in the order in which they were appended, linked in a ring through a head that is no entry. */
    static final class Queue {
        private final Reassembly head = new Reassembly();

        private Queue() {
            head.older = head;
            head.younger = head;
        }

        boolean isEmpty() {
            return head.younger == head;
        }

        /** The first that came; only if not empty. */
        Reassembly oldest() {
            return head.younger;
        }

        private void append(Reassembly entry) {
            entry.older = head.older;
            entry.younger = head;
            head.older.younger = entry;
            head.older = entry;
        }

        private static void remove(Reassembly entry) {
            entry.older.younger = entry.younger;
            entry.younger.older = entry.older;
        }
    }

    /** Datagrams in all queues. */
    int size() {
        return size;
    }

    /** Datagrams of IPv4 that wait for fragments or are broken. */
    Queue ipv4() {
        return ipv4;
    }

    /** The same of IPv6. */
    Queue ipv6() {
        return ipv6;
    }

    /** Datagrams that went out, in that order. */
    Queue done() {
        return done;
    }

    /** The datagram in the making that began first; only if {@link #ipv4()} or {@link #ipv6()} has one. */
    Reassembly oldest() {
        if (ipv4.isEmpty() || ipv6.isEmpty()) {
            return ipv4.isEmpty() ? ipv6.oldest() : ipv4.oldest();
        }
        boolean isIpv4Older = ipv4.oldest().datagram.firstFrame < ipv6.oldest().datagram.firstFrame;
        return isIpv4Older ? ipv4.oldest() : ipv6.oldest();
    }

    /** The datagram that the fragment belongs to; a new one that begins with it if there is none. */
    Reassembly findOrBegin(Packet packet, long id) {
        int bucket = bucket(packet, id);
        for (Reassembly entry = buckets[bucket]; entry != null; entry = entry.nextInBucket) {
            if (entry.matches(packet, id)) {
                return entry;
            }
        }
        Reassembly entry = unused.isEmpty() ? new Reassembly() : unused.oldest();
        if (!unused.isEmpty()) {
            Queue.remove(entry);
        }
        entry.begin(packet, id);
        entry.bucket = bucket;
        entry.nextInBucket = buckets[bucket];
        buckets[bucket] = entry;
        (packet.ipVersion == 4 ? ipv4 : ipv6).append(entry);
        size++;
        return entry;
    }

    /** Moves an entry to those whose datagram went out. */
    void retire(Reassembly entry) {
        Queue.remove(entry);
        done.append(entry);
    }

    /** Forgets a datagram; its entry is reused from now on. */
    void remove(Reassembly entry) {
        Queue.remove(entry);
        unlink(entry);
        unused.append(entry);
        size--;
    }

    private void unlink(Reassembly entry) {
        if (buckets[entry.bucket] == entry) {
            buckets[entry.bucket] = entry.nextInBucket;
            return;
        }
        Reassembly before = buckets[entry.bucket];
        while (before.nextInBucket != entry) {
            before = before.nextInBucket;
        }
        before.nextInBucket = entry.nextInBucket;
    }

    private int bucket(Packet packet, long id) {
        long hash = mix(seed ^ packet.sourceHigh);
        hash = mix(hash ^ packet.sourceLow);
        hash = mix(hash ^ packet.destinationHigh);
        hash = mix(hash ^ packet.destinationLow);
        return (int) mix(hash ^ id) & BUCKETS - 1;
    }

    /** Finalizer of SplitMix64. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
