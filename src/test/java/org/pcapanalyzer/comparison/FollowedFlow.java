package org.pcapanalyzer.comparison;

import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;

/** The bytes of both directions of one of our flows. */
final class FollowedFlow {
    final StreamDigest orig = new StreamDigest();
    final StreamDigest resp = new StreamDigest();
    private final String originator;

    FollowedFlow(Flow flow) {
        originator = Node.of(flow, Side.ORIG);
    }

    StreamDigest of(Side sender) {
        return sender == Side.ORIG ? orig : resp;
    }

    /** @param node address and port as tshark prints them */
    boolean isOriginator(String node) {
        return originator.equals(node);
    }
}
