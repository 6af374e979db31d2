package org.pcapanalyzer.comparison;

import org.pcapanalyzer.decode.Packet;

/** Addresses and ports of a TCP segment, the same for both directions. */
record Tuple(long high, long low, int port, long otherHigh, long otherLow, int otherPort) {
    static Tuple of(Packet packet) {
        Tuple sent = new Tuple(
                packet.sourceHigh(),
                packet.sourceLow(),
                packet.sourcePort(),
                packet.destinationHigh(),
                packet.destinationLow(),
                packet.destinationPort());
        return sent.isLarger() ? sent.reversed() : sent;
    }

    private boolean isLarger() {
        if (high != otherHigh) {
            return high > otherHigh;
        }
        return low != otherLow ? low > otherLow : port > otherPort;
    }

    private Tuple reversed() {
        return new Tuple(otherHigh, otherLow, otherPort, high, low, port);
    }
}
