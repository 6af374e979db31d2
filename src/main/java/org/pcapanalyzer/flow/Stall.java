package org.pcapanalyzer.flow;

/** A time in which a stream made no progress, a row of {@code stalls}. One object, filled again for each stall. */
public final class Stall {
    long flowId;
    Side side;
    long startNs;
    long ns;
    StallCause cause;
    boolean isEnded;
    long frame;
    int lostBytes;
    long heldBytes;
    int sends;

    public long flowId() {
        return flowId;
    }

    /** Whose stream stood still: column {@code dir}. */
    public Side side() {
        return side;
    }

    /** Column {@code ts}. */
    public long startNs() {
        return startNs;
    }

    public long ns() {
        return ns;
    }

    public StallCause cause() {
        return cause;
    }

    /** Column {@code ended}. */
    public boolean isEnded() {
        return isEnded;
    }

    /** {@link Flow#ABSENT} of a window that stayed closed. */
    public long frame() {
        return frame;
    }

    /** Absent: -1. */
    public int lostBytes() {
        return lostBytes;
    }

    /** Absent: {@link Flow#ABSENT}. */
    public long heldBytes() {
        return heldBytes;
    }

    /** Absent: -1. */
    public int sends() {
        return sends;
    }
}
