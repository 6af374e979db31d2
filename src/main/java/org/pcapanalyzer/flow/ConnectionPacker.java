package org.pcapanalyzer.flow;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Takes the TCP connection of a flow that is quiet apart: a few hundred bytes instead of some twenty objects, and what is
 * rare as it is. Put together again it goes on as if nothing had been. Objects taken apart serve the next flow.
 */
final class ConnectionPacker {
    private static final int MOST_SPARE = 64;

    private final FieldPacker fields;
    private final Deque<TcpConnection> spare = new ArrayDeque<>();

    ConnectionPacker(StateBudget budget) {
        fields = new FieldPacker(budget);
    }

    /** Takes the connection of a flow apart. */
    void pack(Flow flow) {
        TcpConnection connection = flow.tcp;
        fields.beginPacking(flow.endNs, flow.frameLast);
        passAll(flow, connection);
        flow.packed = fields.packed(flow.packed);
        flow.kept = fields.objects();
        flow.tcp = null;
        if (spare.size() < MOST_SPARE) {
            spare.add(connection);
        }
    }

    /** Puts it together again. */
    void unpack(Flow flow) {
        TcpConnection connection = spare.isEmpty() ? new TcpConnection() : spare.removeLast();
        fields.beginUnpacking(flow.packed, flow.kept, flow.endNs, flow.frameLast);
        passAll(flow, connection);
        flow.kept = null;
        flow.tcp = connection;
    }

    private void passAll(Flow flow, TcpConnection connection) {
        flow.history = History.pack(flow.history, fields);
        connection.pack(fields);
        if (flow.streams != null) {
            flow.streams.pack(fields);
        }
    }
}
