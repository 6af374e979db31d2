package org.pcapanalyzer.flow;

import java.nio.ByteBuffer;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.Packets;
import org.pcapanalyzer.decode.TcpHeader;

/** What readers of streams and datagrams are handed, made without a capture. */
public final class TestFlows {
    private TestFlows() {}

    /** A connection that began with a SYN from 10.0.0.1 to 10.0.0.2. */
    public static Flow tcp(int origPort, int respPort) {
        return flow(Packets.decode(Packets.tcp("10.0.0.1", origPort, "10.0.0.2", respPort)
                .flags(TcpHeader.SYN)
                .frame()));
    }

    /** A flow that began with this packet. */
    public static Flow flow(Packet first) {
        FlowKey key = new FlowKey();
        key.of(first);
        return FlowFactory.create(key, first, Flow.ABSENT);
    }

    /** Bytes of a stream. */
    public static StreamBytes bytes(
            ByteBuffer buffer, int offset, int length, long streamOffset, long frame, long timeNs) {
        return new StreamBytes()
                .wrap(buffer, offset, length)
                .carriedBy(frame, timeNs)
                .at(streamOffset);
    }
}
