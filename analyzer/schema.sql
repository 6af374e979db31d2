-- Tables of an analysis. Times are UTC; units stand in the names; frame numbers count as in Wireshark.

CREATE TYPE proto_t AS ENUM ('tcp', 'udp', 'icmp', 'icmpv6', 'sctp', 'other');
CREATE TYPE tunnel_t AS ENUM ('pppoe', 'mpls', 'ip_in_ip', '6in4', '4in6', 'gre', 'erspan', 'pptp', 'l2tp', 'vxlan', 'geneve', 'gtp_u', 'teredo', 'esp', 'wireguard');
CREATE TYPE orig_source_t AS ENUM ('syn', 'port', 'first_packet');
CREATE TYPE end_reason_t AS ENUM ('closed', 'end_of_capture', 'evicted');
CREATE TYPE conn_state_t AS ENUM ('S0', 'S1', 'SF', 'REJ', 'S2', 'S3', 'RSTO', 'RSTR', 'RSTOS0', 'RSTRH', 'SH', 'SHR', 'OTH');
CREATE TYPE closer_t AS ENUM ('orig', 'resp', 'none');
CREATE TYPE close_kind_t AS ENUM ('fin', 'rst', 'half', 'open');
CREATE TYPE dir_t AS ENUM ('orig', 'resp');
CREATE TYPE tcp_event_t AS ENUM ('retransmission', 'syn_retransmission', 'out_of_order', 'gap', 'acked_unseen', 'duplicate_ack', 'zero_window', 'window_update', 'window_full', 'window_probe', 'window_probe_ack', 'keep_alive', 'keep_alive_ack', 'port_reuse', 'capture_duplicate', 'reset', 'fin');
CREATE TYPE ws_label_t AS ENUM ('retransmission', 'fast_retransmission', 'spurious_retransmission', 'out_of_order', 'lost_segment', 'ack_lost_segment', 'duplicate_ack', 'window_full', 'zero_window', 'zero_window_probe', 'zero_window_probe_ack', 'keep_alive', 'keep_alive_ack', 'window_update', 'reused_ports');
CREATE TYPE cause_t AS ENUM ('capture_duplicate', 'keepalive', 'window_probe', 'spurious', 'reordering', 'fast_retransmit', 'tail_loss_probe', 'timeout', 'unknown');
CREATE TYPE lost_t AS ENUM ('before', 'after');
CREATE TYPE stall_t AS ENUM ('timeout', 'tail_loss_probe', 'fast_retransmit', 'spurious', 'unknown', 'closed_window');
CREATE TYPE frag_end_t AS ENUM ('timeout', 'end_of_capture', 'limit', 'malformed', 'clipped');
CREATE TYPE arp_op_t AS ENUM ('request', 'reply', 'gratuitous', 'probe', 'ns', 'na', 'other');
CREATE TYPE dhcp_t AS ENUM ('discover', 'offer', 'request', 'decline', 'ack', 'nak', 'release', 'inform', 'bootp', 'solicit', 'advertise', 'confirm', 'renew', 'rebind', 'reply', 'reconfigure', 'information_request', 'other');
CREATE TYPE dns_kind_t AS ENUM ('dns', 'mdns', 'llmnr');
CREATE TYPE clock_step_t AS ENUM ('back', 'forward');
CREATE TYPE request_t AS ENUM ('http', 'tls', 'tcp');
CREATE TYPE part_t AS ENUM ('dns', 'connect', 'tls', 'send', 'wait', 'transfer');
CREATE TYPE layer_t AS ENUM ('capture', 'link', 'network', 'transport', 'tls', 'application');
CREATE TYPE severity_t AS ENUM ('info', 'low', 'medium', 'high', 'critical');
CREATE TYPE health_t AS ENUM ('healthy', 'degraded', 'failing', 'not_observed');
CREATE TYPE finding_status_t AS ENUM ('incident', 'symptom', 'note', 'withdrawn', 'quality');

CREATE TABLE captures (
    capture_id           INTEGER NOT NULL,
    path                 VARCHAR NOT NULL,
    sha256               VARCHAR NOT NULL,
    size_bytes           BIGINT NOT NULL,
    format               VARCHAR NOT NULL,
    compression          VARCHAR NOT NULL,
    link_types           INTEGER[] NOT NULL,
    interfaces_json      VARCHAR NOT NULL,
    section_count        INTEGER NOT NULL,
    packets              BIGINT NOT NULL,
    captured_bytes       BIGINT NOT NULL,
    wire_bytes           BIGINT NOT NULL,
    ts_first             TIMESTAMP_NS,
    ts_last              TIMESTAMP_NS,
    out_of_order_packets BIGINT NOT NULL,
    truncated_packets    BIGINT NOT NULL,
    truncated_file       BOOLEAN NOT NULL,
    damage               VARCHAR[] NOT NULL,
    damage_count         BIGINT NOT NULL,
    lost_bytes           BIGINT NOT NULL,
    drop_reported        BIGINT,
    offload_packets      BIGINT NOT NULL,
    frames_selected      BIGINT NOT NULL,
    frames_analysed      BIGINT NOT NULL,
    frames_set_aside     BIGINT NOT NULL,
    set_aside_json       VARCHAR NOT NULL,
    anomalies_json       VARCHAR NOT NULL,
    limits_json          VARCHAR NOT NULL,
    comments             VARCHAR[] NOT NULL,
    tool_version         VARCHAR NOT NULL
);
COMMENT ON TABLE captures IS 'One row per capture file: what the container says of itself and what was lost in reading it.';
COMMENT ON COLUMN captures.capture_id IS 'Number of the file in the order of first frames, from 1; files that could not be read stand last.';
COMMENT ON COLUMN captures.path IS 'Path as given; - for standard input. A member of an archive stands behind the archive and a slash.';
COMMENT ON COLUMN captures.sha256 IS 'SHA-256 of the file as it lies on disk (compressed if it is) or in its archive, hexadecimal; empty if not read to its end.';
COMMENT ON COLUMN captures.size_bytes IS 'Bytes of the file; bytes read where it was a pipe.';
COMMENT ON COLUMN captures.format IS 'pcap or pcapng; unknown of a file that could not be read.';
COMMENT ON COLUMN captures.compression IS 'none, or gzip, zstd, lz4, xz, bzip2.';
COMMENT ON COLUMN captures.link_types IS 'LINKTYPE values of the interfaces, ascending.';
COMMENT ON COLUMN captures.interfaces_json IS 'Interfaces as a JSON list: id, name, link_type, snaplen, resolution (units per second), filter.';
COMMENT ON COLUMN captures.section_count IS 'Sections of a pcapng file; 1 for pcap.';
COMMENT ON COLUMN captures.packets IS 'Frames read, as capinfos -c counts.';
COMMENT ON COLUMN captures.captured_bytes IS 'Sum of captured lengths, bytes.';
COMMENT ON COLUMN captures.wire_bytes IS 'Sum of original lengths, bytes.';
COMMENT ON COLUMN captures.ts_first IS 'Smallest time stamp, UTC, of the frames between --from and --to, whether a filter selects them or not; NULL without such frames.';
COMMENT ON COLUMN captures.ts_last IS 'Largest time stamp of these frames: until then the analysis would have seen what came.';
COMMENT ON COLUMN captures.out_of_order_packets IS 'Frames whose time stamp lies before that of the frame before.';
COMMENT ON COLUMN captures.truncated_packets IS 'Frames with a captured length below the original length (snaplen).';
COMMENT ON COLUMN captures.truncated_file IS 'True if the file ends inside a record.';
COMMENT ON COLUMN captures.damage IS 'One sentence per damage met in the file, with byte offset and what was lost; the first ten.';
COMMENT ON COLUMN captures.damage_count IS 'Damages met in the file.';
COMMENT ON COLUMN captures.lost_bytes IS 'Bytes of the content (decompressed) that damage kept from being read as frames, as far as is known.';
COMMENT ON COLUMN captures.drop_reported IS 'Frames that the capturing system says it lost (interface statistics, EPB drop counts); NULL if it says nothing.';
COMMENT ON COLUMN captures.offload_packets IS 'Frames that the file marks as unfinished by the network card of the capturing host: checksum not ready, or still to be cut into segments (EPB flags).';
COMMENT ON COLUMN captures.frames_selected IS 'Frames that the analysis was asked for (table selection): all frames, if for no part.';
COMMENT ON COLUMN captures.frames_analysed IS 'Frames that became part of a flow, of arp or of fragments.';
COMMENT ON COLUMN captures.frames_set_aside IS 'Frames read less frames analysed; set_aside_json names the reasons.';
COMMENT ON COLUMN captures.set_aside_json IS 'JSON object: name of the anomaly to number of frames set aside for it; repeated_in_set are frames that another file of the set holds too, at the same time and byte for byte; those not selected are outside_period, not_matched_by_filter, or link_type_without_filter (the expression has no meaning for their link type).';
COMMENT ON COLUMN captures.anomalies_json IS 'JSON object: name of the anomaly to number of times met, those in analysed frames included.';
COMMENT ON COLUMN captures.limits_json IS 'JSON object: name of a memory bound to number of times it bit (evicted flows, dropped fragments, rules that ran out of memory, ...); empty if none did. Of the whole analysis: in a set of files it stands in the first row.';
COMMENT ON COLUMN captures.comments IS 'Comments on the pcapng sections and interfaces, the first ten.';
COMMENT ON COLUMN captures.tool_version IS 'Version of the analyzer.';

CREATE TABLE selection (
    filter  VARCHAR,
    ts_from TIMESTAMP_NS,
    ts_to   TIMESTAMP_NS
);
COMMENT ON TABLE selection IS 'The part of the capture that the analysis was asked for: one row; none if it was asked for all. What is missing in the other tables may then be outside of it.';
COMMENT ON COLUMN selection.filter IS 'The expression (--filter); NULL if there is none.';
COMMENT ON COLUMN selection.ts_from IS 'Time of the first frames wanted (--from), UTC; NULL if there is none.';
COMMENT ON COLUMN selection.ts_to IS 'Time from which on frames are not wanted any more (--to), UTC; NULL if there is none.';

CREATE TABLE frame_runs (
    capture_id       INTEGER NOT NULL,
    frame_first      BIGINT NOT NULL,
    frame_last       BIGINT NOT NULL,
    file_frame_first BIGINT NOT NULL
);
COMMENT ON TABLE frame_runs IS 'Which file a frame came from: one row per run of consecutive frames of one file, at most the first 1,048,576 (captures.limits_json).';
COMMENT ON COLUMN frame_runs.capture_id IS 'captures.capture_id of the file.';
COMMENT ON COLUMN frame_runs.frame_first IS 'Number of the run''s first frame over all files, as in all other tables.';
COMMENT ON COLUMN frame_runs.frame_last IS 'Number of its last frame over all files.';
COMMENT ON COLUMN frame_runs.file_frame_first IS 'Number of its first frame in the file itself, as Wireshark counts there.';

CREATE TABLE frame_comments (
    frame   BIGINT NOT NULL,
    ts      TIMESTAMP_NS NOT NULL,
    comment VARCHAR NOT NULL
);
COMMENT ON TABLE frame_comments IS 'What people wrote to frames in a pcapng file, at most the first 100,000 (captures.limits_json).';
COMMENT ON COLUMN frame_comments.frame IS 'Number of the frame.';
COMMENT ON COLUMN frame_comments.ts IS 'Time of the frame, UTC.';
COMMENT ON COLUMN frame_comments.comment IS 'The comment, cut at 4096 bytes; the last where a frame has several.';

CREATE TABLE host_names (
    ip   VARCHAR NOT NULL,
    name VARCHAR NOT NULL
);
COMMENT ON TABLE host_names IS 'Names that the capture itself gives to addresses (pcapng name resolution), at most 10,000 per file. Nobody was asked.';
COMMENT ON COLUMN host_names.ip IS 'IP address.';
COMMENT ON COLUMN host_names.name IS 'Its name, the first where a record has several, cut at 255 bytes.';

CREATE TABLE flows (
    flow_id            BIGINT NOT NULL,
    community_id       VARCHAR NOT NULL,
    proto              proto_t NOT NULL,
    ip_proto           UTINYINT NOT NULL,
    ip_version         UTINYINT NOT NULL,
    vlan               USMALLINT,
    tunnel_type        tunnel_t,
    tunnel_id          BIGINT,
    parent_flow_id     BIGINT,
    carries            tunnel_t,
    inner_pkts         BIGINT NOT NULL,
    orig_ip            VARCHAR NOT NULL,
    orig_port          INTEGER NOT NULL,
    resp_ip            VARCHAR NOT NULL,
    resp_port          INTEGER NOT NULL,
    orig_source        orig_source_t NOT NULL,
    ts_start           TIMESTAMP_NS NOT NULL,
    ts_end             TIMESTAMP_NS NOT NULL,
    duration_ns        BIGINT NOT NULL,
    orig_pkts          BIGINT NOT NULL,
    resp_pkts          BIGINT NOT NULL,
    orig_ip_bytes      BIGINT NOT NULL,
    resp_ip_bytes      BIGINT NOT NULL,
    orig_payload_bytes BIGINT NOT NULL,
    resp_payload_bytes BIGINT NOT NULL,
    frame_first        BIGINT NOT NULL,
    frame_last         BIGINT NOT NULL,
    ttl_orig           UTINYINT,
    ttl_resp           UTINYINT,
    idle_max_ns        BIGINT NOT NULL,
    icmp_errors        INTEGER NOT NULL,
    frag_pkts          INTEGER NOT NULL,
    truncated_pkts     BIGINT NOT NULL,
    end_reason         end_reason_t NOT NULL,
    conn_state         conn_state_t,
    history            VARCHAR,
    completeness       UTINYINT,
    handshake_ok       BOOLEAN,
    syn_count          INTEGER,
    synack_count       INTEGER,
    fin_count_orig     INTEGER,
    fin_count_resp     INTEGER,
    rst_count_orig     INTEGER,
    rst_count_resp     INTEGER,
    first_closer       closer_t,
    close_kind         close_kind_t,
    ts_established     TIMESTAMP_NS,
    ts_first_data_orig TIMESTAMP_NS,
    ts_first_data_resp TIMESTAMP_NS,
    ts_last_data_orig  TIMESTAMP_NS,
    ts_last_data_resp  TIMESTAMP_NS,
    ts_first_fin       TIMESTAMP_NS,
    ts_first_rst       TIMESTAMP_NS,
    syn_rtt_ns         BIGINT,
    ack_rtt_ns         BIGINT,
    rtt_min_orig_ns    BIGINT,
    rtt_min_resp_ns    BIGINT,
    mss_orig           INTEGER,
    mss_resp           INTEGER,
    wscale_orig        UTINYINT,
    wscale_resp        UTINYINT,
    sack_ok            BOOLEAN,
    data_pkts_orig     BIGINT,
    data_pkts_resp     BIGINT,
    retrans_pkts_orig  BIGINT,
    retrans_pkts_resp  BIGINT,
    missing_bytes_orig BIGINT,
    missing_bytes_resp BIGINT,
    max_ip_length_orig INTEGER,
    max_ip_length_resp INTEGER,
    reuse_gap_ns       BIGINT,
    zeek_duration_ns   BIGINT,
    zeek_bytes_orig    BIGINT,
    zeek_bytes_resp    BIGINT,
    zeek_missed_bytes  BIGINT
);
COMMENT ON TABLE flows IS 'One row per flow: both directions of one 5-tuple, from its first packet to its close. A packet in a tunnel belongs to the flow of the innermost packet, and is counted again by each flow around it: sum orig_pkts + resp_pkts - inner_pkts to count it once. Counters of one side end in _orig or _resp or start with orig_ or resp_. From conn_state on, columns are NULL for other protocols.';
COMMENT ON COLUMN flows.flow_id IS 'Frame number of the first packet of the flow: unique and stable. Negative if that packet was the outside of a tunnel, since the number itself is the inner flow''s: -n, or -n - 10^12 for the second of two outer packets.';
COMMENT ON COLUMN flows.community_id IS 'Community ID v1, seed 0, for joins with other tools.';
COMMENT ON COLUMN flows.proto IS 'tcp, udp, icmp, icmpv6, sctp or other.';
COMMENT ON COLUMN flows.ip_proto IS 'IP protocol number.';
COMMENT ON COLUMN flows.ip_version IS '4 or 6.';
COMMENT ON COLUMN flows.vlan IS 'Outermost VLAN id of the first frame; NULL if untagged.';
COMMENT ON COLUMN flows.tunnel_type IS 'Tunnel that the first packet came out of, the innermost of several; NULL if none.';
COMMENT ON COLUMN flows.tunnel_id IS 'Number of that tunnel: PPPoE or L2TP session, bottom MPLS label, GRE key, ERSPAN session, PPTP call, VNI, TEID; NULL if it has none.';
COMMENT ON COLUMN flows.parent_flow_id IS 'flow_id of the outer flow, whose packets carried the first packet; NULL if none (also where the tunnel runs over the link layer: PPPoE, MPLS).';
COMMENT ON COLUMN flows.carries IS 'Tunnel that this flow is the outside of, by its last packet that was one; esp and wireguard, l2tp of version 3 too, are not looked into. NULL for most flows.';
COMMENT ON COLUMN flows.inner_pkts IS 'Packets of this flow whose inner packet was analysed: it counts for a flow whose parent this is. 0 for most flows.';
COMMENT ON COLUMN flows.orig_ip IS 'Address of the originator, canonical text.';
COMMENT ON COLUMN flows.orig_port IS 'Port of the originator; ICMP: type of the request; 0 where the protocol has none.';
COMMENT ON COLUMN flows.resp_ip IS 'Address of the responder, canonical text.';
COMMENT ON COLUMN flows.resp_port IS 'Port of the responder; ICMP: code or the answering type; 0 where the protocol has none.';
COMMENT ON COLUMN flows.orig_source IS 'How the originator was decided: syn (a bare SYN or SYN-ACK was seen), port (the side with the port of a likely server answers; ICMP: the type says which message answers), first_packet.';
COMMENT ON COLUMN flows.ts_start IS 'Time of the first packet, UTC.';
COMMENT ON COLUMN flows.ts_end IS 'Time of the last packet, UTC.';
COMMENT ON COLUMN flows.duration_ns IS 'ts_end - ts_start, nanoseconds.';
COMMENT ON COLUMN flows.orig_pkts IS 'Packets sent by the originator.';
COMMENT ON COLUMN flows.resp_pkts IS 'Packets sent by the responder.';
COMMENT ON COLUMN flows.orig_ip_bytes IS 'Bytes of the originator''s IP packets, by the IP header''s length.';
COMMENT ON COLUMN flows.resp_ip_bytes IS 'Bytes of the responder''s IP packets, by the IP header''s length.';
COMMENT ON COLUMN flows.orig_payload_bytes IS 'Transport payload sent by the originator, resent bytes included.';
COMMENT ON COLUMN flows.resp_payload_bytes IS 'Transport payload sent by the responder, resent bytes included.';
COMMENT ON COLUMN flows.frame_first IS 'First frame of the flow.';
COMMENT ON COLUMN flows.frame_last IS 'Last frame of the flow.';
COMMENT ON COLUMN flows.ttl_orig IS 'TTL or hop limit most recently seen from the originator; NULL if it sent nothing.';
COMMENT ON COLUMN flows.ttl_resp IS 'TTL or hop limit most recently seen from the responder; NULL if it sent nothing.';
COMMENT ON COLUMN flows.idle_max_ns IS 'Longest pause between two packets of the flow, nanoseconds.';
COMMENT ON COLUMN flows.icmp_errors IS 'ICMP errors that quote a packet of this flow.';
COMMENT ON COLUMN flows.frag_pkts IS 'Packets of the flow that arrived in fragments and were reassembled.';
COMMENT ON COLUMN flows.truncated_pkts IS 'Packets cut by the snaplen.';
COMMENT ON COLUMN flows.end_reason IS 'closed (TCP close, or a SYN began another connection on the 5-tuple), end_of_capture, evicted (the bound on memory).';
COMMENT ON COLUMN flows.conn_state IS 'Zeek conn_state, for tcp and udp: S0 S1 SF REJ S2 S3 RSTO RSTR RSTOS0 RSTRH SH SHR OTH.';
COMMENT ON COLUMN flows.history IS 'Zeek history letters, upper case for the originator, at most 64; tcp and udp.';
COMMENT ON COLUMN flows.completeness IS 'Wireshark completeness: 1 SYN, 2 SYN-ACK, 4 ACK, 8 data, 16 FIN, 32 RST.';
COMMENT ON COLUMN flows.handshake_ok IS 'SYN, SYN-ACK and the ACK of it were seen.';
COMMENT ON COLUMN flows.syn_count IS 'SYNs of the originator, resent ones included.';
COMMENT ON COLUMN flows.synack_count IS 'SYN-ACKs of the responder, resent ones included.';
COMMENT ON COLUMN flows.fin_count_orig IS 'FINs of the originator, resent ones included.';
COMMENT ON COLUMN flows.fin_count_resp IS 'FINs of the responder, resent ones included.';
COMMENT ON COLUMN flows.rst_count_orig IS 'RSTs of the originator.';
COMMENT ON COLUMN flows.rst_count_resp IS 'RSTs of the responder.';
COMMENT ON COLUMN flows.first_closer IS 'Who sent the first FIN or RST: orig, resp, none.';
COMMENT ON COLUMN flows.close_kind IS 'fin (both FINs), rst, half (one FIN), open (neither).';
COMMENT ON COLUMN flows.ts_established IS 'TCP: the originator''s acknowledgement of the SYN-ACK, UTC; NULL if it was not seen.';
COMMENT ON COLUMN flows.ts_first_data_orig IS 'TCP: first segment of the originator with payload; NULL if there is none.';
COMMENT ON COLUMN flows.ts_first_data_resp IS 'TCP: first segment of the responder with payload; NULL if there is none.';
COMMENT ON COLUMN flows.ts_last_data_orig IS 'TCP: last segment of the originator with payload, sent again or not; NULL if there is none. If it came after the responder''s, what it said last was not answered.';
COMMENT ON COLUMN flows.ts_last_data_resp IS 'TCP: last segment of the responder with payload, sent again or not; NULL if there is none.';
COMMENT ON COLUMN flows.ts_first_fin IS 'Time of the first FIN; NULL if none.';
COMMENT ON COLUMN flows.ts_first_rst IS 'Time of the first RST; NULL if none.';
COMMENT ON COLUMN flows.syn_rtt_ns IS 'SYN to the first SYN-ACK, nanoseconds: round trip between the capture point and the responder. NULL if the SYN was sent more than once or captured after its answer. Together with ack_rtt_ns the RTT from end to end.';
COMMENT ON COLUMN flows.ack_rtt_ns IS 'SYN-ACK to the originator''s ACK of it, nanoseconds: round trip between the capture point and the originator. NULL if not both were seen in this order, if the SYN-ACK was sent again before, or if both sides sent a SYN.';
COMMENT ON COLUMN flows.rtt_min_orig_ns IS 'Smallest time from a data segment of the originator to its ACK (Karn: sent once), nanoseconds: round trip between the capture point and the responder, delayed ACKs included; NULL without sample.';
COMMENT ON COLUMN flows.rtt_min_resp_ns IS 'The same for data of the responder: between the capture point and the originator.';
COMMENT ON COLUMN flows.mss_orig IS 'MSS option of the originator''s SYN; NULL if none.';
COMMENT ON COLUMN flows.mss_resp IS 'MSS option of the responder''s SYN-ACK; NULL if none.';
COMMENT ON COLUMN flows.wscale_orig IS 'Window scale shift in the originator''s SYN; NULL if none.';
COMMENT ON COLUMN flows.wscale_resp IS 'Window scale shift in the responder''s SYN-ACK; NULL if none.';
COMMENT ON COLUMN flows.sack_ok IS 'Both sides permit selective acknowledgements.';
COMMENT ON COLUMN flows.data_pkts_orig IS 'Segments with payload sent by the originator, resent ones included.';
COMMENT ON COLUMN flows.data_pkts_resp IS 'Segments with payload sent by the responder, resent ones included.';
COMMENT ON COLUMN flows.retrans_pkts_orig IS 'Segments that the originator sent again for real: tcp_events.cause fast_retransmit, timeout, tail_loss_probe, spurious or unknown. SYNs are not among them: syn_count and synack_count tell.';
COMMENT ON COLUMN flows.retrans_pkts_resp IS 'The same for the responder.';
COMMENT ON COLUMN flows.missing_bytes_orig IS 'Bytes of the originator''s stream that were never captured.';
COMMENT ON COLUMN flows.missing_bytes_resp IS 'Bytes of the responder''s stream that were never captured.';
COMMENT ON COLUMN flows.max_ip_length_orig IS 'Largest IP packet of the originator, bytes.';
COMMENT ON COLUMN flows.max_ip_length_resp IS 'Largest IP packet of the responder, bytes.';
COMMENT ON COLUMN flows.reuse_gap_ns IS 'Time from the last packet of the earlier connection on the same 5-tuple to this SYN, nanoseconds; NULL if there was none, or if it had been closed for two minutes.';
COMMENT ON COLUMN flows.zeek_duration_ns IS 'Time from the first packet to the last before both sides had closed, nanoseconds: for zeek_conn.';
COMMENT ON COLUMN flows.zeek_bytes_orig IS 'Payload of the originator by its sequence numbers, captured or not, resent bytes once: for zeek_conn. Inaccurate where sequence numbers are.';
COMMENT ON COLUMN flows.zeek_bytes_resp IS 'The same for the responder.';
COMMENT ON COLUMN flows.zeek_missed_bytes IS 'Bytes of both directions that were acknowledged before they were captured, and those cut by the snaplen: for zeek_conn. missing_bytes_orig and missing_bytes_resp tell what is missing in the end.';

CREATE TABLE tcp_directions (
    flow_id                 BIGINT NOT NULL,
    dir                     dir_t NOT NULL,
    sender_ip               VARCHAR NOT NULL,
    receiver_ip             VARCHAR NOT NULL,
    data_pkts               BIGINT NOT NULL,
    payload_bytes           BIGINT NOT NULL,
    unique_bytes            BIGINT NOT NULL,
    retrans_pkts            BIGINT NOT NULL,
    retrans_bytes           BIGINT NOT NULL,
    timeout_count           INTEGER NOT NULL,
    fast_count              INTEGER NOT NULL,
    tail_probe_count        INTEGER NOT NULL,
    spurious_count          INTEGER NOT NULL,
    reorder_count           INTEGER NOT NULL,
    lost_before_count       INTEGER NOT NULL,
    lost_after_count        INTEGER NOT NULL,
    capture_dup_count       BIGINT NOT NULL,
    capture_dup_ip_bytes    BIGINT NOT NULL,
    keepalive_count         INTEGER NOT NULL,
    keepalive_unanswered    INTEGER NOT NULL,
    window_probe_count      INTEGER NOT NULL,
    max_sends_of_one        INTEGER NOT NULL,
    stall_ns                BIGINT NOT NULL,
    gap_count               INTEGER NOT NULL,
    missing_bytes           BIGINT NOT NULL,
    ack_count               BIGINT NOT NULL,
    acked_unseen_count      BIGINT NOT NULL,
    dup_ack_count           BIGINT NOT NULL,
    zero_win_count          INTEGER NOT NULL,
    zero_win_ns             BIGINT NOT NULL,
    window_full_count       INTEGER NOT NULL,
    win_max                 BIGINT NOT NULL,
    rtt_samples             BIGINT NOT NULL,
    rtt_min_ns              BIGINT,
    rtt_median_ns           BIGINT,
    rtt_avg_ns              BIGINT,
    rtt_p95_ns              BIGINT,
    rtt_max_ns              BIGINT,
    active_ns               BIGINT,
    limit_app_pct           UTINYINT,
    limit_rwnd_pct          UTINYINT,
    limit_path_pct          UTINYINT,
    inflight_max            BIGINT NOT NULL,
    inflight_avg            BIGINT,
    df_seen                 BOOLEAN NOT NULL,
    max_delivered_ip_length INTEGER NOT NULL,
    stuck_ip_length         INTEGER NOT NULL,
    stuck_sends             INTEGER NOT NULL,
    stuck_ns                BIGINT NOT NULL,
    ts_stuck                TIMESTAMP_NS,
    stuck_frame             BIGINT,
    delivered_while_stuck   INTEGER NOT NULL,
    peer_pkts_while_stuck   INTEGER NOT NULL,
    rst_frame               BIGINT,
    ts_rst                  TIMESTAMP_NS,
    rst_ttl                 UTINYINT,
    idle_before_rst_ns      BIGINT,
    rst_after_own_data_ns   BIGINT,
    rst_after_peer_data_ns  BIGINT,
    own_data_before_rst     BIGINT,
    peer_unacked_before_rst BIGINT,
    fin_frame               BIGINT,
    ts_fin                  TIMESTAMP_NS,
    fin_acked               BOOLEAN NOT NULL,
    peer_bytes_after_fin    BIGINT NOT NULL
);
COMMENT ON TABLE tcp_directions IS 'Detail of one direction of a TCP flow. A row exists where the direction sent more than 10 segments with payload, or where something noteworthy happened in it (a resend, a gap, a duplicate, a zero window, a reset, a half close, ...), and of both directions where such a sender waited for the receiver''s window for 40 % of its time or more: in a direction without a row there was none of that.';
COMMENT ON COLUMN tcp_directions.flow_id IS 'The flow.';
COMMENT ON COLUMN tcp_directions.dir IS 'orig or resp: who sends.';
COMMENT ON COLUMN tcp_directions.sender_ip IS 'Address of the sender.';
COMMENT ON COLUMN tcp_directions.receiver_ip IS 'Address of the receiver.';
COMMENT ON COLUMN tcp_directions.data_pkts IS 'Segments with payload, resent ones included.';
COMMENT ON COLUMN tcp_directions.payload_bytes IS 'Payload bytes, resent ones included.';
COMMENT ON COLUMN tcp_directions.unique_bytes IS 'Distinct bytes of the stream that were captured.';
COMMENT ON COLUMN tcp_directions.retrans_pkts IS 'Segments sent again for real (fast_retransmit, timeout, tail_loss_probe, spurious, unknown).';
COMMENT ON COLUMN tcp_directions.retrans_bytes IS 'Payload bytes of these.';
COMMENT ON COLUMN tcp_directions.timeout_count IS 'Of these, needed and sent by the retransmission timer (RFC 6298) or in the recovery that it began.';
COMMENT ON COLUMN tcp_directions.fast_count IS 'Of these, needed and asked for by duplicate ACKs or SACK (RFC 5681, RFC 6675, RFC 8985).';
COMMENT ON COLUMN tcp_directions.tail_probe_count IS 'Of these, tail loss probes (RFC 8985) not known to be needless.';
COMMENT ON COLUMN tcp_directions.spurious_count IS 'Of these, needless: an earlier copy had arrived, as an ACK before or a D-SACK or time stamp echo after shows.';
COMMENT ON COLUMN tcp_directions.reorder_count IS 'Segments that arrived late and were sent only once.';
COMMENT ON COLUMN tcp_directions.lost_before_count IS 'Of retrans_pkts, those whose first copy was never captured: it was lost between the sender and the capture point, or by the capture itself (rule capture-loss).';
COMMENT ON COLUMN tcp_directions.lost_after_count IS 'Of retrans_pkts, those whose first copy was captured: it was lost between the capture point and the receiver.';
COMMENT ON COLUMN tcp_directions.capture_dup_count IS 'Frames that are a second copy of a packet already captured; not counted anywhere else.';
COMMENT ON COLUMN tcp_directions.capture_dup_ip_bytes IS 'Bytes of these IP packets.';
COMMENT ON COLUMN tcp_directions.keepalive_count IS 'Keep-alive probes sent (RFC 9293 3.8.4).';
COMMENT ON COLUMN tcp_directions.keepalive_unanswered IS 'Keep-alive probes in a row at the end of the flow that nobody answered.';
COMMENT ON COLUMN tcp_directions.window_probe_count IS 'Probes sent into a zero window.';
COMMENT ON COLUMN tcp_directions.max_sends_of_one IS 'Times that the most often sent segment was sent; 1 if none was resent.';
COMMENT ON COLUMN tcp_directions.stall_ns IS 'Time that the sender spent waiting for its retransmission timer: sum over the timeouts of the wait since payload was last sent or acknowledged, nanoseconds. Further segments that one timeout sent again, and waits for a closed window, add nothing.';
COMMENT ON COLUMN tcp_directions.gap_count IS 'Times that a segment began above the next expected sequence number.';
COMMENT ON COLUMN tcp_directions.missing_bytes IS 'Bytes never captured, up to the highest byte that was sent or acknowledged.';
COMMENT ON COLUMN tcp_directions.ack_count IS 'ACKs sent by this side that acknowledge new data.';
COMMENT ON COLUMN tcp_directions.acked_unseen_count IS 'Of these, the ones that cover bytes that were never captured (Zeek''s gap measure).';
COMMENT ON COLUMN tcp_directions.dup_ack_count IS 'Duplicate ACKs sent by this side.';
COMMENT ON COLUMN tcp_directions.zero_win_count IS 'Segments by which this side closed its receive window.';
COMMENT ON COLUMN tcp_directions.zero_win_ns IS 'Time that this side''s receive window stayed closed, up to the end of the flow, nanoseconds.';
COMMENT ON COLUMN tcp_directions.window_full_count IS 'Segments of this side that filled the peer''s window.';
COMMENT ON COLUMN tcp_directions.win_max IS 'Largest receive window advertised by this side, bytes, scaled.';
COMMENT ON COLUMN tcp_directions.rtt_samples IS 'RTT samples of data of this side (Karn).';
COMMENT ON COLUMN tcp_directions.rtt_min_ns IS 'Smallest of them, nanoseconds; NULL without sample.';
COMMENT ON COLUMN tcp_directions.rtt_median_ns IS 'Median of them (the smallest that half of them do not exceed): exact for up to 32 samples, else 0.4 % off at most; NULL without sample or where the bound on memory bit.';
COMMENT ON COLUMN tcp_directions.rtt_avg_ns IS 'Mean of them.';
COMMENT ON COLUMN tcp_directions.rtt_p95_ns IS '95th percentile of them, as exact as the median.';
COMMENT ON COLUMN tcp_directions.rtt_max_ns IS 'Largest of them.';
COMMENT ON COLUMN tcp_directions.active_ns IS 'Time from the first payload until the last one was acknowledged (if it never was: until it was last sent, sent again or probed for), nanoseconds: what the three limit columns divide. NULL with fewer than two segments with payload.';
COMMENT ON COLUMN tcp_directions.limit_app_pct IS 'Share of active_ns in which the sender''s application was the limit: it had nothing (more) to send. The wait for the ACK of the last bytes of an answer counts here. Percent, rounded; NULL if active_ns is NULL or 0.';
COMMENT ON COLUMN tcp_directions.limit_rwnd_pct IS 'Share in which the receiver''s window was the limit: less than a full segment of it was left, closed included. Told from closed windows alone where a SYN is missing, since then the scale of the window is unknown.';
COMMENT ON COLUMN tcp_directions.limit_path_pct IS 'Share in which the path was the limit: the sender waited for ACKs with window left (congestion window, loss and its repair, pacing). A sender held by its own send buffer looks the same and counts here.';
COMMENT ON COLUMN tcp_directions.inflight_max IS 'Most payload bytes in flight at a time: sent and not acknowledged cumulatively (SACKed bytes are not taken off), as the capture point saw it. Near the receiver it is far less than the sender had in flight.';
COMMENT ON COLUMN tcp_directions.inflight_avg IS 'Mean of the bytes in flight over active_ns.';
COMMENT ON COLUMN tcp_directions.df_seen IS 'Data segments carry Don''t Fragment (IPv6: always true).';
COMMENT ON COLUMN tcp_directions.max_delivered_ip_length IS 'Largest IP packet with payload of this side that is known to have arrived (acknowledged, or SACKed, after being sent); 0 if none.';
COMMENT ON COLUMN tcp_directions.stuck_ip_length IS 'IP length of the resent segment that stayed unacknowledged to the end (the one sent most often); 0 if there is none.';
COMMENT ON COLUMN tcp_directions.stuck_sends IS 'Times that this segment was sent.';
COMMENT ON COLUMN tcp_directions.stuck_ns IS 'Time from its first sending to its last, nanoseconds.';
COMMENT ON COLUMN tcp_directions.ts_stuck IS 'Time of its first sending; NULL if there is none.';
COMMENT ON COLUMN tcp_directions.stuck_frame IS 'Frame of its first sending; NULL if there is none.';
COMMENT ON COLUMN tcp_directions.delivered_while_stuck IS 'Segments of this side, sent at or after ts_stuck and smaller than the stuck one, that the peer acknowledged or SACKed.';
COMMENT ON COLUMN tcp_directions.peer_pkts_while_stuck IS 'Packets that the peer sent after ts_stuck: it is alive.';
COMMENT ON COLUMN tcp_directions.rst_frame IS 'First RST sent by this side; NULL if none.';
COMMENT ON COLUMN tcp_directions.ts_rst IS 'Time of it.';
COMMENT ON COLUMN tcp_directions.rst_ttl IS 'TTL of it.';
COMMENT ON COLUMN tcp_directions.idle_before_rst_ns IS 'Longest pause of the flow that ended with the exchange in which the RST came: pause before the packet that the RST answers, nanoseconds.';
COMMENT ON COLUMN tcp_directions.rst_after_own_data_ns IS 'Time from the last payload or FIN of this side to its RST; NULL if it sent none.';
COMMENT ON COLUMN tcp_directions.rst_after_peer_data_ns IS 'Time from the last payload of the peer to this RST; NULL if it sent none.';
COMMENT ON COLUMN tcp_directions.own_data_before_rst IS 'Payload bytes that this side had sent before its RST.';
COMMENT ON COLUMN tcp_directions.peer_unacked_before_rst IS 'Payload bytes of the peer not acknowledged by this side before its RST.';
COMMENT ON COLUMN tcp_directions.fin_frame IS 'First FIN of this side; NULL if none.';
COMMENT ON COLUMN tcp_directions.ts_fin IS 'Time of it.';
COMMENT ON COLUMN tcp_directions.fin_acked IS 'The peer acknowledged the FIN.';
COMMENT ON COLUMN tcp_directions.peer_bytes_after_fin IS 'Payload bytes that the peer sent after this side''s FIN (a legitimate half close if not 0).';

CREATE TABLE tcp_resets (
    flow_id              BIGINT NOT NULL,
    dir                  dir_t NOT NULL,
    frame                BIGINT NOT NULL,
    ts                   TIMESTAMP_NS NOT NULL,
    ack_set              BOOLEAN NOT NULL,
    seq_ahead            BIGINT,
    ttl                  UTINYINT NOT NULL,
    ttl_before           UTINYINT,
    ip_id                INTEGER,
    ip_id_before         INTEGER,
    win                  INTEGER NOT NULL,
    timestamps           BOOLEAN NOT NULL,
    timestamps_before    BOOLEAN NOT NULL,
    survived_idle_ns     BIGINT NOT NULL,
    pkts_after           INTEGER NOT NULL,
    ttl_after            UTINYINT,
    rst_ttl_after        UTINYINT,
    data_pkts_after      INTEGER NOT NULL,
    data_after_frame     BIGINT,
    data_after_ns        BIGINT,
    peer_data_pkts_after INTEGER NOT NULL
);
COMMENT ON TABLE tcp_resets IS 'The first RST in the name of each side of a connection that had come about (handshake seen, or payload), beside what that side''s packets are like and what came after it. tcp_directions tells when it came.';
COMMENT ON COLUMN tcp_resets.flow_id IS 'The flow.';
COMMENT ON COLUMN tcp_resets.dir IS 'orig or resp: in whose name it came.';
COMMENT ON COLUMN tcp_resets.frame IS 'Frame number of the RST.';
COMMENT ON COLUMN tcp_resets.ts IS 'Time of it, UTC.';
COMMENT ON COLUMN tcp_resets.ack_set IS 'It carries ACK.';
COMMENT ON COLUMN tcp_resets.seq_ahead IS 'Its sequence number less the next one that its side had to send, as far as captured: 0 fits, below 0 is old, above 0 lies in data that were not seen. NULL where nothing of the stream was seen.';
COMMENT ON COLUMN tcp_resets.ttl IS 'TTL or hop limit of it.';
COMMENT ON COLUMN tcp_resets.ttl_before IS 'TTL of the packet of that side before; NULL if there was none.';
COMMENT ON COLUMN tcp_resets.ip_id IS 'IP identification of it; NULL in IPv6.';
COMMENT ON COLUMN tcp_resets.ip_id_before IS 'Last IP identification other than 0 of that side before; NULL if there was none.';
COMMENT ON COLUMN tcp_resets.win IS 'Its window field as on the wire. Kernels that know no such connection send 0, and so do many devices.';
COMMENT ON COLUMN tcp_resets.timestamps IS 'It carries the time stamp option.';
COMMENT ON COLUMN tcp_resets.timestamps_before IS 'Packets of that side did before. Linux leaves the option out of a RST when it knows no such connection.';
COMMENT ON COLUMN tcp_resets.survived_idle_ns IS 'Longest pause of the flow after which the other side answered, nanoseconds; 0 if there was none.';
COMMENT ON COLUMN tcp_resets.pkts_after IS 'Packets of the same side after it that are no RST.';
COMMENT ON COLUMN tcp_resets.ttl_after IS 'TTL of the last of them; NULL if there was none.';
COMMENT ON COLUMN tcp_resets.rst_ttl_after IS 'TTL of the last further RST in the name of the same side; NULL if there was none.';
COMMENT ON COLUMN tcp_resets.data_pkts_after IS 'Of these, the ones with payload that ends beyond the sequence number of the RST: whoever sent them did not send the RST before.';
COMMENT ON COLUMN tcp_resets.data_after_frame IS 'Frame of the first of them; NULL if there was none.';
COMMENT ON COLUMN tcp_resets.data_after_ns IS 'Time from the RST to it, nanoseconds; NULL if there was none.';
COMMENT ON COLUMN tcp_resets.peer_data_pkts_after IS 'Segments with payload of the other side after it: the RST had not arrived there, or was not believed.';

CREATE TABLE tcp_silences (
    flow_id          BIGINT NOT NULL,
    dir              dir_t NOT NULL,
    ts_first         TIMESTAMP_NS NOT NULL,
    ts_last          TIMESTAMP_NS NOT NULL,
    frame_first      BIGINT NOT NULL,
    frame_last       BIGINT NOT NULL,
    pkts             INTEGER NOT NULL,
    data_pkts        INTEGER NOT NULL,
    idle_before_ns   BIGINT NOT NULL,
    survived_idle_ns BIGINT NOT NULL,
    gave_up_frame    BIGINT
);
COMMENT ON TABLE tcp_silences IS 'One row per connection at whose end one side sent at least three packets over a second or more and the other, heard before, sent nothing more.';
COMMENT ON COLUMN tcp_silences.flow_id IS 'The flow.';
COMMENT ON COLUMN tcp_silences.dir IS 'orig or resp: who sends and is not answered.';
COMMENT ON COLUMN tcp_silences.ts_first IS 'Time of its first packet after the last one of the other side that wants an answer (payload, FIN, keep-alive), UTC.';
COMMENT ON COLUMN tcp_silences.ts_last IS 'Time of its last packet that is no RST.';
COMMENT ON COLUMN tcp_silences.frame_first IS 'Frame of the first.';
COMMENT ON COLUMN tcp_silences.frame_last IS 'Frame of the last.';
COMMENT ON COLUMN tcp_silences.pkts IS 'Packets between, both included, no RST.';
COMMENT ON COLUMN tcp_silences.data_pkts IS 'Of these, the ones with payload, resent ones included.';
COMMENT ON COLUMN tcp_silences.idle_before_ns IS 'Pause before the first, nanoseconds.';
COMMENT ON COLUMN tcp_silences.survived_idle_ns IS 'Longest pause of the flow after which the other side answered, nanoseconds; 0 if there was none.';
COMMENT ON COLUMN tcp_silences.gave_up_frame IS 'Frame of the RST by which it gave up in the end; NULL if it sent none.';

CREATE TABLE quic (
    flow_id           BIGINT NOT NULL,
    version           UINTEGER NOT NULL,
    ts_first_initial  TIMESTAMP_NS NOT NULL,
    ts_last_initial   TIMESTAMP_NS NOT NULL,
    orig_initials     INTEGER NOT NULL,
    orig_long_headers INTEGER NOT NULL,
    resp_long_headers INTEGER NOT NULL
);
COMMENT ON TABLE quic IS 'One row per UDP flow whose originator sent an Initial of QUIC (RFC 9000, RFC 9369, drafts 29 to 34) among the first 16 datagrams; recognised by the header and the size, on any port. What is encrypted is not looked at.';
COMMENT ON COLUMN quic.flow_id IS 'The flow.';
COMMENT ON COLUMN quic.version IS 'Version of the last Initial: 1, or 1798521807 for version 2.';
COMMENT ON COLUMN quic.ts_first_initial IS 'Time of the first Initial of the originator, UTC.';
COMMENT ON COLUMN quic.ts_last_initial IS 'Time of the last one among the first 16 datagrams.';
COMMENT ON COLUMN quic.orig_initials IS 'Datagrams of the originator that begin with an Initial, among the first 16 datagrams.';
COMMENT ON COLUMN quic.orig_long_headers IS 'Datagrams of the originator that begin with any long header, likewise.';
COMMENT ON COLUMN quic.resp_long_headers IS 'Datagrams of the responder that do, likewise.';

CREATE TABLE tcp_events (
    flow_id    BIGINT NOT NULL,
    ts         TIMESTAMP_NS NOT NULL,
    frame      BIGINT NOT NULL,
    dir        dir_t NOT NULL,
    event      tcp_event_t NOT NULL,
    ws_label   ws_label_t,
    cause      cause_t,
    lost       lost_t,
    seq        UINTEGER NOT NULL,
    ack        UINTEGER NOT NULL,
    len        INTEGER NOT NULL,
    ip_length  INTEGER NOT NULL,
    win        BIGINT NOT NULL,
    delta_ns   BIGINT,
    orig_frame BIGINT,
    attempt    INTEGER
);
COMMENT ON TABLE tcp_events IS 'One row per noteworthy segment and label: what Wireshark would call it and what we hold to be the cause.';
COMMENT ON COLUMN tcp_events.flow_id IS 'The flow.';
COMMENT ON COLUMN tcp_events.ts IS 'Time of the segment, UTC.';
COMMENT ON COLUMN tcp_events.frame IS 'Frame number.';
COMMENT ON COLUMN tcp_events.dir IS 'orig or resp: who sent it.';
COMMENT ON COLUMN tcp_events.event IS 'What happened, in our words. fin stands only in directions in which something noteworthy happened before.';
COMMENT ON COLUMN tcp_events.ws_label IS 'Last part of Wireshark''s field name tcp.analysis.*; NULL where Wireshark has no label. A frame with several labels has several rows: a fast or spurious retransmission is a retransmission too.';
COMMENT ON COLUMN tcp_events.cause IS 'Cause of a resend: capture_duplicate, keepalive, window_probe, spurious, reordering, fast_retransmit, tail_loss_probe, timeout, unknown. NULL for events that are no resends, and in all but one row of a frame, so that rows with a cause count resent segments.';
COMMENT ON COLUMN tcp_events.lost IS 'Resend: where the first copy of its bytes was lost, seen from the capture point. after: it was captured; before: it never was. NULL where nothing was lost (spurious, reordering, keepalive, window_probe, capture_duplicate) or it cannot be told.';
COMMENT ON COLUMN tcp_events.seq IS 'Sequence number as on the wire.';
COMMENT ON COLUMN tcp_events.ack IS 'Acknowledgement number as on the wire.';
COMMENT ON COLUMN tcp_events.len IS 'Payload bytes.';
COMMENT ON COLUMN tcp_events.ip_length IS 'Bytes of the IP packet.';
COMMENT ON COLUMN tcp_events.win IS 'Advertised window, bytes, scaled.';
COMMENT ON COLUMN tcp_events.delta_ns IS 'Time since the segment was last sent (resends), or since the packet that it refers to; NULL if unknown.';
COMMENT ON COLUMN tcp_events.orig_frame IS 'Frame in which the bytes were first captured; NULL if they were not.';
COMMENT ON COLUMN tcp_events.attempt IS 'Timeout: the back-off step, 1 for the first in a row. Other resend: 1 for the first resend of these bytes, and so on. Duplicate ACK: its number. Out of order: segments of the same sender that overtook it, 64 if there were more. NULL otherwise, or if unknown.';

CREATE TABLE turns (
    flow_id         BIGINT NOT NULL,
    turn            INTEGER NOT NULL,
    ts_request      TIMESTAMP_NS NOT NULL,
    ts_request_end  TIMESTAMP_NS NOT NULL,
    ts_response     TIMESTAMP_NS,
    ts_response_end TIMESTAMP_NS,
    req_bytes       BIGINT NOT NULL,
    resp_bytes      BIGINT NOT NULL,
    frame_request   BIGINT NOT NULL,
    frame_response  BIGINT
);
COMMENT ON TABLE turns IS 'One row per turn of a TCP connection, whatever its protocol: the originator speaks, the responder answers, until the originator speaks again; at most 256 per connection (captures.limits_json). Bytes sent again do not count, nor what the responder says before the originator. Up to 64 bytes apart by half a second (alerts, keep-alives of an application) do not begin a request nor end a response. Requests on the way at the same time are one turn.';
COMMENT ON COLUMN turns.flow_id IS 'The flow.';
COMMENT ON COLUMN turns.turn IS 'Number in its connection, from 1.';
COMMENT ON COLUMN turns.ts_request IS 'First segment of the originator, UTC.';
COMMENT ON COLUMN turns.ts_request_end IS 'Last segment of the originator before the answer.';
COMMENT ON COLUMN turns.ts_response IS 'First segment of the answer; NULL if none was seen.';
COMMENT ON COLUMN turns.ts_response_end IS 'Last segment of the answer.';
COMMENT ON COLUMN turns.req_bytes IS 'Payload of the originator, bytes.';
COMMENT ON COLUMN turns.resp_bytes IS 'Payload of the responder, bytes.';
COMMENT ON COLUMN turns.frame_request IS 'Frame of ts_request.';
COMMENT ON COLUMN turns.frame_response IS 'Frame of ts_response.';

CREATE TABLE stalls (
    flow_id    BIGINT NOT NULL,
    dir        dir_t NOT NULL,
    ts         TIMESTAMP_NS NOT NULL,
    ns         BIGINT NOT NULL,
    cause      stall_t NOT NULL,
    ended      BOOLEAN NOT NULL,
    frame      BIGINT,
    lost_bytes INTEGER,
    held_bytes BIGINT,
    sends      INTEGER
);
COMMENT ON TABLE stalls IS 'One row per time of at least 100 ms in which a stream of a TCP flow made no progress because bytes of it had to be sent again, or the receiver''s window was closed: at most 256 per direction (captures.limits_json). Waits of an application are not among them, nor what was lost before the capture point at the end of all that was under way: that leaves no trace.';
COMMENT ON COLUMN stalls.flow_id IS 'The flow.';
COMMENT ON COLUMN stalls.dir IS 'orig or resp: whose stream stood still.';
COMMENT ON COLUMN stalls.ts IS 'Since when, UTC: when the missing bytes were first sent, or the last progress before if that was later; where their first sending was not captured, when the hole was seen. closed_window: when it was closed.';
COMMENT ON COLUMN stalls.ns IS 'Until the acknowledgement that covers the missing bytes, nanoseconds: a round trip between the capture point and the receiver is part of it where nothing else was under way. Without such an acknowledgement until they were last sent. closed_window: until it was opened, or the end of the flow.';
COMMENT ON COLUMN stalls.cause IS 'What the end waited for: timeout (the retransmission timer), tail_loss_probe (a probe of the end of a flight), fast_retransmit (duplicate ACKs or SACK), spurious (nothing was lost, data or its ACK came late), unknown, closed_window (the receiver).';
COMMENT ON COLUMN stalls.ended IS 'False if the capture does not show its end.';
COMMENT ON COLUMN stalls.frame IS 'The resend that ended it, or the last one in vain; closed_window: the segment that opened the window, NULL if none did.';
COMMENT ON COLUMN stalls.lost_bytes IS 'Payload bytes of that resend; NULL of closed_window.';
COMMENT ON COLUMN stalls.held_bytes IS 'Bytes behind the missing ones that the receiver had and could not hand to its application, as acknowledgements show: those acknowledged together with the missing ones, and those SACKed. 0 if the loss was the end of the flight. NULL of closed_window.';
COMMENT ON COLUMN stalls.sends IS 'Times that the missing bytes were sent, as captured: one more where the first sending was not. NULL of closed_window.';

CREATE TABLE fragments (
    ts_first       TIMESTAMP_NS NOT NULL,
    ts_last        TIMESTAMP_NS NOT NULL,
    src            VARCHAR NOT NULL,
    dst            VARCHAR NOT NULL,
    ip_version     UTINYINT NOT NULL,
    ip_proto       UTINYINT NOT NULL,
    ip_id          UINTEGER NOT NULL,
    frag_count     INTEGER NOT NULL,
    bytes_seen     INTEGER NOT NULL,
    max_frag_length INTEGER NOT NULL,
    total_len      INTEGER,
    complete       BOOLEAN NOT NULL,
    first_seen     BOOLEAN NOT NULL,
    overlap        BOOLEAN NOT NULL,
    why_incomplete frag_end_t,
    sport          INTEGER,
    dport          INTEGER,
    frame_first    BIGINT NOT NULL,
    frame_last     BIGINT NOT NULL
);
COMMENT ON TABLE fragments IS 'One row per IP datagram that came in fragments.';
COMMENT ON COLUMN fragments.ts_first IS 'Time of its first fragment seen, UTC.';
COMMENT ON COLUMN fragments.ts_last IS 'Time of its last fragment seen, UTC.';
COMMENT ON COLUMN fragments.src IS 'Source address.';
COMMENT ON COLUMN fragments.dst IS 'Destination address.';
COMMENT ON COLUMN fragments.ip_version IS '4 or 6.';
COMMENT ON COLUMN fragments.ip_proto IS 'IP protocol number of the datagram.';
COMMENT ON COLUMN fragments.ip_id IS 'Identification field.';
COMMENT ON COLUMN fragments.frag_count IS 'Fragments seen.';
COMMENT ON COLUMN fragments.bytes_seen IS 'Payload bytes seen.';
COMMENT ON COLUMN fragments.max_frag_length IS 'Bytes of the largest fragment''s IP packet: what the link behind the host or router that cut it carries, less up to 7 bytes.';
COMMENT ON COLUMN fragments.total_len IS 'Payload bytes of the whole datagram; NULL if the last fragment was not seen.';
COMMENT ON COLUMN fragments.complete IS 'True if it could be reassembled.';
COMMENT ON COLUMN fragments.first_seen IS 'True if the fragment with offset 0 was seen.';
COMMENT ON COLUMN fragments.overlap IS 'Fragments overlapped.';
COMMENT ON COLUMN fragments.why_incomplete IS 'timeout, end_of_capture, limit, malformed, clipped (bytes cut by the snaplen); NULL if complete.';
COMMENT ON COLUMN fragments.sport IS 'Source port in the first fragment; NULL if not seen or not TCP, UDP, SCTP.';
COMMENT ON COLUMN fragments.dport IS 'Destination port in the first fragment; NULL likewise.';
COMMENT ON COLUMN fragments.frame_first IS 'First frame.';
COMMENT ON COLUMN fragments.frame_last IS 'Last frame.';

CREATE TABLE icmp (
    ts             TIMESTAMP_NS NOT NULL,
    frame          BIGINT NOT NULL,
    src            VARCHAR NOT NULL,
    dst            VARCHAR NOT NULL,
    ip_version     UTINYINT NOT NULL,
    type           UTINYINT NOT NULL,
    code           UTINYINT NOT NULL,
    name           VARCHAR NOT NULL,
    is_error       BOOLEAN NOT NULL,
    ttl            UTINYINT NOT NULL,
    echo_id        INTEGER,
    echo_seq       INTEGER,
    mtu            BIGINT,
    quoted_proto   proto_t,
    quoted_src     VARCHAR,
    quoted_sport   INTEGER,
    quoted_dst     VARCHAR,
    quoted_dport   INTEGER,
    quoted_len     INTEGER,
    quoted_seq     UINTEGER,
    quoted_flow_id BIGINT
);
COMMENT ON TABLE icmp IS 'One row per ICMP or ICMPv6 message (neighbour discovery is in arp).';
COMMENT ON COLUMN icmp.ts IS 'Time, UTC.';
COMMENT ON COLUMN icmp.frame IS 'Frame number.';
COMMENT ON COLUMN icmp.src IS 'Source address: the reporter of an error.';
COMMENT ON COLUMN icmp.dst IS 'Destination address.';
COMMENT ON COLUMN icmp.ip_version IS '4 or 6.';
COMMENT ON COLUMN icmp.type IS 'ICMP type.';
COMMENT ON COLUMN icmp.code IS 'ICMP code.';
COMMENT ON COLUMN icmp.name IS 'Name of type and code, for example fragmentation_needed.';
COMMENT ON COLUMN icmp.is_error IS 'True for messages that quote a packet.';
COMMENT ON COLUMN icmp.ttl IS 'TTL or hop limit of the message.';
COMMENT ON COLUMN icmp.echo_id IS 'Identifier of an echo message; NULL otherwise.';
COMMENT ON COLUMN icmp.echo_seq IS 'Sequence number of an echo message; NULL otherwise.';
COMMENT ON COLUMN icmp.mtu IS 'Next-hop MTU of fragmentation needed or packet too big, bytes; NULL otherwise.';
COMMENT ON COLUMN icmp.quoted_proto IS 'Protocol of the quoted packet; NULL if nothing is quoted.';
COMMENT ON COLUMN icmp.quoted_src IS 'Source address of the quoted packet.';
COMMENT ON COLUMN icmp.quoted_sport IS 'Source port of it.';
COMMENT ON COLUMN icmp.quoted_dst IS 'Destination address of it.';
COMMENT ON COLUMN icmp.quoted_dport IS 'Destination port of it.';
COMMENT ON COLUMN icmp.quoted_len IS 'IP length of it, bytes.';
COMMENT ON COLUMN icmp.quoted_seq IS 'TCP sequence number of it.';
COMMENT ON COLUMN icmp.quoted_flow_id IS 'Flow that the quoted packet belongs to; NULL if it is not in the capture.';

CREATE TABLE arp (
    ts           TIMESTAMP_NS NOT NULL,
    frame        BIGINT NOT NULL,
    op           arp_op_t NOT NULL,
    sender_mac   VARCHAR NOT NULL,
    sender_ip    VARCHAR NOT NULL,
    target_mac   VARCHAR,
    target_ip    VARCHAR NOT NULL,
    vlan         USMALLINT,
    tunnel_id    BIGINT,
    answered     BOOLEAN,
    answer_ts    TIMESTAMP_NS,
    answer_frame BIGINT
);
COMMENT ON TABLE arp IS 'One row per ARP packet and per neighbour solicitation or advertisement (RFC 826, RFC 4861).';
COMMENT ON COLUMN arp.ts IS 'Time, UTC.';
COMMENT ON COLUMN arp.frame IS 'Frame number.';
COMMENT ON COLUMN arp.op IS 'request, reply, gratuitous, probe (RFC 5227, or duplicate address detection), ns, na, other.';
COMMENT ON COLUMN arp.sender_mac IS 'Hardware address of the sender.';
COMMENT ON COLUMN arp.sender_ip IS 'Protocol address of the sender.';
COMMENT ON COLUMN arp.target_mac IS 'Hardware address of the target; NULL in requests.';
COMMENT ON COLUMN arp.target_ip IS 'Address asked for, or answered to; na: the address told.';
COMMENT ON COLUMN arp.vlan IS 'Outermost VLAN id; NULL if untagged.';
COMMENT ON COLUMN arp.tunnel_id IS 'Number of the tunnel that it came in (VNI, GRE key, ...: see flows.tunnel_id), since networks in tunnels may use the same addresses; NULL if it came in none, or in one without number.';
COMMENT ON COLUMN arp.answered IS 'Requests and ns: a reply came within three seconds; NULL for others.';
COMMENT ON COLUMN arp.answer_ts IS 'Time of the reply.';
COMMENT ON COLUMN arp.answer_frame IS 'Frame of the reply.';

CREATE TABLE clock_steps (
    direction    clock_step_t NOT NULL,
    step_ns      BIGINT NOT NULL,
    ts_before    TIMESTAMP_NS NOT NULL,
    ts_after     TIMESTAMP_NS NOT NULL,
    frame_before BIGINT NOT NULL,
    frame_after  BIGINT NOT NULL,
    witnesses    INTEGER
);
COMMENT ON TABLE clock_steps IS 'One row per place where the clock of the capture was set, at most the first 1000 (captures.limits_json). Time does not pass so there: durations, pauses and round-trip times across it are wrong by the step.';
COMMENT ON COLUMN clock_steps.direction IS 'back: from a frame on all lie 0.1 s or more before what came earlier; single frames that are late do not count. forward: a pause of a second or more during which the clocks of several hosts, as their TCP time stamps show them, stood still.';
COMMENT ON COLUMN clock_steps.step_ns IS 'How far the clock was set, at least, nanoseconds.';
COMMENT ON COLUMN clock_steps.ts_before IS 'Time of the last frame before, UTC; back: of the newest one.';
COMMENT ON COLUMN clock_steps.ts_after IS 'Time of the first frame after.';
COMMENT ON COLUMN clock_steps.frame_before IS 'Frame of ts_before.';
COMMENT ON COLUMN clock_steps.frame_after IS 'Frame of ts_after.';
COMMENT ON COLUMN clock_steps.witnesses IS 'Hosts whose time stamps prove a step forward; NULL for a step back, which the order of the frames proves.';

CREATE TABLE path_changes (
    flow_id           BIGINT NOT NULL,
    dir               dir_t NOT NULL,
    sender_ip         VARCHAR NOT NULL,
    receiver_ip       VARCHAR NOT NULL,
    changes           BIGINT NOT NULL,
    ts                TIMESTAMP_NS NOT NULL,
    frame             BIGINT NOT NULL,
    ttl_before        UTINYINT NOT NULL,
    ttl_after         UTINYINT NOT NULL,
    pkts_before       BIGINT NOT NULL,
    pkts_after        BIGINT NOT NULL,
    rtt_min_before_ns BIGINT,
    rtt_min_after_ns  BIGINT
);
COMMENT ON TABLE path_changes IS 'One row per direction of a flow whose TTL or hop limit changed: of its changes the one with the most packets on both sides of it (the smaller of the two numbers counts). Probes with rising TTL and answers of several machines are among them.';
COMMENT ON COLUMN path_changes.flow_id IS 'The flow.';
COMMENT ON COLUMN path_changes.dir IS 'orig or resp: who sends.';
COMMENT ON COLUMN path_changes.sender_ip IS 'Address of the sender.';
COMMENT ON COLUMN path_changes.receiver_ip IS 'Address of the receiver.';
COMMENT ON COLUMN path_changes.changes IS 'Times that a packet had another TTL than the one before it.';
COMMENT ON COLUMN path_changes.ts IS 'Time of the first packet after the change, UTC.';
COMMENT ON COLUMN path_changes.frame IS 'Frame of that packet.';
COMMENT ON COLUMN path_changes.ttl_before IS 'TTL before.';
COMMENT ON COLUMN path_changes.ttl_after IS 'TTL after.';
COMMENT ON COLUMN path_changes.pkts_before IS 'Packets with the TTL before, since the change before this one.';
COMMENT ON COLUMN path_changes.pkts_after IS 'Packets with the TTL after, until the next change.';
COMMENT ON COLUMN path_changes.rtt_min_before_ns IS 'Least round-trip time between the capture point and the sender before the change, from data that it acknowledged, nanoseconds; NULL without sample, and for all but TCP.';
COMMENT ON COLUMN path_changes.rtt_min_after_ns IS 'The same after the change.';

CREATE TABLE loops (
    flow_id        BIGINT NOT NULL,
    dir            dir_t NOT NULL,
    sender_ip      VARCHAR NOT NULL,
    receiver_ip    VARCHAR NOT NULL,
    packets        BIGINT NOT NULL,
    sightings      BIGINT NOT NULL,
    most_sightings INTEGER NOT NULL,
    ttl_high       UTINYINT NOT NULL,
    ttl_low        UTINYINT NOT NULL,
    ttl_step       UTINYINT NOT NULL,
    ts_first       TIMESTAMP_NS NOT NULL,
    ts_last        TIMESTAMP_NS NOT NULL,
    frame_first    BIGINT NOT NULL,
    frame_second   BIGINT NOT NULL,
    frame_third    BIGINT NOT NULL
);
COMMENT ON TABLE loops IS 'One row per direction of a flow of which packets passed the same point (the same two hardware addresses on the same device) at least three times, each time with less TTL. The very first passage may be missing in the counts.';
COMMENT ON COLUMN loops.flow_id IS 'The flow.';
COMMENT ON COLUMN loops.dir IS 'orig or resp: who sends.';
COMMENT ON COLUMN loops.sender_ip IS 'Address of the sender.';
COMMENT ON COLUMN loops.receiver_ip IS 'Address of the receiver.';
COMMENT ON COLUMN loops.packets IS 'Packets that came by at least three times. Where two points of the loop are in the capture, each counts.';
COMMENT ON COLUMN loops.sightings IS 'Times that they came by, together.';
COMMENT ON COLUMN loops.most_sightings IS 'Times that one of them came by.';
COMMENT ON COLUMN loops.ttl_high IS 'Highest TTL that one of them had.';
COMMENT ON COLUMN loops.ttl_low IS 'Lowest TTL that one of them had.';
COMMENT ON COLUMN loops.ttl_step IS 'Least difference of TTL from one passage to the next: the number of routers that the loop goes through.';
COMMENT ON COLUMN loops.ts_first IS 'Time of the first passage, UTC.';
COMMENT ON COLUMN loops.ts_last IS 'Time of the last passage.';
COMMENT ON COLUMN loops.frame_first IS 'Frame of the first passage of the first such packet.';
COMMENT ON COLUMN loops.frame_second IS 'Frame of its second passage.';
COMMENT ON COLUMN loops.frame_third IS 'Frame of its third passage.';

CREATE TABLE split_paths (
    flow_id     BIGINT NOT NULL,
    orig_mac    VARCHAR NOT NULL,
    orig_to_mac VARCHAR NOT NULL,
    resp_mac    VARCHAR NOT NULL,
    resp_to_mac VARCHAR NOT NULL
);
COMMENT ON TABLE split_paths IS 'One row per flow, seen in both directions, whose packets went to another hardware address than those of the other direction came from: two routers share the way, or redundant ones stand behind a virtual address. By the first packet of each side.';
COMMENT ON COLUMN split_paths.flow_id IS 'The flow.';
COMMENT ON COLUMN split_paths.orig_mac IS 'Hardware address that the originator''s packets came from.';
COMMENT ON COLUMN split_paths.orig_to_mac IS 'Hardware address that they went to.';
COMMENT ON COLUMN split_paths.resp_mac IS 'Hardware address that the responder''s packets came from.';
COMMENT ON COLUMN split_paths.resp_to_mac IS 'Hardware address that they went to.';

CREATE TABLE tunnels (
    flow_id             BIGINT NOT NULL,
    dir                 dir_t NOT NULL,
    sender_ip           VARCHAR NOT NULL,
    receiver_ip         VARCHAR NOT NULL,
    tunnel              tunnel_t NOT NULL,
    pkts                BIGINT NOT NULL,
    max_ip_length       INTEGER NOT NULL,
    max_frame           BIGINT NOT NULL,
    df_pkts             BIGINT NOT NULL,
    frag_pkts           BIGINT NOT NULL,
    inner_pkts          BIGINT NOT NULL,
    max_inner_ip_length INTEGER,
    min_overhead        INTEGER,
    max_overhead        INTEGER
);
COMMENT ON TABLE tunnels IS 'One row per direction of a flow that is the outside of a tunnel (flows.carries): sizes of its packets and of what is in them.';
COMMENT ON COLUMN tunnels.flow_id IS 'The outer flow.';
COMMENT ON COLUMN tunnels.dir IS 'orig or resp: who sends.';
COMMENT ON COLUMN tunnels.sender_ip IS 'Address of the tunnel''s end that sends.';
COMMENT ON COLUMN tunnels.receiver_ip IS 'Address of the other end.';
COMMENT ON COLUMN tunnels.tunnel IS 'Kind of tunnel, by the last packet.';
COMMENT ON COLUMN tunnels.pkts IS 'Packets that carry something.';
COMMENT ON COLUMN tunnels.max_ip_length IS 'Largest outer IP packet, bytes; of one in fragments its length before it was cut.';
COMMENT ON COLUMN tunnels.max_frame IS 'Frame of the first packet of that length; of one in fragments the frame that completed it.';
COMMENT ON COLUMN tunnels.df_pkts IS 'Packets with Don''t Fragment in the outer header (IPv6: all).';
COMMENT ON COLUMN tunnels.frag_pkts IS 'Packets that arrived in fragments and were reassembled.';
COMMENT ON COLUMN tunnels.inner_pkts IS 'Packets whose inner IP packet could be read.';
COMMENT ON COLUMN tunnels.max_inner_ip_length IS 'Largest inner IP packet, bytes; NULL if none could be read (esp, wireguard).';
COMMENT ON COLUMN tunnels.min_overhead IS 'Least bytes that the tunnel adds to an inner IP packet: length of the outer IP packet less that of the inner one; NULL likewise.';
COMMENT ON COLUMN tunnels.max_overhead IS 'Most bytes that it adds.';

CREATE TABLE hosts (
    ip             VARCHAR NOT NULL,
    mac            VARCHAR,
    ip_version     UTINYINT NOT NULL,
    min_ttl        UTINYINT NOT NULL,
    max_ttl        UTINYINT NOT NULL,
    opened_flows   BIGINT NOT NULL,
    answered_flows BIGINT NOT NULL,
    ts_first       TIMESTAMP_NS NOT NULL,
    ts_last        TIMESTAMP_NS NOT NULL,
    pkts           BIGINT NOT NULL,
    ip_bytes       BIGINT NOT NULL
);
COMMENT ON TABLE hosts IS 'One row per address that sent packets and hardware address that they came from (a router''s, where the host is behind one), at most the first 32,768 (captures.limits_json). Told per flow: by its first packet of each side, and by its last TTL.';
COMMENT ON COLUMN hosts.ip IS 'IP address.';
COMMENT ON COLUMN hosts.mac IS 'Hardware address that its packets came from; NULL where the link layer has none, and in tunnels over IP.';
COMMENT ON COLUMN hosts.ip_version IS '4 or 6.';
COMMENT ON COLUMN hosts.min_ttl IS 'Lowest of the last TTLs of its flows.';
COMMENT ON COLUMN hosts.max_ttl IS 'Highest of the last TTLs of its flows.';
COMMENT ON COLUMN hosts.opened_flows IS 'Flows that it opened.';
COMMENT ON COLUMN hosts.answered_flows IS 'Flows of others in which it sent something.';
COMMENT ON COLUMN hosts.ts_first IS 'Start of its first flow, UTC.';
COMMENT ON COLUMN hosts.ts_last IS 'End of its last flow.';
COMMENT ON COLUMN hosts.pkts IS 'Packets that it sent.';
COMMENT ON COLUMN hosts.ip_bytes IS 'Bytes of these IP packets.';

CREATE TABLE http (
    flow_id          BIGINT NOT NULL,
    txn              INTEGER NOT NULL,
    ts_request       TIMESTAMP_NS,
    ts_request_end   TIMESTAMP_NS,
    ts_response      TIMESTAMP_NS,
    ts_response_end  TIMESTAMP_NS,
    ttfb_ns          BIGINT,
    transfer_ns      BIGINT,
    method           VARCHAR,
    host             VARCHAR,
    uri              VARCHAR,
    request_version  VARCHAR,
    req_bytes        BIGINT,
    user_agent       VARCHAR,
    forwarded_for    VARCHAR,
    upgrade          VARCHAR,
    frame_request    BIGINT,
    status           INTEGER,
    status_class     INTEGER,
    response_version VARCHAR,
    resp_bytes       BIGINT,
    content_length   BIGINT,
    chunked          BOOLEAN NOT NULL,
    body_complete    BOOLEAN,
    server           VARCHAR,
    via              VARCHAR,
    frame_response   BIGINT,
    anomalies        VARCHAR
);
COMMENT ON TABLE http IS 'One row per request of HTTP/1 with its response, or per stream of HTTP/2 (request_version 2: method and status where HPACK''s static table tells them, no other field), read in clear text from the streams of TCP. Columns of the request are NULL where only the response was seen, and the other way round. Texts are as sent, cut to 512 characters.';
COMMENT ON COLUMN http.flow_id IS 'flows.flow_id of the connection.';
COMMENT ON COLUMN http.txn IS 'Number of the request in its connection, from 1.';
COMMENT ON COLUMN http.ts_request IS 'First byte of the request, UTC, at the capture point.';
COMMENT ON COLUMN http.ts_request_end IS 'Last byte of the request; NULL if it was not captured.';
COMMENT ON COLUMN http.ts_response IS 'First byte of the response; interim responses (1xx) do not count.';
COMMENT ON COLUMN http.ts_response_end IS 'Last byte of the response that was seen; NULL if what came last was not captured.';
COMMENT ON COLUMN http.ttfb_ns IS 'From the last byte of the request to the first of the response, nanoseconds: what the server needs, and the round trip behind the capture point. 0 if it answered earlier.';
COMMENT ON COLUMN http.transfer_ns IS 'From the first to the last byte of the response, nanoseconds.';
COMMENT ON COLUMN http.method IS 'GET, POST and so on.';
COMMENT ON COLUMN http.host IS 'Field Host of the request; NULL without one.';
COMMENT ON COLUMN http.uri IS 'Target of the request as in its first line.';
COMMENT ON COLUMN http.request_version IS 'Version that the client speaks, such as 1.1.';
COMMENT ON COLUMN http.req_bytes IS 'Bytes of the request on the wire, head and body, those that were not captured included.';
COMMENT ON COLUMN http.user_agent IS 'Field User-Agent of the request.';
COMMENT ON COLUMN http.forwarded_for IS 'Field X-Forwarded-For of the request: for whom a proxy asks.';
COMMENT ON COLUMN http.upgrade IS 'Field Upgrade of the request: the protocol that the client would rather speak.';
COMMENT ON COLUMN http.frame_request IS 'Frame in which the head of the request ends, where Wireshark shows it.';
COMMENT ON COLUMN http.status IS 'Status code of the response; NULL without a response.';
COMMENT ON COLUMN http.status_class IS 'First digit of the status.';
COMMENT ON COLUMN http.response_version IS 'Version that the server speaks.';
COMMENT ON COLUMN http.resp_bytes IS 'Bytes of the response on the wire, head, body and framing, those that were not captured included.';
COMMENT ON COLUMN http.content_length IS 'Length of the body that the response declares, bytes; NULL if it declares none or an invalid one.';
COMMENT ON COLUMN http.chunked IS 'True if the body of the response comes in chunks.';
COMMENT ON COLUMN http.body_complete IS 'True if the response came whole; false if the connection ended before it did; NULL if the capture does not tell.';
COMMENT ON COLUMN http.server IS 'Field Server of the response.';
COMMENT ON COLUMN http.via IS 'Field Via of the response: proxies that it came through.';
COMMENT ON COLUMN http.frame_response IS 'Frame in which the head of the response ends.';
COMMENT ON COLUMN http.anomalies IS 'Oddities of request and response, comma between: length_and_transfer_encoding, invalid_length, invalid_chunk, long_head, not_http (what followed is none), tls_answer (a TLS record where the response should be); NULL if there are none.';

CREATE TABLE tls (
    flow_id               BIGINT NOT NULL,
    ts                    TIMESTAMP_NS NOT NULL,
    transport             VARCHAR NOT NULL,
    client_dir            dir_t NOT NULL,
    starttls              VARCHAR,
    sni                   VARCHAR,
    versions_offered      VARCHAR[] NOT NULL,
    alpn_offered          VARCHAR[] NOT NULL,
    ciphers_offered       VARCHAR[] NOT NULL,
    groups_offered        VARCHAR[] NOT NULL,
    key_shares            VARCHAR[] NOT NULL,
    ja4                   VARCHAR,
    ch_bytes              INTEGER,
    ech                   BOOLEAN,
    early_data_offered    BOOLEAN,
    version               VARCHAR,
    cipher                VARCHAR,
    group_name            VARCHAR,
    alpn                  VARCHAR,
    hello_retry           BOOLEAN NOT NULL,
    resumed               BOOLEAN NOT NULL,
    established           BOOLEAN NOT NULL,
    ts_client_hello       TIMESTAMP_NS,
    ch_frame              BIGINT,
    ts_server_hello       TIMESTAMP_NS,
    sh_frame              BIGINT,
    ts_flight_end         TIMESTAMP_NS,
    flight_end_frame      BIGINT,
    ts_done               TIMESTAMP_NS,
    done_frame            BIGINT,
    ts_request            TIMESTAMP_NS,
    request_frame         BIGINT,
    ts_response           TIMESTAMP_NS,
    response_frame        BIGINT,
    hs_rtt_ns             BIGINT,
    server_think_ns       BIGINT,
    hs_duration_ns        BIGINT,
    alert_dir             dir_t,
    alert_level           INTEGER,
    alert_code            INTEGER,
    alert_name            VARCHAR,
    alert_encrypted       BOOLEAN,
    ts_alert              TIMESTAMP_NS,
    alert_frame           BIGINT,
    cert_visible          BOOLEAN NOT NULL,
    chain_len             INTEGER,
    client_cert_requested BOOLEAN NOT NULL,
    client_chain_len      INTEGER,
    cert_frame            BIGINT,
    leaf_subject          VARCHAR,
    leaf_issuer           VARCHAR,
    leaf_san              VARCHAR[] NOT NULL,
    leaf_not_before       TIMESTAMP_NS,
    leaf_not_after        TIMESTAMP_NS,
    san_matches_sni       BOOLEAN,
    self_signed           BOOLEAN,
    chain_ordered         BOOLEAN,
    orig_clear_text       VARCHAR,
    resp_clear_text       VARCHAR,
    anomalies             VARCHAR
);
COMMENT ON TABLE tls IS 'One row per connection on which a hello of TLS was seen, over TCP or QUIC. Read without keys: what is encrypted is told by lengths and times alone, and what it hides is NULL.';
COMMENT ON COLUMN tls.flow_id IS 'flows.flow_id of the connection.';
COMMENT ON COLUMN tls.ts IS 'First sign of the handshake, UTC: ClientHello, ServerHello or alert.';
COMMENT ON COLUMN tls.transport IS 'tcp or quic. Of QUIC (versions 1 and 2) both hellos are read, whose protection anybody can take off; all that follows them is hidden.';
COMMENT ON COLUMN tls.client_dir IS 'Who speaks as TLS client: orig, or resp where the server side of TCP does (active FTP), or where the originator was guessed wrong.';
COMMENT ON COLUMN tls.starttls IS 'Protocol whose command in clear changed the connection to TLS: smtp, imap, pop3, ftp, ldap, xmpp, postgresql, mysql, http, rdp; starttls where that command came but the protocol is not known; NULL if the connection began with TLS.';
COMMENT ON COLUMN tls.sni IS 'Host name that the client asks for (server_name), in lower case; NULL if it names none.';
COMMENT ON COLUMN tls.versions_offered IS 'Versions that the client offers, its favourite first, GREASE left out; of older clients the highest alone.';
COMMENT ON COLUMN tls.alpn_offered IS 'Application protocols that the client offers (ALPN), such as h2.';
COMMENT ON COLUMN tls.ciphers_offered IS 'Cipher suites that the client offers, by their IANA names, GREASE left out.';
COMMENT ON COLUMN tls.groups_offered IS 'Groups for the key exchange that the client supports, GREASE left out.';
COMMENT ON COLUMN tls.key_shares IS 'Groups for which the first ClientHello brings a key already.';
COMMENT ON COLUMN tls.ja4 IS 'JA4 fingerprint of the client''s TLS library; NULL without a ClientHello, or for one in the form of SSLv2.';
COMMENT ON COLUMN tls.ch_bytes IS 'Bytes of the first ClientHello, its head included. Above the MTU it needs several segments, which some middleboxes do not bear.';
COMMENT ON COLUMN tls.ech IS 'True if the true ClientHello may be inside, encrypted (ECH, or a client that pretends): then sni is that of a front.';
COMMENT ON COLUMN tls.early_data_offered IS 'True if the client announces data before the server''s answer (0-RTT).';
COMMENT ON COLUMN tls.version IS 'Version that the server chose, such as TLS 1.3; NULL without a ServerHello.';
COMMENT ON COLUMN tls.cipher IS 'Cipher suite that the server chose, by its IANA name.';
COMMENT ON COLUMN tls.group_name IS 'Group of the key exchange; NULL if it is not seen, or the key exchange needs none.';
COMMENT ON COLUMN tls.alpn IS 'Application protocol that the server chose; NULL in TLS 1.3, which hides it.';
COMMENT ON COLUMN tls.hello_retry IS 'True if the server asked for another ClientHello: one round trip more.';
COMMENT ON COLUMN tls.resumed IS 'True if an earlier session was taken up: then no certificate is sent.';
COMMENT ON COLUMN tls.established IS 'True if both sides were seen to finish the handshake; in TLS 1.3 the client alone, as its Finished comes last. Always false for QUIC, which hides it.';
COMMENT ON COLUMN tls.ts_client_hello IS 'Last byte of the first ClientHello, at the capture point.';
COMMENT ON COLUMN tls.ch_frame IS 'Frame with that byte, where Wireshark shows the message.';
COMMENT ON COLUMN tls.ts_server_hello IS 'Last byte of the ServerHello; of a HelloRetryRequest while no other came.';
COMMENT ON COLUMN tls.sh_frame IS 'Frame with that byte.';
COMMENT ON COLUMN tls.ts_flight_end IS 'Last byte of what the server sends before it waits for the client: ServerHelloDone, its Finished in a resumed session, in TLS 1.3 its last encrypted record before the client''s first.';
COMMENT ON COLUMN tls.flight_end_frame IS 'Frame with that byte.';
COMMENT ON COLUMN tls.ts_done IS 'Last byte of the later Finished: the server''s up to TLS 1.2, the client''s in a resumed session and in TLS 1.3, where it is told by its length.';
COMMENT ON COLUMN tls.done_frame IS 'Frame with that byte.';
COMMENT ON COLUMN tls.ts_request IS 'Last byte of the client''s first record of data; in TLS 1.3 the first behind its Finished. Early data count.';
COMMENT ON COLUMN tls.request_frame IS 'Frame with that byte.';
COMMENT ON COLUMN tls.ts_response IS 'Last byte of the server''s first record of data behind the request. In TLS 1.3 session tickets look like data: they are told by their equal lengths, or by coming at once before a pause; a mistake costs at most the 5 ms that count as at once.';
COMMENT ON COLUMN tls.response_frame IS 'Frame with that byte.';
COMMENT ON COLUMN tls.hs_rtt_ns IS 'From the ClientHello to the ServerHello, nanoseconds.';
COMMENT ON COLUMN tls.server_think_ns IS 'The same without the round trip from the capture point to the server, as the handshake of TCP shows it: what the server needs. NULL where that was not seen.';
COMMENT ON COLUMN tls.hs_duration_ns IS 'From the ClientHello to ts_done, nanoseconds.';
COMMENT ON COLUMN tls.alert_dir IS 'Who sent the gravest alert seen, of those the first; only what comes before the first request and response is read.';
COMMENT ON COLUMN tls.alert_level IS '1 warning, 2 fatal; NULL if there is no alert or it is encrypted.';
COMMENT ON COLUMN tls.alert_code IS 'Description of the alert, RFC 8446 6; NULL if there is none or it is encrypted.';
COMMENT ON COLUMN tls.alert_name IS 'The same in words, such as unknown_ca.';
COMMENT ON COLUMN tls.alert_encrypted IS 'True if the alert is encrypted, so that its reason is hidden: in TLS 1.3 a record of an alert''s size where nothing else of that size is expected. NULL without an alert.';
COMMENT ON COLUMN tls.ts_alert IS 'When the alert was seen.';
COMMENT ON COLUMN tls.alert_frame IS 'Frame of the alert.';
COMMENT ON COLUMN tls.cert_visible IS 'True if the server''s certificates were seen: never in TLS 1.3 and QUIC, which hide them, nor in resumed sessions.';
COMMENT ON COLUMN tls.chain_len IS 'Certificates that the server sent; NULL if their message was not seen.';
COMMENT ON COLUMN tls.client_cert_requested IS 'True if the server was seen to ask for a certificate of the client (before TLS 1.3).';
COMMENT ON COLUMN tls.client_chain_len IS 'Certificates that the client sent, 0 if it has none; NULL if no such message was seen.';
COMMENT ON COLUMN tls.cert_frame IS 'Frame with the last byte of the server''s certificates.';
COMMENT ON COLUMN tls.leaf_subject IS 'Subject of the server''s own certificate, RFC 2253.';
COMMENT ON COLUMN tls.leaf_issuer IS 'Its issuer.';
COMMENT ON COLUMN tls.leaf_san IS 'Names and addresses that it is for (subjectAltName).';
COMMENT ON COLUMN tls.leaf_not_before IS 'Begin of its validity.';
COMMENT ON COLUMN tls.leaf_not_after IS 'End of its validity; compare it with ts, the time of the capture.';
COMMENT ON COLUMN tls.san_matches_sni IS 'True if it is for the name that the client asked for (RFC 9525; the common name counts where there is no other); NULL if either is not known.';
COMMENT ON COLUMN tls.self_signed IS 'True if it is signed by its own key.';
COMMENT ON COLUMN tls.chain_ordered IS 'True if each certificate of the chain names the next one as its issuer.';
COMMENT ON COLUMN tls.orig_clear_text IS 'First line that the originator said in clear where TLS was spoken or expected; not what precedes a change to TLS by command.';
COMMENT ON COLUMN tls.resp_clear_text IS 'The same of the responder, such as HTTP/1.1 400 Bad Request: an answer in clear to a ClientHello.';
COMMENT ON COLUMN tls.anomalies IS 'Oddities, comma between: malformed_client_hello, malformed_server_hello, malformed_certificate, message_too_long, not_a_record (behind a record stands what is none), missing_bytes (the capture lacks a part of the handshake); NULL if there are none.';

CREATE TABLE certificates (
    flow_id             BIGINT NOT NULL,
    ts                  TIMESTAMP_NS NOT NULL,
    frame               BIGINT NOT NULL,
    dir                 dir_t NOT NULL,
    position            INTEGER NOT NULL,
    subject             VARCHAR,
    issuer              VARCHAR,
    serial              VARCHAR,
    san                 VARCHAR[] NOT NULL,
    not_before          TIMESTAMP_NS,
    not_after           TIMESTAMP_NS,
    key_type            VARCHAR,
    key_bits            INTEGER,
    signature_algorithm VARCHAR,
    is_ca               BOOLEAN NOT NULL,
    self_signed         BOOLEAN NOT NULL,
    ca_issuers_url      VARCHAR,
    sha256              VARCHAR NOT NULL,
    malformed           BOOLEAN NOT NULL
);
COMMENT ON TABLE certificates IS 'One row per certificate that was sent in clear: before TLS 1.3, in full handshakes.';
COMMENT ON COLUMN certificates.flow_id IS 'flows.flow_id of the connection.';
COMMENT ON COLUMN certificates.ts IS 'Last byte of the message with the certificates, UTC.';
COMMENT ON COLUMN certificates.frame IS 'Frame with that byte.';
COMMENT ON COLUMN certificates.dir IS 'Who sent it.';
COMMENT ON COLUMN certificates.position IS 'Place in the chain, from 0: the sender''s own.';
COMMENT ON COLUMN certificates.subject IS 'Who it is for, RFC 2253; NULL if empty.';
COMMENT ON COLUMN certificates.issuer IS 'Who signed it.';
COMMENT ON COLUMN certificates.serial IS 'Serial number, hexadecimal.';
COMMENT ON COLUMN certificates.san IS 'Names and addresses that it is for (subjectAltName), at most 100 of each.';
COMMENT ON COLUMN certificates.not_before IS 'Begin of its validity, UTC.';
COMMENT ON COLUMN certificates.not_after IS 'End of its validity; later than 2262 is cut to that.';
COMMENT ON COLUMN certificates.key_type IS 'Algorithm of its key, such as RSA or EC.';
COMMENT ON COLUMN certificates.key_bits IS 'Size of its key; NULL if not known.';
COMMENT ON COLUMN certificates.signature_algorithm IS 'How it is signed, such as SHA256withRSA.';
COMMENT ON COLUMN certificates.is_ca IS 'True if it may issue certificates.';
COMMENT ON COLUMN certificates.self_signed IS 'True if it is signed by its own key: a root, or a certificate that nobody vouches for.';
COMMENT ON COLUMN certificates.ca_issuers_url IS 'Where its issuer''s certificate is to be had (authorityInfoAccess); NULL if it does not say.';
COMMENT ON COLUMN certificates.sha256 IS 'Fingerprint, hexadecimal.';
COMMENT ON COLUMN certificates.malformed IS 'True if it does not parse: then only the fingerprint is known.';

CREATE TABLE requests (
    flow_id        BIGINT NOT NULL,
    txn            INTEGER NOT NULL,
    kind           request_t NOT NULL,
    client_ip      VARCHAR NOT NULL,
    server_ip      VARCHAR NOT NULL,
    server_port    INTEGER NOT NULL,
    host           VARCHAR,
    what           VARCHAR,
    status         INTEGER,
    ts             TIMESTAMP_NS NOT NULL,
    ts_end         TIMESTAMP_NS NOT NULL,
    dns_ns         BIGINT,
    connect_ns     BIGINT,
    tls_ns         BIGINT,
    send_ns        BIGINT NOT NULL,
    wait_ns        BIGINT,
    transfer_ns    BIGINT,
    total_ns       BIGINT NOT NULL,
    stall_ns       BIGINT NOT NULL,
    window_ns      BIGINT NOT NULL,
    path_ns        BIGINT NOT NULL,
    slowest        part_t NOT NULL,
    layer          layer_t NOT NULL,
    frame_request  BIGINT NOT NULL,
    frame_response BIGINT
);
COMMENT ON TABLE requests IS 'Where the time of each request went, as seen at the capture point: a row per HTTP/1 request in clear text (http), per request within TLS as its records show (tls), and per turn of any other TCP connection (tcp). The parts that lead to a connection (dns, connect, tls) belong to its first request. Of pipelined or multiplexed requests within TLS several are one row.';
COMMENT ON COLUMN requests.flow_id IS 'The connection.';
COMMENT ON COLUMN requests.txn IS 'Number of the request in its connection, from 1; of http that of table http.';
COMMENT ON COLUMN requests.kind IS 'http, tls, or tcp: what tells the requests apart.';
COMMENT ON COLUMN requests.client_ip IS 'Who asks.';
COMMENT ON COLUMN requests.server_ip IS 'Who is asked.';
COMMENT ON COLUMN requests.server_port IS 'TCP port.';
COMMENT ON COLUMN requests.host IS 'Name that the request or its connection asks for: Host, SNI, or the name whose lookup led to it; NULL if none was seen.';
COMMENT ON COLUMN requests.what IS 'Method and target; NULL where they are not visible.';
COMMENT ON COLUMN requests.status IS 'HTTP status; NULL where it is not visible or none came.';
COMMENT ON COLUMN requests.ts IS 'Begin of the first part, UTC: of the lookup or the SYN for the first request of a connection, else of the request.';
COMMENT ON COLUMN requests.ts_end IS 'Last byte of the response; of the request where no response was seen.';
COMMENT ON COLUMN requests.dns_ns IS 'Lookup of the name, with its repetitions, whose answer holds the address and was not used before: from the query to the last answer before the SYN, nanoseconds. NULL if no lookup led to it.';
COMMENT ON COLUMN requests.connect_ns IS 'From the first SYN to the acknowledgement of the SYN-ACK, nanoseconds; NULL for later requests, or if the handshake was not seen.';
COMMENT ON COLUMN requests.tls_ns IS 'From the ClientHello to the last Finished, nanoseconds; NULL for later requests and without TLS.';
COMMENT ON COLUMN requests.send_ns IS 'From the first to the last byte of the request, nanoseconds.';
COMMENT ON COLUMN requests.wait_ns IS 'From the last byte of the request to the first of the response, nanoseconds; NULL if no response was seen.';
COMMENT ON COLUMN requests.transfer_ns IS 'From the first to the last byte of the response, nanoseconds.';
COMMENT ON COLUMN requests.total_ns IS 'Sum of the parts, nanoseconds: pauses of the client between them do not count.';
COMMENT ON COLUMN requests.stall_ns IS 'Of all that: time in which a stream stood still until lost bytes were sent again, SYNs included, nanoseconds.';
COMMENT ON COLUMN requests.window_ns IS 'Of all that: time in which a stream stood still because the receiver had closed its window, nanoseconds.';
COMMENT ON COLUMN requests.path_ns IS 'Of all that: round trips that the protocols need, by the round-trip time of the handshake, nanoseconds: one to connect, one or two for TLS, one for the answer. 0 where the handshake was not seen.';
COMMENT ON COLUMN requests.slowest IS 'The part that took longest.';
COMMENT ON COLUMN requests.layer IS 'Layer that owns most of the time: network (round trips), transport (stalls by loss, and the transfer itself), tls (the handshake without its round trips), application (name servers, the server''s own time, closed windows).';
COMMENT ON COLUMN requests.frame_request IS 'Frame of the request.';
COMMENT ON COLUMN requests.frame_response IS 'Frame of the response; NULL if none was seen.';

CREATE TABLE dhcp (
    ts           TIMESTAMP_NS NOT NULL,
    frame        BIGINT NOT NULL,
    flow_id      BIGINT NOT NULL,
    ip_version   UTINYINT NOT NULL,
    src          VARCHAR NOT NULL,
    dst          VARCHAR NOT NULL,
    vlan         USMALLINT,
    kind         dhcp_t NOT NULL,
    from_server  BOOLEAN NOT NULL,
    xid          BIGINT NOT NULL,
    client_mac   VARCHAR,
    secs         INTEGER NOT NULL,
    hops         INTEGER NOT NULL,
    relay        VARCHAR,
    client_ip    VARCHAR,
    given_ip     VARCHAR,
    requested_ip VARCHAR,
    server_id    VARCHAR,
    lease_secs   BIGINT,
    status       INTEGER
);
COMMENT ON TABLE dhcp IS 'One row per message of DHCPv4 (RFC 2131, UDP ports 67 and 68) and DHCPv6 (RFC 8415, UDP ports 546 and 547). What relays put around a DHCPv6 message is opened. A message of which the snaplen left less than the fixed fields has no row; cut options are absent.';
COMMENT ON COLUMN dhcp.ts IS 'Time, UTC.';
COMMENT ON COLUMN dhcp.frame IS 'Frame number.';
COMMENT ON COLUMN dhcp.flow_id IS 'Flow of the datagram.';
COMMENT ON COLUMN dhcp.ip_version IS '4 (DHCPv4) or 6 (DHCPv6).';
COMMENT ON COLUMN dhcp.src IS 'Source address of the datagram: 0.0.0.0 of a client without address, or that of the relay next before this point.';
COMMENT ON COLUMN dhcp.dst IS 'Destination address of the datagram.';
COMMENT ON COLUMN dhcp.vlan IS 'Outermost VLAN id; NULL if untagged.';
COMMENT ON COLUMN dhcp.kind IS 'DHCPv4: discover, offer, request, decline, ack, nak, release, inform, bootp (no message type: BOOTP, or the snaplen cut it). DHCPv6: solicit, advertise, request, confirm, renew, rebind, reply, release, decline, reconfigure, information_request. other for message types of neither.';
COMMENT ON COLUMN dhcp.from_server IS 'A server says it: DHCPv4 by the field op, DHCPv6 by the kind.';
COMMENT ON COLUMN dhcp.xid IS 'Transaction id: 32 bits of DHCPv4, 24 of DHCPv6. An answer repeats that of its question.';
COMMENT ON COLUMN dhcp.client_mac IS 'Hardware address of the client: chaddr of DHCPv4, or the one inside the client''s identifier of DHCPv6, which may be that of another of its cards; NULL if the message has none of Ethernet.';
COMMENT ON COLUMN dhcp.secs IS 'Seconds since the client began to ask, as it claims; many clients leave it 0.';
COMMENT ON COLUMN dhcp.hops IS 'Relays on the way: the field hops of DHCPv4, which not every relay counts up; messages around this one of DHCPv6.';
COMMENT ON COLUMN dhcp.relay IS 'Address of the relay at the client''s network: giaddr of DHCPv4, link address of DHCPv6 as the relay next to the client tells; NULL if no relay has handled the message.';
COMMENT ON COLUMN dhcp.client_ip IS 'Address that the client has already (ciaddr); NULL if none, and of DHCPv6.';
COMMENT ON COLUMN dhcp.given_ip IS 'Address that the server offers or confirms (yiaddr), or the first that a DHCPv6 message names; NULL if none.';
COMMENT ON COLUMN dhcp.requested_ip IS 'Address that the client asks for (option 50); NULL if none, and of DHCPv6.';
COMMENT ON COLUMN dhcp.server_id IS 'Server that the message is from or for (option 54); NULL if none, and of DHCPv6.';
COMMENT ON COLUMN dhcp.lease_secs IS 'Lease, seconds (DHCPv6: valid lifetime); 4294967295 is for ever. NULL if the message names none.';
COMMENT ON COLUMN dhcp.status IS 'Highest status code of a DHCPv6 message: 0 success, 2 no addresses available, 3 no binding, 4 not on this link; NULL if none, and of DHCPv4.';

CREATE TABLE dns (
    flow_id            BIGINT NOT NULL,
    kind               dns_kind_t NOT NULL,
    transport          proto_t NOT NULL,
    ts_query           TIMESTAMP_NS,
    ts_last_query      TIMESTAMP_NS,
    ts_response        TIMESTAMP_NS,
    rtt_ns             BIGINT,
    client_ip          VARCHAR NOT NULL,
    resolver_ip        VARCHAR NOT NULL,
    resolver_port      INTEGER NOT NULL,
    trans_id           INTEGER NOT NULL,
    opcode             INTEGER NOT NULL,
    query              VARCHAR,
    qtype              INTEGER,
    qtype_name         VARCHAR,
    qclass             INTEGER,
    question_count     INTEGER NOT NULL,
    answered           BOOLEAN,
    rcode              INTEGER,
    rcode_name         VARCHAR,
    attempts           INTEGER NOT NULL,
    aa                 BOOLEAN,
    tc                 BOOLEAN,
    rd                 BOOLEAN,
    ra                 BOOLEAN,
    ad                 BOOLEAN,
    edns_size          INTEGER,
    response_edns_size INTEGER,
    answer_count       INTEGER,
    answer_types       VARCHAR[] NOT NULL,
    answers            VARCHAR[] NOT NULL,
    ttls               BIGINT[] NOT NULL,
    query_bytes        INTEGER,
    response_bytes     INTEGER,
    frame_query        BIGINT,
    frame_response     BIGINT,
    anomalies          VARCHAR[] NOT NULL
);
COMMENT ON TABLE dns IS 'One row per DNS transaction: a query, sent once or several times in its flow, with its answer; also a query without answer, and an answer whose query was not seen. DNS over UDP and TCP on port 53, and on other ports where a flawless query met its answer; mDNS (RFC 6762) and LLMNR (RFC 4795) have a row per message, since their answers go other ways. A message whose header was not captured has no row.';
COMMENT ON COLUMN dns.flow_id IS 'Flow of the messages.';
COMMENT ON COLUMN dns.kind IS 'dns, mdns (port 5353) or llmnr (port 5355).';
COMMENT ON COLUMN dns.transport IS 'udp or tcp.';
COMMENT ON COLUMN dns.ts_query IS 'Time of the query, of the first where it was sent again, UTC; NULL if it was not seen.';
COMMENT ON COLUMN dns.ts_last_query IS 'Time of the last query before the answer; NULL if none was seen.';
COMMENT ON COLUMN dns.ts_response IS 'Time of the answer; NULL if none was seen.';
COMMENT ON COLUMN dns.rtt_ns IS 'From the first query to the answer, nanoseconds, as seen at the capture point; NULL unless both were seen. With more than one attempt it holds the time that the client waited before it asked again.';
COMMENT ON COLUMN dns.client_ip IS 'Address that asks, or to which the answer goes.';
COMMENT ON COLUMN dns.resolver_ip IS 'Address that is asked, or that answers; of mdns and llmnr often the group.';
COMMENT ON COLUMN dns.resolver_port IS 'Its port.';
COMMENT ON COLUMN dns.trans_id IS 'Id that query and answer share.';
COMMENT ON COLUMN dns.opcode IS '0 query, 4 notify, 5 update.';
COMMENT ON COLUMN dns.query IS 'Name in the first question, upper and lower case as sent, escaped as in zone files (RFC 1035 5.1), without the dot at the end; a single dot is the root. NULL if the message has no question or it was not captured.';
COMMENT ON COLUMN dns.qtype IS 'Type asked for; NULL without question.';
COMMENT ON COLUMN dns.qtype_name IS 'Mnemonic of it, TYPE and the number if it has none; NULL without question.';
COMMENT ON COLUMN dns.qclass IS 'Class asked for, 1 is the Internet; NULL without question.';
COMMENT ON COLUMN dns.question_count IS 'Questions as the header counts them.';
COMMENT ON COLUMN dns.answered IS 'An answer was seen. NULL for queries of mdns and llmnr, whose answers go other ways or need not come.';
COMMENT ON COLUMN dns.rcode IS 'Response code, of 12 bits with EDNS: 0 no error, 2 server failure, 3 name error, 5 refused; NULL without answer.';
COMMENT ON COLUMN dns.rcode_name IS 'Mnemonic of it, RCODE and the number if it has none; NULL without answer.';
COMMENT ON COLUMN dns.attempts IS 'How often the query (same id, name and type) was seen in the flow before its answer; 0 if only the answer was.';
COMMENT ON COLUMN dns.aa IS 'The answer is authoritative; NULL without answer.';
COMMENT ON COLUMN dns.tc IS 'The answer is truncated: the client has to ask again by TCP; NULL without answer.';
COMMENT ON COLUMN dns.rd IS 'The query wants recursion, or the answer says that it did.';
COMMENT ON COLUMN dns.ra IS 'The server offers recursion; NULL without answer.';
COMMENT ON COLUMN dns.ad IS 'The server has verified the data by DNSSEC; NULL without answer.';
COMMENT ON COLUMN dns.edns_size IS 'Size of UDP payload that the asker can take (RFC 6891), bytes; NULL without EDNS or if the query was not seen.';
COMMENT ON COLUMN dns.response_edns_size IS 'The same of the server; NULL without EDNS or answer.';
COMMENT ON COLUMN dns.answer_count IS 'Records in the answer section as the header counts them; NULL without answer.';
COMMENT ON COLUMN dns.answer_types IS 'Mnemonics of the types of the first 64 of these records; as answers.';
COMMENT ON COLUMN dns.answers IS 'Data of the first 64 of these records: addresses in canonical text, names as in query, MX, SRV and the first string of TXT as in zone files; of other types only their length. Empty without answer.';
COMMENT ON COLUMN dns.ttls IS 'Times to live of these records, seconds; as answers.';
COMMENT ON COLUMN dns.query_bytes IS 'Length of the query message, bytes; NULL if it was not seen.';
COMMENT ON COLUMN dns.response_bytes IS 'Length of the answer message, bytes; NULL without answer.';
COMMENT ON COLUMN dns.frame_query IS 'Frame of the first query; NULL if it was not seen.';
COMMENT ON COLUMN dns.frame_response IS 'Frame in which the answer was complete; NULL without answer.';
COMMENT ON COLUMN dns.anomalies IS 'Oddities of both messages: clipped, count_beyond_message, name_pointer, name_too_long, label_type, record_data, opt_misused, trailing_bytes, question_mismatch, duplicate_answer, gave_way (too many queries were under way to wait for the answer), stream_gap (missing bytes may hold the answer). Empty if none.';

CREATE TABLE intervals (
    ts          TIMESTAMP_NS NOT NULL,
    pkts        BIGINT NOT NULL,
    bytes       BIGINT NOT NULL,
    tcp_pkts    BIGINT NOT NULL,
    udp_pkts    BIGINT NOT NULL,
    new_flows   BIGINT NOT NULL,
    syn         BIGINT NOT NULL,
    synack      BIGINT NOT NULL,
    fin         BIGINT NOT NULL,
    rst         BIGINT NOT NULL,
    retrans     BIGINT NOT NULL,
    dup_ack     BIGINT NOT NULL,
    zero_win    BIGINT NOT NULL,
    icmp_errors BIGINT NOT NULL
);
COMMENT ON TABLE intervals IS 'One row per second with traffic. Sum by ts: a second may have two rows where time ran backwards.';
COMMENT ON COLUMN intervals.ts IS 'Start of the second, UTC.';
COMMENT ON COLUMN intervals.pkts IS 'Frames.';
COMMENT ON COLUMN intervals.bytes IS 'Original lengths, bytes.';
COMMENT ON COLUMN intervals.tcp_pkts IS 'TCP segments.';
COMMENT ON COLUMN intervals.udp_pkts IS 'UDP datagrams.';
COMMENT ON COLUMN intervals.new_flows IS 'Flows that begin.';
COMMENT ON COLUMN intervals.syn IS 'SYNs without ACK.';
COMMENT ON COLUMN intervals.synack IS 'SYN-ACKs.';
COMMENT ON COLUMN intervals.fin IS 'FINs.';
COMMENT ON COLUMN intervals.rst IS 'RSTs.';
COMMENT ON COLUMN intervals.retrans IS 'Segments sent again for real.';
COMMENT ON COLUMN intervals.dup_ack IS 'Duplicate ACKs.';
COMMENT ON COLUMN intervals.zero_win IS 'Segments that close a window.';
COMMENT ON COLUMN intervals.icmp_errors IS 'ICMP and ICMPv6 errors.';

-- What rules list flows with. Where there are millions, the analyzer has them give the lowest only (rules/README.md).
CREATE MACRO flow_list(id) AS list(id ORDER BY id) FILTER (WHERE id IS NOT NULL);
CREATE MACRO flow_set(id) AS list(DISTINCT id ORDER BY id) FILTER (WHERE id IS NOT NULL);
COMMENT ON MACRO flow_list IS 'Aggregate: ids in ascending order; NULL if there are none.';
COMMENT ON MACRO flow_set IS 'As flow_list, each id once.';

CREATE TABLE findings (
    finding_id      VARCHAR NOT NULL,
    rule            VARCHAR NOT NULL,
    title           VARCHAR NOT NULL,
    layer           layer_t NOT NULL,
    severity        severity_t NOT NULL,
    confidence      DOUBLE NOT NULL,
    confidence_why  VARCHAR[] NOT NULL,
    status          finding_status_t NOT NULL,
    explained_by    VARCHAR,
    because         VARCHAR,
    summary         VARCHAR NOT NULL,
    clients         VARCHAR[] NOT NULL,
    servers         VARCHAR[] NOT NULL,
    service         VARCHAR,
    ts_start        TIMESTAMP_NS NOT NULL,
    ts_end          TIMESTAMP_NS NOT NULL,
    flow_ids        BIGINT[] NOT NULL,
    flow_count      BIGINT NOT NULL,
    metrics_json    VARCHAR NOT NULL,
    evidence_frames BIGINT[] NOT NULL
);
COMMENT ON TABLE findings IS 'One row per hit of a rule, with its fate in the diagnosis.';
COMMENT ON COLUMN findings.finding_id IS 'Rule id and number.';
COMMENT ON COLUMN findings.rule IS 'Rule id.';
COMMENT ON COLUMN findings.title IS 'Title of the rule.';
COMMENT ON COLUMN findings.layer IS 'Layer of the rule.';
COMMENT ON COLUMN findings.severity IS 'info, low, medium, high, critical.';
COMMENT ON COLUMN findings.confidence IS '0 to 1: what the rule holds, less what weakens it.';
COMMENT ON COLUMN findings.confidence_why IS 'What lowers the confidence, a clause each, the strongest first; empty if nothing does.';
COMMENT ON COLUMN findings.status IS 'incident, symptom (explained by another, or part of it), note (severity info: worth knowing, hurts nobody), withdrawn (the capture may have faked it), quality (layer capture).';
COMMENT ON COLUMN findings.explained_by IS 'Finding that explains or withdraws this one; NULL if none.';
COMMENT ON COLUMN findings.because IS 'Why, one sentence; NULL if the finding stands.';
COMMENT ON COLUMN findings.summary IS 'One sentence.';
COMMENT ON COLUMN findings.clients IS 'Addresses that opened the flows.';
COMMENT ON COLUMN findings.servers IS 'Addresses that were asked.';
COMMENT ON COLUMN findings.service IS 'Protocol and port; NULL if not about one service.';
COMMENT ON COLUMN findings.ts_start IS 'First sign.';
COMMENT ON COLUMN findings.ts_end IS 'Last sign.';
COMMENT ON COLUMN findings.flow_ids IS 'Flows concerned, ascending; of more than 10,000 the first.';
COMMENT ON COLUMN findings.flow_count IS 'Number of flows concerned, those that flow_ids leaves out included.';
COMMENT ON COLUMN findings.metrics_json IS 'The rule''s numbers as a JSON object.';
COMMENT ON COLUMN findings.evidence_frames IS 'Deciding frames.';

CREATE TABLE incidents (
    incident_id      INTEGER NOT NULL,
    finding_id       VARCHAR NOT NULL,
    rule             VARCHAR NOT NULL,
    title            VARCHAR NOT NULL,
    layer            layer_t NOT NULL,
    severity         severity_t NOT NULL,
    confidence       DOUBLE NOT NULL,
    confidence_why   VARCHAR[] NOT NULL,
    summary          VARCHAR NOT NULL,
    root_cause       VARCHAR NOT NULL,
    fix              VARCHAR[] NOT NULL,
    verify           VARCHAR[] NOT NULL,
    lesson           VARCHAR NOT NULL,
    clients          VARCHAR[] NOT NULL,
    servers          VARCHAR[] NOT NULL,
    service          VARCHAR,
    ts_start         TIMESTAMP_NS NOT NULL,
    ts_end           TIMESTAMP_NS NOT NULL,
    flow_count       BIGINT NOT NULL,
    symptom_ids      VARCHAR[] NOT NULL,
    wireshark_filter VARCHAR NOT NULL
);
COMMENT ON TABLE incidents IS 'One row per incident, gravest first: what the findings amount to.';
COMMENT ON COLUMN incidents.incident_id IS 'Number from 1, gravest first.';
COMMENT ON COLUMN incidents.finding_id IS 'The finding at its root.';
COMMENT ON COLUMN incidents.rule IS 'Rule id.';
COMMENT ON COLUMN incidents.title IS 'Title.';
COMMENT ON COLUMN incidents.layer IS 'Layer that broke.';
COMMENT ON COLUMN incidents.severity IS 'info, low, medium, high, critical.';
COMMENT ON COLUMN incidents.confidence IS '0 to 1: what the rule holds, less what weakens it.';
COMMENT ON COLUMN incidents.confidence_why IS 'What lowers the confidence, a clause each, the strongest first; empty if nothing does.';
COMMENT ON COLUMN incidents.summary IS 'What happened.';
COMMENT ON COLUMN incidents.root_cause IS 'Why.';
COMMENT ON COLUMN incidents.fix IS 'What mends it.';
COMMENT ON COLUMN incidents.verify IS 'How to check that.';
COMMENT ON COLUMN incidents.lesson IS 'What to remember.';
COMMENT ON COLUMN incidents.clients IS 'Addresses that opened the flows.';
COMMENT ON COLUMN incidents.servers IS 'Addresses that were asked.';
COMMENT ON COLUMN incidents.service IS 'Protocol and port; NULL if not about one service.';
COMMENT ON COLUMN incidents.ts_start IS 'Since when.';
COMMENT ON COLUMN incidents.ts_end IS 'Last sign.';
COMMENT ON COLUMN incidents.flow_count IS 'Flows concerned.';
COMMENT ON COLUMN incidents.symptom_ids IS 'Findings that this incident explains.';
COMMENT ON COLUMN incidents.wireshark_filter IS 'Display filter that shows it.';

CREATE VIEW dns_lookups AS
WITH queries AS (
    SELECT
        *,
        lower(query) AS name,
        answered AND rcode IN (0, 3) AND NOT tc AS settled
    FROM dns
    WHERE kind = 'dns'
        AND opcode = 0
        AND ts_query IS NOT NULL
        AND query IS NOT NULL
),
marked AS (
    SELECT
        *,
        lag(ts_last_query) OVER earlier AS ts_before,
        max(CASE WHEN settled THEN ts_response END) OVER (earlier ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ts_settled
    FROM queries
    WINDOW earlier AS (PARTITION BY client_ip, name, qtype, qclass ORDER BY ts_query, frame_query)
),
numbered AS (
    SELECT
        *,
        sum(CASE
            WHEN ts_before IS NULL OR ts_query > ts_before + INTERVAL 15 SECOND OR (ts_settled >= ts_before AND ts_settled <= ts_query) THEN 1
            ELSE 0
        END) OVER (PARTITION BY client_ip, name, qtype, qclass ORDER BY ts_query, frame_query) AS lookup
    FROM marked
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY client_ip, name, qtype, qclass, lookup
            ORDER BY coalesce(settled, false) DESC, CASE WHEN settled THEN ts_response END, answered DESC, ts_response DESC, frame_query DESC
        ) = 1 AS is_final
    FROM numbered
)
SELECT
    client_ip,
    name AS query,
    qtype,
    any_value(qtype_name) AS qtype_name,
    min(ts_query) AS ts_query,
    max(ts_last_query) AS ts_last_query,
    any_value(ts_response) FILTER (WHERE is_final) AS ts_response,
    epoch_ns(any_value(ts_response) FILTER (WHERE is_final)) - epoch_ns(min(ts_query)) AS total_ns,
    sum(attempts)::BIGINT AS attempts,
    list_distinct(list(resolver_ip ORDER BY ts_query)) AS resolvers,
    list(flow_id ORDER BY ts_query) AS flow_ids,
    bool_or(answered) AS answered,
    any_value(resolver_ip) FILTER (WHERE is_final AND answered) AS resolver_ip,
    any_value(rcode) FILTER (WHERE is_final) AS rcode,
    any_value(rcode_name) FILTER (WHERE is_final) AS rcode_name,
    any_value(answers) FILTER (WHERE is_final) AS answers,
    coalesce(bool_or(settled), false) AS settled,
    coalesce(bool_or(tc AND transport = 'udp'), false) AS truncated,
    coalesce(bool_or(tc AND transport = 'udp') AND bool_or(transport = 'tcp' AND answered), false) AS fell_back_tcp,
    min(frame_query) AS frame_query,
    any_value(frame_response) FILTER (WHERE is_final) AS frame_response
FROM ranked
GROUP BY client_ip, name, qtype, qclass, lookup;
COMMENT ON VIEW dns_lookups IS 'One row per lookup: what a client did to learn one name and type, over all attempts, source ports, resolvers and, after a truncated answer, TCP. Transactions belong together until one is settled by data or by the word that there is none (NOERROR, NXDOMAIN), if no more than 15 seconds lie between a query and the next. Without mDNS, LLMNR and answers whose query was not seen.';
COMMENT ON COLUMN dns_lookups.client_ip IS 'Address that asks.';
COMMENT ON COLUMN dns_lookups.query IS 'Name in lower case, as dns.query.';
COMMENT ON COLUMN dns_lookups.qtype IS 'Type asked for.';
COMMENT ON COLUMN dns_lookups.qtype_name IS 'Mnemonic of it.';
COMMENT ON COLUMN dns_lookups.ts_query IS 'First query.';
COMMENT ON COLUMN dns_lookups.ts_last_query IS 'Last query.';
COMMENT ON COLUMN dns_lookups.ts_response IS 'The answer that settled it, or else the last one; NULL without any.';
COMMENT ON COLUMN dns_lookups.total_ns IS 'From the first query to that answer, nanoseconds; NULL without any.';
COMMENT ON COLUMN dns_lookups.attempts IS 'Queries sent in all.';
COMMENT ON COLUMN dns_lookups.resolvers IS 'Addresses asked.';
COMMENT ON COLUMN dns_lookups.flow_ids IS 'Flows of the transactions, in their order.';
COMMENT ON COLUMN dns_lookups.answered IS 'Some answer came.';
COMMENT ON COLUMN dns_lookups.resolver_ip IS 'Who gave the answer of ts_response; NULL without any.';
COMMENT ON COLUMN dns_lookups.rcode IS 'Response code of that answer; NULL without any.';
COMMENT ON COLUMN dns_lookups.rcode_name IS 'Mnemonic of it.';
COMMENT ON COLUMN dns_lookups.answers IS 'Data of that answer, as dns.answers; empty without any.';
COMMENT ON COLUMN dns_lookups.settled IS 'That answer is whole and says what there is, or that there is nothing (NOERROR, NXDOMAIN).';
COMMENT ON COLUMN dns_lookups.truncated IS 'An answer by UDP was truncated.';
COMMENT ON COLUMN dns_lookups.fell_back_tcp IS 'And one came by TCP.';
COMMENT ON COLUMN dns_lookups.frame_query IS 'Frame of the first query.';
COMMENT ON COLUMN dns_lookups.frame_response IS 'Frame of the answer of ts_response; NULL without any.';

CREATE VIEW neighbor_rounds AS
SELECT
    op,
    asker,
    target,
    vlan,
    min(ts_first) AS ts_first,
    max(ts_last) AS ts_last,
    sum(requests)::BIGINT AS requests,
    max(requests) AS burst_requests,
    min(frame_first) AS frame_first
FROM (
    SELECT
        op,
        sender_ip AS asker,
        target_ip AS target,
        vlan,
        round,
        min(ts) AS ts_first,
        max(ts) AS ts_last,
        count(*) AS requests,
        min(frame) AS frame_first
    FROM (
        SELECT
            *,
            sum(CASE WHEN ts <= ts_before + INTERVAL 5 SECOND AND NOT answered_before THEN 0 ELSE 1 END) OVER asked AS round,
            sum(CASE WHEN ts <= ts_before + INTERVAL 2 SECOND AND NOT answered_before THEN 0 ELSE 1 END) OVER asked AS burst
        FROM (
            SELECT
                op, sender_ip, target_ip, vlan, ts, frame, answered,
                lag(ts) OVER asked AS ts_before,
                lag(answered) OVER asked AS answered_before
            FROM arp
            WHERE sender_ip <> target_ip
            WINDOW asked AS (PARTITION BY op, sender_ip, target_ip, vlan ORDER BY ts, frame)
        )
        WINDOW asked AS (PARTITION BY op, sender_ip, target_ip, vlan ORDER BY ts, frame)
    )
    WHERE NOT answered
    GROUP BY op, sender_ip, target_ip, vlan, round, burst
)
GROUP BY op, asker, target, vlan, round;
COMMENT ON VIEW neighbor_rounds IS 'One row per attempt of a host to find the hardware address of a neighbour that nobody answered: questions (ARP requests, neighbour solicitations) of one host for one address that follow each other within five seconds, with no answer between. Stacks repeat them after one to four; who has his answer keeps it for 15 or more.';
COMMENT ON COLUMN neighbor_rounds.op IS 'request (ARP) or ns (IPv6).';
COMMENT ON COLUMN neighbor_rounds.asker IS 'Address of the host that asks.';
COMMENT ON COLUMN neighbor_rounds.target IS 'Address asked for.';
COMMENT ON COLUMN neighbor_rounds.vlan IS 'Outermost VLAN id; NULL if untagged.';
COMMENT ON COLUMN neighbor_rounds.ts_first IS 'Time of the first question, UTC.';
COMMENT ON COLUMN neighbor_rounds.ts_last IS 'Time of the last question, UTC.';
COMMENT ON COLUMN neighbor_rounds.requests IS 'Questions.';
COMMENT ON COLUMN neighbor_rounds.burst_requests IS 'The most of them that follow each other within two seconds.';
COMMENT ON COLUMN neighbor_rounds.frame_first IS 'Frame of the first one.';

CREATE TABLE service_layers (
    place  INTEGER NOT NULL,
    ip     VARCHAR NOT NULL,
    proto  proto_t NOT NULL,
    port   INTEGER NOT NULL,
    layer  layer_t NOT NULL,
    status health_t NOT NULL,
    why    VARCHAR NOT NULL,
    flows  BIGINT NOT NULL
);
COMMENT ON TABLE service_layers IS 'One row per service (responder, protocol, port) and layer, from the bottom up: how it fares. At most 1000 services, those in trouble and then the busiest; services that one client alone tried in vain, 20 or more of them, are left out, and so are group addresses.';
COMMENT ON COLUMN service_layers.place IS 'Place of the service, from 1: the worst first.';
COMMENT ON COLUMN service_layers.ip IS 'Address of the responder.';
COMMENT ON COLUMN service_layers.proto IS 'tcp, udp or sctp.';
COMMENT ON COLUMN service_layers.port IS 'Port of the responder.';
COMMENT ON COLUMN service_layers.layer IS 'link, network, transport, tls or application.';
COMMENT ON COLUMN service_layers.status IS 'healthy, degraded, failing, or not_observed: the capture does not show enough of it, or a layer below fails.';
COMMENT ON COLUMN service_layers.why IS 'The counts that show it, or why nothing is judged; a sentence.';
COMMENT ON COLUMN service_layers.flows IS 'Flows of the service.';

CREATE TABLE host_layers (
    place  INTEGER NOT NULL,
    ip     VARCHAR NOT NULL,
    layer  layer_t NOT NULL,
    status health_t NOT NULL,
    why    VARCHAR NOT NULL,
    flows  BIGINT NOT NULL
);
COMMENT ON TABLE host_layers IS 'The same per host, whichever side of its flows it is on. At most 1000 hosts, those in trouble and then the busiest; connections that table service_layers leaves out as tried in vain do not count.';
COMMENT ON COLUMN host_layers.place IS 'Place of the host, from 1: the worst first.';
COMMENT ON COLUMN host_layers.ip IS 'Address of the host.';
COMMENT ON COLUMN host_layers.layer IS 'link, network, transport, tls or application.';
COMMENT ON COLUMN host_layers.status IS 'As in service_layers; a client that only suffers from the fault of another is degraded at most.';
COMMENT ON COLUMN host_layers.why IS 'The counts that show it, or why nothing is judged; a sentence.';
COMMENT ON COLUMN host_layers.flows IS 'Flows of the host, as originator or responder.';

CREATE VIEW zeek_conn AS
SELECT
    epoch_us(f.ts_start) / 1e6 AS ts,
    CAST(f.flow_id AS VARCHAR) AS uid,
    f.orig_ip AS "id.orig_h",
    f.orig_port AS "id.orig_p",
    f.resp_ip AS "id.resp_h",
    f.resp_port AS "id.resp_p",
    CASE f.proto
        WHEN 'tcp' THEN 'tcp'
        WHEN 'udp' THEN 'udp'
        WHEN 'icmp' THEN 'icmp'
        WHEN 'icmpv6' THEN 'icmp'
        ELSE 'unknown_transport'
    END AS proto,
    CAST(NULL AS VARCHAR) AS service,
    CASE WHEN f.seen_ns > 0 THEN f.seen_ns / 1e9 END AS duration,
    CASE WHEN f.seen_ns > 0 THEN coalesce(f.zeek_bytes_orig, f.orig_payload_bytes) END AS orig_bytes,
    CASE WHEN f.seen_ns > 0 THEN coalesce(f.zeek_bytes_resp, f.resp_payload_bytes) END AS resp_bytes,
    coalesce(CAST(f.conn_state AS VARCHAR), 'OTH') AS conn_state,
    regexp_matches(f.orig_ip, '^((0|10|127|169\.254|192\.168|192\.0\.[02]|198\.(18|19|51\.100)|203\.0\.113|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|172\.(1[6-9]|2\d|3[01])|24\d|25[0-5])\.|::1?$|64:ff9b:1:|100::|2001:(:|1?[0-9a-f]{1,2}:|db8:)|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)') AS local_orig,
    regexp_matches(f.resp_ip, '^((0|10|127|169\.254|192\.168|192\.0\.[02]|198\.(18|19|51\.100)|203\.0\.113|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|172\.(1[6-9]|2\d|3[01])|24\d|25[0-5])\.|::1?$|64:ff9b:1:|100::|2001:(:|1?[0-9a-f]{1,2}:|db8:)|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)') AS local_resp,
    coalesce(f.zeek_missed_bytes, 0) AS missed_bytes,
    f.history,
    f.orig_pkts + coalesce(o.capture_dup_count, 0) AS orig_pkts,
    f.orig_ip_bytes + coalesce(o.capture_dup_ip_bytes, 0) AS orig_ip_bytes,
    f.resp_pkts + coalesce(r.capture_dup_count, 0) AS resp_pkts,
    f.resp_ip_bytes + coalesce(r.capture_dup_ip_bytes, 0) AS resp_ip_bytes,
    CASE WHEN f.parent_flow_id IS NOT NULL THEN [CAST(f.parent_flow_id AS VARCHAR)] END AS tunnel_parents,
    f.ip_proto,
    f.vlan,
    f.community_id
FROM (SELECT *, coalesce(zeek_duration_ns, duration_ns) AS seen_ns FROM flows) AS f
LEFT JOIN tcp_directions AS o ON o.flow_id = f.flow_id AND o.dir = 'orig'
LEFT JOIN tcp_directions AS r ON r.flow_id = f.flow_id AND r.dir = 'resp';
COMMENT ON VIEW zeek_conn IS 'Flows as Zeek''s conn.log has them: its columns in its order, with its types, then vlan and community_id as its policy scripts add them. Zeek ends flows that are idle; here they go on. docs/zeek.md tells what else differs.';
COMMENT ON COLUMN zeek_conn.ts IS 'Time of the first packet, seconds since the epoch, to the microsecond; to_timestamp(ts) makes a time of it.';
COMMENT ON COLUMN zeek_conn.uid IS 'flows.flow_id as text: stable, but none of Zeek''s.';
COMMENT ON COLUMN zeek_conn."id.orig_h" IS 'Address of the originator.';
COMMENT ON COLUMN zeek_conn."id.orig_p" IS 'Port of the originator; ICMP: type.';
COMMENT ON COLUMN zeek_conn."id.resp_h" IS 'Address of the responder.';
COMMENT ON COLUMN zeek_conn."id.resp_p" IS 'Port of the responder; ICMP: code or the answering type.';
COMMENT ON COLUMN zeek_conn.proto IS 'tcp, udp, icmp (ICMPv6 too), unknown_transport.';
COMMENT ON COLUMN zeek_conn.service IS 'NULL: streams are not looked into.';
COMMENT ON COLUMN zeek_conn.duration IS 'Seconds from the first packet to the last; TCP: to the last before both sides had closed. NULL if not above 0.';
COMMENT ON COLUMN zeek_conn.orig_bytes IS 'Payload bytes of the originator; TCP: by sequence numbers. NULL where duration is.';
COMMENT ON COLUMN zeek_conn.resp_bytes IS 'The same for the responder.';
COMMENT ON COLUMN zeek_conn.conn_state IS 'Zeek conn_state; OTH for protocols other than tcp and udp.';
COMMENT ON COLUMN zeek_conn.local_orig IS 'The originator''s address is private or reserved (IANA''s registries of special-purpose addresses), as Zeek decides unless told the local networks.';
COMMENT ON COLUMN zeek_conn.local_resp IS 'The same for the responder.';
COMMENT ON COLUMN zeek_conn.missed_bytes IS 'Bytes of content gaps of both directions, TCP.';
COMMENT ON COLUMN zeek_conn.history IS 'Zeek history letters; NULL for protocols other than tcp and udp.';
COMMENT ON COLUMN zeek_conn.orig_pkts IS 'Packets sent by the originator, second copies of the capture included.';
COMMENT ON COLUMN zeek_conn.orig_ip_bytes IS 'Bytes of these IP packets.';
COMMENT ON COLUMN zeek_conn.resp_pkts IS 'Packets sent by the responder, second copies of the capture included.';
COMMENT ON COLUMN zeek_conn.resp_ip_bytes IS 'Bytes of these IP packets.';
COMMENT ON COLUMN zeek_conn.tunnel_parents IS 'uid of the flow that the packets came through; NULL outside of tunnels.';
COMMENT ON COLUMN zeek_conn.ip_proto IS 'IP protocol number.';
COMMENT ON COLUMN zeek_conn.vlan IS 'Outermost VLAN id; NULL if untagged.';
COMMENT ON COLUMN zeek_conn.community_id IS 'Community ID v1.';

CREATE VIEW ecs_flow AS
SELECT
    ts_start AS "@timestamp",
    CAST(flow_id AS VARCHAR) AS "event.id",
    ts_start AS "event.start",
    ts_end AS "event.end",
    duration_ns AS "event.duration",
    CASE ip_version WHEN 4 THEN 'ipv4' ELSE 'ipv6' END AS "network.type",
    CASE WHEN proto <> 'other' THEN replace(CAST(proto AS VARCHAR), 'icmpv6', 'ipv6-icmp') END AS "network.transport",
    CAST(ip_proto AS VARCHAR) AS "network.iana_number",
    CAST(vlan AS VARCHAR) AS "network.vlan.id",
    community_id AS "network.community_id",
    orig_pkts + resp_pkts AS "network.packets",
    orig_ip_bytes + resp_ip_bytes AS "network.bytes",
    orig_ip AS "source.ip",
    CASE WHEN proto IN ('tcp', 'udp', 'sctp') THEN orig_port END AS "source.port",
    orig_pkts AS "source.packets",
    orig_ip_bytes AS "source.bytes",
    resp_ip AS "destination.ip",
    CASE WHEN proto IN ('tcp', 'udp', 'sctp') THEN resp_port END AS "destination.port",
    resp_pkts AS "destination.packets",
    resp_ip_bytes AS "destination.bytes"
FROM flows;
COMMENT ON VIEW ecs_flow IS 'Flows under the field names of the Elastic Common Schema; the originator is the source.';
COMMENT ON COLUMN ecs_flow."@timestamp" IS 'Time of the first packet, UTC.';
COMMENT ON COLUMN ecs_flow."event.id" IS 'flows.flow_id as text.';
COMMENT ON COLUMN ecs_flow."event.start" IS 'Time of the first packet, UTC.';
COMMENT ON COLUMN ecs_flow."event.end" IS 'Time of the last packet, UTC.';
COMMENT ON COLUMN ecs_flow."event.duration" IS 'Nanoseconds between them.';
COMMENT ON COLUMN ecs_flow."network.type" IS 'ipv4 or ipv6.';
COMMENT ON COLUMN ecs_flow."network.transport" IS 'tcp, udp, icmp, ipv6-icmp, sctp; NULL for others.';
COMMENT ON COLUMN ecs_flow."network.iana_number" IS 'IP protocol number as text.';
COMMENT ON COLUMN ecs_flow."network.vlan.id" IS 'Outermost VLAN id as text; NULL if untagged.';
COMMENT ON COLUMN ecs_flow."network.community_id" IS 'Community ID v1.';
COMMENT ON COLUMN ecs_flow."network.packets" IS 'Packets of both directions.';
COMMENT ON COLUMN ecs_flow."network.bytes" IS 'Bytes of the IP packets of both directions.';
COMMENT ON COLUMN ecs_flow."source.ip" IS 'Address of the originator.';
COMMENT ON COLUMN ecs_flow."source.port" IS 'Port of the originator; NULL where the protocol has none.';
COMMENT ON COLUMN ecs_flow."source.packets" IS 'Packets sent by the originator.';
COMMENT ON COLUMN ecs_flow."source.bytes" IS 'Bytes of the originator''s IP packets.';
COMMENT ON COLUMN ecs_flow."destination.ip" IS 'Address of the responder.';
COMMENT ON COLUMN ecs_flow."destination.port" IS 'Port of the responder; NULL where the protocol has none.';
COMMENT ON COLUMN ecs_flow."destination.packets" IS 'Packets sent by the responder.';
COMMENT ON COLUMN ecs_flow."destination.bytes" IS 'Bytes of the responder''s IP packets.';

CREATE VIEW service_times AS
SELECT
    server_ip,
    server_port,
    kind,
    host,
    count(*) AS requests,
    count(*) - count(wait_ns) AS unanswered,
    median(dns_ns)::BIGINT AS dns_ns,
    median(connect_ns)::BIGINT AS connect_ns,
    median(tls_ns)::BIGINT AS tls_ns,
    median(wait_ns)::BIGINT AS wait_ns,
    quantile_cont(wait_ns, 0.95)::BIGINT AS wait_p95_ns,
    median(transfer_ns)::BIGINT AS transfer_ns,
    median(total_ns)::BIGINT AS total_ns,
    quantile_cont(total_ns, 0.95)::BIGINT AS total_p95_ns,
    sum(total_ns)::BIGINT AS sum_ns,
    sum(stall_ns)::BIGINT AS sum_stall_ns,
    sum(window_ns)::BIGINT AS sum_window_ns,
    sum(path_ns)::BIGINT AS sum_path_ns,
    arg_max(layer, total_ns ORDER BY flow_id, txn) AS layer_of_slowest,
    mode(layer ORDER BY layer) AS layer
FROM requests
GROUP BY ALL;
COMMENT ON VIEW service_times IS 'Table requests by service: median and 95th percentile of each part, sums, and the layer that owns most of the time of most requests, and of the slowest.';
COMMENT ON COLUMN service_times.server_ip IS 'Who is asked.';
COMMENT ON COLUMN service_times.server_port IS 'TCP port.';
COMMENT ON COLUMN service_times.kind IS 'http, tls, or tcp.';
COMMENT ON COLUMN service_times.host IS 'Name that was asked for; NULL if none was seen.';
COMMENT ON COLUMN service_times.requests IS 'Number of requests.';
COMMENT ON COLUMN service_times.unanswered IS 'Those without a response in the capture.';
COMMENT ON COLUMN service_times.dns_ns IS 'Median, nanoseconds; NULL if no lookup led to one.';
COMMENT ON COLUMN service_times.connect_ns IS 'Median, nanoseconds.';
COMMENT ON COLUMN service_times.tls_ns IS 'Median, nanoseconds; NULL without TLS.';
COMMENT ON COLUMN service_times.wait_ns IS 'Median, nanoseconds.';
COMMENT ON COLUMN service_times.wait_p95_ns IS '95th percentile, nanoseconds.';
COMMENT ON COLUMN service_times.transfer_ns IS 'Median, nanoseconds.';
COMMENT ON COLUMN service_times.total_ns IS 'Median, nanoseconds.';
COMMENT ON COLUMN service_times.total_p95_ns IS '95th percentile, nanoseconds.';
COMMENT ON COLUMN service_times.sum_ns IS 'Sum of total_ns, nanoseconds.';
COMMENT ON COLUMN service_times.sum_stall_ns IS 'Sum of stall_ns, nanoseconds.';
COMMENT ON COLUMN service_times.sum_window_ns IS 'Sum of window_ns, nanoseconds.';
COMMENT ON COLUMN service_times.sum_path_ns IS 'Sum of path_ns, nanoseconds.';
COMMENT ON COLUMN service_times.layer_of_slowest IS 'Layer that owns most of the time of the slowest request.';
COMMENT ON COLUMN service_times.layer IS 'Layer that owns most of the time of most requests.';
