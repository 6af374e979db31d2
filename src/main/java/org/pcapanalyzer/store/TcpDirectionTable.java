package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.TcpDirection;

/** Table {@code tcp_directions}. */
final class TcpDirectionTable implements Table<TcpDirectionTable.Row> {
    /** A direction with the flow that it belongs to. */
    record Row(Flow flow, TcpDirection direction) {
        private boolean isOriginator() {
            return direction.side() == Side.ORIG;
        }

        private long senderHigh() {
            return isOriginator() ? flow.origHigh() : flow.respHigh();
        }

        private long senderLow() {
            return isOriginator() ? flow.origLow() : flow.respLow();
        }

        private long receiverHigh() {
            return isOriginator() ? flow.respHigh() : flow.origHigh();
        }

        private long receiverLow() {
            return isOriginator() ? flow.respLow() : flow.origLow();
        }
    }

    @Override
    public String name() {
        return "tcp_directions";
    }

    @Override
    public void copy(Row source, ColumnBatch row) {
        copyResends(source, row);
        copyReceiving(source.direction(), row);
        copyPace(source.direction(), row);
        copyStuckSegment(source.direction(), row);
        copyEnd(source.direction(), row);
    }

    private static void copyResends(Row source, ColumnBatch row) {
        Flow flow = source.flow();
        TcpDirection direction = source.direction();
        row.big("flow_id", flow.flowId())
                .text("dir", direction.side().label())
                .address("sender_ip", flow.ipVersion(), source.senderHigh(), source.senderLow())
                .address("receiver_ip", flow.ipVersion(), source.receiverHigh(), source.receiverLow())
                .big("data_pkts", direction.dataPkts())
                .big("payload_bytes", direction.payloadBytes())
                .big("unique_bytes", direction.uniqueBytes())
                .big("retrans_pkts", direction.retransPkts())
                .big("retrans_bytes", direction.retransBytes())
                .number("timeout_count", direction.timeoutCount())
                .number("fast_count", direction.fastCount())
                .number("tail_probe_count", direction.tailProbeCount())
                .number("spurious_count", direction.spuriousCount())
                .number("reorder_count", direction.reorderCount())
                .number("lost_before_count", direction.lostBeforeCount())
                .number("lost_after_count", direction.lostAfterCount())
                .big("capture_dup_count", direction.captureDupCount())
                .big("capture_dup_ip_bytes", direction.captureDupIpBytes())
                .number("keepalive_count", direction.keepaliveCount())
                .number("keepalive_unanswered", direction.keepaliveUnanswered())
                .number("window_probe_count", direction.windowProbeCount())
                .number("max_sends_of_one", direction.maxSendsOfOne())
                .big("stall_ns", direction.stallNs())
                .number("gap_count", direction.gapCount())
                .big("missing_bytes", direction.missingBytes());
    }

    private static void copyReceiving(TcpDirection direction, ColumnBatch row) {
        row.big("ack_count", direction.ackCount())
                .big("acked_unseen_count", direction.ackedUnseenCount())
                .big("dup_ack_count", direction.dupAckCount())
                .number("zero_win_count", direction.zeroWinCount())
                .big("zero_win_ns", direction.zeroWinNs())
                .number("window_full_count", direction.windowFullCount())
                .big("win_max", direction.winMax())
                .big("rtt_samples", direction.rttSamples())
                .big("rtt_min_ns", direction.rttMinNs())
                .big("rtt_median_ns", direction.rttMedianNs())
                .big("rtt_avg_ns", direction.rttAvgNs())
                .big("rtt_p95_ns", direction.rttP95Ns())
                .big("rtt_max_ns", direction.rttMaxNs());
    }

    private static void copyPace(TcpDirection direction, ColumnBatch row) {
        row.big("active_ns", direction.activeNs())
                .number("limit_app_pct", direction.limitAppPct())
                .number("limit_rwnd_pct", direction.limitRwndPct())
                .number("limit_path_pct", direction.limitPathPct())
                .big("inflight_max", direction.inflightMax())
                .big("inflight_avg", direction.inflightAvg());
    }

    private static void copyStuckSegment(TcpDirection direction, ColumnBatch row) {
        row.flag("df_seen", direction.dfSeen())
                .number("max_delivered_ip_length", direction.maxDeliveredIpLength())
                .number("stuck_ip_length", direction.stuckIpLength())
                .number("stuck_sends", direction.stuckSends())
                .big("stuck_ns", direction.stuckNs())
                .big("ts_stuck", direction.stuckStartNs())
                .big("stuck_frame", direction.stuckFrame())
                .number("delivered_while_stuck", direction.deliveredWhileStuck())
                .number("peer_pkts_while_stuck", direction.peerPktsWhileStuck());
    }

    private static void copyEnd(TcpDirection direction, ColumnBatch row) {
        row.big("rst_frame", direction.rstFrame())
                .big("ts_rst", direction.rstNs())
                .number("rst_ttl", direction.rstTtl())
                .big("idle_before_rst_ns", direction.idleBeforeRstNs())
                .big("rst_after_own_data_ns", direction.rstAfterOwnDataNs())
                .big("rst_after_peer_data_ns", direction.rstAfterPeerDataNs())
                .big("own_data_before_rst", direction.ownDataBeforeRst())
                .big("peer_unacked_before_rst", direction.peerUnackedBeforeRst())
                .big("fin_frame", direction.finFrame())
                .big("ts_fin", direction.finNs())
                .flag("fin_acked", direction.finAcked())
                .big("peer_bytes_after_fin", direction.peerBytesAfterFin());
    }
}
