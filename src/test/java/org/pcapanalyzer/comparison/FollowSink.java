package org.pcapanalyzer.comparison;

import java.util.HashMap;
import java.util.Map;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.flow.StreamSink;
import org.pcapanalyzer.flow.StreamTotals;

/** Follows every TCP flow; those that carried bytes are kept by their first frame. */
final class FollowSink implements StreamSink {
    private final Map<Long, FollowedFlow> flows = new HashMap<>();

    Map<Long, FollowedFlow> flows() {
        return flows;
    }

    @Override
    public boolean wants(Flow flow, Side sender) {
        return true;
    }

    @Override
    public boolean data(Flow flow, Side sender, StreamBytes bytes) {
        byte[] copy = new byte[bytes.length()];
        bytes.copyTo(copy, 0);
        followed(flow).of(sender).add(copy);
        return true;
    }

    @Override
    public boolean gap(Flow flow, Side sender, long lengthBytes, GapReason reason) {
        followed(flow).of(sender).noteGap();
        return true;
    }

    @Override
    public void end(Flow flow, Side sender, StreamEnd reason, StreamTotals totals) {
        FollowedFlow followed = flows.get(flow.frameFirst());
        if (followed != null && reason == StreamEnd.FIN) {
            followed.of(sender).noteFin();
        }
    }

    private FollowedFlow followed(Flow flow) {
        return flows.computeIfAbsent(flow.frameFirst(), frame -> new FollowedFlow(flow));
    }
}
