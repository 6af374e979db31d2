package org.pcapanalyzer.flow;

/** A noteworthy segment, a row of {@code tcp_events}. One object, filled again for each event. */
public final class TcpEvent {
    long flowId;
    long timestampNs;
    long frame;
    Side side;
    TcpEventKind event;
    WiresharkLabel wsLabel;
    ResendCause cause;
    LostWhere lost;
    int seq;
    int ack;
    int len;
    int ipLength;
    long win;
    long deltaNs;
    long origFrame;
    int attempt;

    public boolean hasWsLabel() {
        return wsLabel != null;
    }

    public boolean hasCause() {
        return cause != null;
    }

    public boolean hasLost() {
        return lost != null;
    }

    public long flowId() {
        return flowId;
    }

    public long timestampNs() {
        return timestampNs;
    }

    public long frame() {
        return frame;
    }

    /** Who sent the segment: column {@code dir}. */
    public Side side() {
        return side;
    }

    public TcpEventKind event() {
        return event;
    }

    /** Only meaningful if {@link #hasWsLabel()}. */
    public WiresharkLabel wsLabel() {
        return wsLabel;
    }

    /** Only meaningful if {@link #hasCause()}. */
    public ResendCause cause() {
        return cause;
    }

    /** Only meaningful if {@link #hasLost()}. */
    public LostWhere lost() {
        return lost;
    }

    /** On the wire, unsigned. */
    public int seq() {
        return seq;
    }

    /** On the wire, unsigned. */
    public int ack() {
        return ack;
    }

    /** Payload bytes. */
    public int len() {
        return len;
    }

    public int ipLength() {
        return ipLength;
    }

    /** Advertised window in bytes, scaled. */
    public long win() {
        return win;
    }

    /** {@link Flow#ABSENT} if unknown. */
    public long deltaNs() {
        return deltaNs;
    }

    /** {@link Flow#ABSENT} if the bytes were not captured before. */
    public long origFrame() {
        return origFrame;
    }

    /** Absent: -1. */
    public int attempt() {
        return attempt;
    }
}
