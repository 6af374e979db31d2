package org.pcapanalyzer.comparison;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.flow.StreamReader;
import org.pcapanalyzer.flow.StreamSink;
import org.pcapanalyzer.flow.StreamTotals;

/** Follows every TCP flow; those that carried bytes are kept by their first frame. */
final class FollowSink implements StreamSink {
    private final Map<Long, FollowedFlow> flows = new HashMap<>();

    Map<Long, FollowedFlow> flows() {
        return flows;
    }

    @Override
    public Optional<StreamReader> open(Flow flow) {
        return Optional.of(new Reader(flow));
    }

    private final class Reader implements StreamReader {
        private final Flow flow;

        Reader(Flow flow) {
            this.flow = flow;
        }

        @Override
        public boolean data(Side sender, StreamBytes bytes) {
            byte[] copy = new byte[bytes.length()];
            bytes.copyTo(copy, 0);
            followed().of(sender).add(copy);
            return true;
        }

        @Override
        public boolean gap(Side sender, long lengthBytes, GapReason reason) {
            followed().of(sender).noteGap();
            return true;
        }

        @Override
        public void end(Side sender, StreamEnd reason, StreamTotals totals) {
            FollowedFlow followed = flows.get(flow.frameFirst());
            if (followed != null && reason == StreamEnd.FIN) {
                followed.of(sender).noteFin();
            }
        }

        private FollowedFlow followed() {
            return flows.computeIfAbsent(flow.frameFirst(), frame -> new FollowedFlow(flow));
        }
    }
}
