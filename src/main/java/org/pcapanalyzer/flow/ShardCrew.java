package org.pcapanalyzer.flow;

import org.pcapanalyzer.capture.FrameUser;
import org.pcapanalyzer.decode.Packet;

/** Who does the work of the shards. Called by the thread that reads, with all packets in their order. */
interface ShardCrew extends FrameUser, AutoCloseable {
    /**
     * Has a shard track a packet that came in no tunnel, in this or another thread, now or later.
     *
     * @return the packet that the next frame may be decoded into
     */
    Packet track(Packet packet, int shard, long second);

    /** Returns once the shards have tracked all packets: until the next {@link #track} they belong to this thread. */
    void settle();

    /** Ends a stretch of frames; what the shards found in it, or in stretches before, is passed on. */
    void endStretch();

    /** Ends the flows that are still open when the capture is over, and passes on what comes of it. */
    void endFlows();

    @Override
    void close();
}
