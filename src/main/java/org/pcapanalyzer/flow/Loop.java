package org.pcapanalyzer.flow;

/** Packets of one direction that passed the same point again and again with less TTL each time, a row of {@code loops}. */
public final class Loop {
    private final Side side;
    private long packets;
    private long sightings;
    private int mostSightings;
    private int ttlHigh;
    private int ttlLow;
    private int ttlStep;
    private long firstNs;
    private long lastNs;
    private long frameFirst;
    private long frameSecond;
    private long frameThird;

    Loop(Side side) {
        this.side = side;
    }

    /** Takes what the detector knows of a packet that has just come by again. */
    void note(LoopDetector detector, long nowNs) {
        int count = detector.sightings();
        if (packets == 0) {
            firstNs = detector.firstNs();
            frameFirst = detector.frame(0);
            frameSecond = detector.frame(1);
            frameThird = detector.frame(2);
            ttlHigh = detector.ttlHigh();
            ttlLow = detector.ttl();
            ttlStep = detector.ttlStep();
        }
        boolean isNew = count == LoopDetector.LEAST_SIGHTINGS;
        packets += isNew ? 1 : 0;
        sightings += isNew ? count : 1;
        mostSightings = Math.max(mostSightings, count);
        ttlHigh = Math.max(ttlHigh, detector.ttlHigh());
        ttlLow = Math.min(ttlLow, detector.ttl());
        ttlStep = Math.min(ttlStep, detector.ttlStep());
        lastNs = nowNs;
    }

    public Side side() {
        return side;
    }

    /** Packets that came by at least three times. */
    public long packets() {
        return packets;
    }

    /** Times that they came by, together. */
    public long sightings() {
        return sightings;
    }

    /** Times that one of them came by. */
    public int mostSightings() {
        return mostSightings;
    }

    /** Highest TTL that one of them had. */
    public int ttlHigh() {
        return ttlHigh;
    }

    public int ttlLow() {
        return ttlLow;
    }

    /** Least difference from one sighting to the next: routers that the loop goes through. */
    public int ttlStep() {
        return ttlStep;
    }

    public long firstNs() {
        return firstNs;
    }

    public long lastNs() {
        return lastNs;
    }

    /** Frame in which the first of them was seen first. */
    public long frameFirst() {
        return frameFirst;
    }

    public long frameSecond() {
        return frameSecond;
    }

    public long frameThird() {
        return frameThird;
    }
}
