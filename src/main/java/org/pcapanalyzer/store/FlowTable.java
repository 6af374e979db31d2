package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.Flow;

/** Table {@code flows}. */
final class FlowTable implements Table<Flow> {
    @Override
    public String name() {
        return "flows";
    }

    @Override
    public void copy(Flow flow, ColumnBatch row) {
        copyIdentity(flow, row);
        copyTraffic(flow, row);
        if (flow.isTcp()) {
            copyConnection(flow, row);
        }
    }

    private static void copyIdentity(Flow flow, ColumnBatch row) {
        row.big("flow_id", flow.flowId())
                .text("community_id", flow.communityId())
                .text("proto", flow.proto().label())
                .number("ip_proto", flow.ipProto())
                .number("ip_version", flow.ipVersion())
                .number("vlan", flow.vlan())
                .text("tunnel_type", flow.tunnelType().label())
                .big("tunnel_id", flow.tunnelId())
                .big("parent_flow_id", flow.parentFlowId())
                .text("carries", flow.carries().label())
                .big("inner_pkts", flow.innerPkts())
                .address("orig_ip", flow.ipVersion(), flow.origHigh(), flow.origLow())
                .number("orig_port", flow.origPort())
                .address("resp_ip", flow.ipVersion(), flow.respHigh(), flow.respLow())
                .number("resp_port", flow.respPort())
                .text("orig_source", flow.origSource().label());
    }

    private static void copyTraffic(Flow flow, ColumnBatch row) {
        row.big("ts_start", flow.startNs())
                .big("ts_end", flow.endNs())
                .big("duration_ns", flow.durationNs())
                .big("orig_pkts", flow.origPkts())
                .big("resp_pkts", flow.respPkts())
                .big("orig_ip_bytes", flow.origIpBytes())
                .big("resp_ip_bytes", flow.respIpBytes())
                .big("orig_payload_bytes", flow.origPayloadBytes())
                .big("resp_payload_bytes", flow.respPayloadBytes())
                .big("frame_first", flow.frameFirst())
                .big("frame_last", flow.frameLast())
                .number("ttl_orig", flow.ttlOrig())
                .number("ttl_resp", flow.ttlResp())
                .big("idle_max_ns", flow.idleMaxNs())
                .number("icmp_errors", flow.icmpErrors())
                .number("frag_pkts", flow.fragPkts())
                .big("truncated_pkts", flow.truncatedPkts())
                .text("end_reason", flow.endReason().label())
                .text("conn_state", flow.hasConnState() ? flow.connState().label() : "")
                .text("history", flow.hasConnState() ? flow.history() : "");
    }

    private static void copyConnection(Flow flow, ColumnBatch row) {
        row.number("completeness", flow.completeness())
                .flag("handshake_ok", flow.handshakeOk())
                .number("syn_count", flow.synCount())
                .number("synack_count", flow.synackCount())
                .number("fin_count_orig", flow.finCountOrig())
                .number("fin_count_resp", flow.finCountResp())
                .number("rst_count_orig", flow.rstCountOrig())
                .number("rst_count_resp", flow.rstCountResp())
                .text("first_closer", flow.firstCloser().label())
                .text("close_kind", flow.closeKind().label())
                .big("ts_established", flow.establishedNs())
                .big("ts_first_data_orig", flow.firstDataOrigNs())
                .big("ts_first_data_resp", flow.firstDataRespNs())
                .big("ts_last_data_orig", flow.lastDataOrigNs())
                .big("ts_last_data_resp", flow.lastDataRespNs())
                .big("ts_first_fin", flow.firstFinNs())
                .big("ts_first_rst", flow.firstRstNs())
                .big("syn_rtt_ns", flow.synRttNs())
                .big("ack_rtt_ns", flow.ackRttNs())
                .big("rtt_min_orig_ns", flow.rttMinOrigNs())
                .big("rtt_min_resp_ns", flow.rttMinRespNs())
                .number("mss_orig", flow.mssOrig())
                .number("mss_resp", flow.mssResp())
                .number("wscale_orig", flow.wscaleOrig())
                .number("wscale_resp", flow.wscaleResp())
                .flag("sack_ok", flow.sackOk())
                .big("data_pkts_orig", flow.dataPktsOrig())
                .big("data_pkts_resp", flow.dataPktsResp())
                .big("retrans_pkts_orig", flow.retransPktsOrig())
                .big("retrans_pkts_resp", flow.retransPktsResp())
                .big("missing_bytes_orig", flow.missingBytesOrig())
                .big("missing_bytes_resp", flow.missingBytesResp())
                .number("max_ip_length_orig", flow.maxIpLengthOrig())
                .number("max_ip_length_resp", flow.maxIpLengthResp())
                .big("reuse_gap_ns", flow.reuseGapNs())
                .big("zeek_duration_ns", flow.zeekDurationNs())
                .big("zeek_bytes_orig", flow.zeekBytesOrig())
                .big("zeek_bytes_resp", flow.zeekBytesResp())
                .big("zeek_missed_bytes", flow.zeekMissedBytes());
    }
}
