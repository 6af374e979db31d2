package org.pcapanalyzer.flow;

/** Flows in the order in which they were last put at the end; the links are in the flows, so that nothing is allocated. */
final class FlowQueue {
    private final Flow ends = new Flow();
    private int size;

    FlowQueue() {
        ends.next = ends;
        ends.previous = ends;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return ends.next == ends;
    }

    /** The flow that was put at the end before all others. Only if not empty. */
    Flow first() {
        return ends.next;
    }

    /** Adds a flow that is in no queue; remembers {@code nowNs} in it. */
    void append(Flow flow, long nowNs) {
        flow.queue = this;
        flow.queuedNs = nowNs;
        flow.previous = ends.previous;
        flow.next = ends;
        ends.previous.next = flow;
        ends.previous = flow;
        size++;
    }

    /** Puts a flow of this queue at its end. */
    void renew(Flow flow, long nowNs) {
        remove(flow);
        append(flow, nowNs);
    }

    void remove(Flow flow) {
        flow.previous.next = flow.next;
        flow.next.previous = flow.previous;
        flow.previous = null;
        flow.next = null;
        flow.queue = null;
        size--;
    }
}
