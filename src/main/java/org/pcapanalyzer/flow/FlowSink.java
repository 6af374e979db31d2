package org.pcapanalyzer.flow;

/**
 * Where the facts go, row by row, while the capture is read. Called by the thread that tracks. Arguments are reused
 * after the call returns: whoever needs a value for longer copies it. Not so a flow that is over and what is told of it then:
 * that does not change any more.
 */
public interface FlowSink {
    /** Keeps no row. */
    FlowSink NONE = new FlowSink() {
        @Override
        public void flow(Flow flow) {}

        @Override
        public void tcpDirection(Flow flow, TcpDirection direction) {}

        @Override
        public void tcpEvent(TcpEvent event) {}

        @Override
        public void stall(Stall stall) {}

        @Override
        public void icmp(IcmpMessage message) {}

        @Override
        public void neighbor(NeighborRow row) {}

        @Override
        public void interval(Interval interval) {}
    };

    /** A flow that is over; its directions follow at once. */
    void flow(Flow flow);

    /** Detail of one direction of the flow handed over last; only where there is something to tell. */
    void tcpDirection(Flow flow, TcpDirection direction);

    /** The first RST of one direction of the flow handed over last, of a connection that had come about. */
    default void tcpReset(Flow flow, TcpReset reset) {}

    /** The end of the flow handed over last, where one side spoke to nobody any more. */
    default void tcpSilence(Flow flow, TurnTaking silence) {}

    /** What shows that the flow handed over last is QUIC. */
    default void quic(Flow flow, QuicSight quic) {}

    /** A noteworthy segment of a flow that is still live. */
    void tcpEvent(TcpEvent event);

    /** A time in which a stream of a flow that is still live made no progress. */
    void stall(Stall stall);

    /** A turn of a flow that is still live. */
    default void turn(Turn turn) {}

    void icmp(IcmpMessage message);

    /** An ARP packet or neighbour message; requests come when they are answered or their time is over. */
    void neighbor(NeighborRow row);

    /** A second of traffic that is over. */
    void interval(Interval interval);

    /** A change of TTL in one direction of the flow handed over last. */
    default void pathChange(Flow flow, PathChange change) {}

    /** Packets of one direction of that flow that went round in a loop. */
    default void loop(Flow flow, Loop loop) {}

    /** That flow's packets went to another hardware address than those of the other direction came from. */
    default void splitPath(Flow flow) {}

    /** One direction of that flow, which is the outside of a tunnel. */
    default void tunnel(Flow flow, TunnelSide tunnel) {}

    /** A DHCP message. */
    default void dhcp(DhcpRow message) {}

    /** A place where the clock of the capture was set. */
    default void clockStep(ClockStep step) {}

    /** A host, when the capture is over. */
    default void host(HostRow host) {}
}
