package org.pcapanalyzer.decode;

import org.pcapanalyzer.capture.Frame;

/**
 * Decodes frames header by header into a {@link Packet}. Every frame ends as a packet to analyse or is set aside by the
 * name of an {@link Anomaly}; no content of a frame makes it fail. Used by one thread, with frames in the order of the
 * capture, since fragments wait here for each other.
 */
public final class PacketDecoder {
    private final long[] anomalyCounts = new long[Anomaly.values().length];

    public PacketDecoder(FragmentSink sink, DecodeLimits limits) {}

    /** Decodes one frame; {@code packet} refers to the frame's buffer, or to one of this decoder until the next call. */
    public void decode(Frame frame, Packet packet) {
        packet.begin(frame);
        packet.setAside(Anomaly.UNKNOWN_LINK_TYPE);
        anomalyCounts[packet.anomaly().ordinal()]++;
    }

    /** Ends the capture: datagrams that still wait for fragments go to the sink. */
    public void finish() {}

    /** Frames with this anomaly so far; with {@link Anomaly#setsAside()} that is the number of frames set aside for it. */
    public long anomalyCount(Anomaly anomaly) {
        return anomalyCounts[anomaly.ordinal()];
    }

    /** Datagrams given up so far because {@link DecodeLimits} bit. */
    public long fragmentLimitCount() {
        return 0;
    }
}
