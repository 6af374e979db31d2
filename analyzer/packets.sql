-- Table packets of an analysis made with --packets, and the columns of read_capture() in analyze sql.

CREATE TABLE packets (
    frame            BIGINT NOT NULL,
    ts               TIMESTAMP_NS NOT NULL,
    capture_id       INTEGER NOT NULL,
    path             VARCHAR NOT NULL,
    file_frame       BIGINT NOT NULL,
    interface_id     INTEGER NOT NULL,
    interface_name   VARCHAR,
    link_type        INTEGER NOT NULL,
    captured_length  BIGINT NOT NULL,
    original_length  BIGINT NOT NULL,
    comment          VARCHAR,
    anomaly          VARCHAR,
    src_mac          VARCHAR,
    dst_mac          VARCHAR,
    vlan             USMALLINT,
    ether_type       USMALLINT,
    ip_version       UTINYINT,
    src_ip           VARCHAR,
    dst_ip           VARCHAR,
    ip_proto         UTINYINT,
    proto            VARCHAR,
    src_port         USMALLINT,
    dst_port         USMALLINT,
    ip_length        INTEGER,
    ttl              UTINYINT,
    ip_id            USMALLINT,
    dscp             UTINYINT,
    ecn              UTINYINT,
    dont_fragment    BOOLEAN,
    more_fragments   BOOLEAN,
    frag_offset      INTEGER,
    frag_count       INTEGER,
    tunnel_type      VARCHAR,
    tunnel_id        BIGINT,
    outer_src_ip     VARCHAR,
    outer_dst_ip     VARCHAR,
    flow_id          BIGINT,
    dir              VARCHAR,
    tcp_flags        UTINYINT,
    tcp_flag_names   VARCHAR,
    seq              UINTEGER,
    ack              UINTEGER,
    win_unscaled     INTEGER,
    mss              INTEGER,
    wscale           UTINYINT,
    sack_permitted   BOOLEAN,
    sack_count       UTINYINT,
    sack_left        UINTEGER,
    sack_right       UINTEGER,
    ts_val           UINTEGER,
    ts_ecr           UINTEGER,
    icmp_type        UTINYINT,
    icmp_code        UTINYINT,
    payload_length   INTEGER,
    payload_captured INTEGER
);
COMMENT ON TABLE packets IS 'One row per frame, in the order of the capture. What is said of IP and above is that of the innermost packet; a frame that cannot be decoded so far has NULL there.';
COMMENT ON COLUMN packets.frame IS 'Number of the frame, over all files, as in all other tables.';
COMMENT ON COLUMN packets.ts IS 'Time of the frame, UTC.';
COMMENT ON COLUMN packets.capture_id IS 'Number of the file in the order of first frames, from 1: captures.capture_id.';
COMMENT ON COLUMN packets.path IS 'Path of the file; - for standard input.';
COMMENT ON COLUMN packets.file_frame IS 'Number of the frame in its file, as Wireshark counts there.';
COMMENT ON COLUMN packets.interface_id IS 'Number of the capture interface, from 0, over all files.';
COMMENT ON COLUMN packets.interface_name IS 'Name of the capture interface; NULL if the file tells none.';
COMMENT ON COLUMN packets.link_type IS 'LINKTYPE value of the frame.';
COMMENT ON COLUMN packets.captured_length IS 'Bytes of the frame that the file holds.';
COMMENT ON COLUMN packets.original_length IS 'Bytes that the frame had on the wire, as the file claims.';
COMMENT ON COLUMN packets.comment IS 'What somebody wrote to the frame in a pcapng file, cut at 4096 bytes; NULL for most frames.';
COMMENT ON COLUMN packets.anomaly IS 'Named oddity of the frame, as in captures.anomalies_json; NULL for most frames.';
COMMENT ON COLUMN packets.src_mac IS 'Source hardware address; NULL if the link layer has none.';
COMMENT ON COLUMN packets.dst_mac IS 'Destination hardware address; NULL if the link layer has none.';
COMMENT ON COLUMN packets.vlan IS 'Outermost VLAN id; NULL if untagged.';
COMMENT ON COLUMN packets.ether_type IS 'EtherType of the innermost packet, 2048 or 34525 also for raw IP; NULL if unknown.';
COMMENT ON COLUMN packets.ip_version IS '4 or 6; NULL if not IP.';
COMMENT ON COLUMN packets.src_ip IS 'Source address, canonical text; NULL if not IP (of ARP see table arp).';
COMMENT ON COLUMN packets.dst_ip IS 'Destination address, canonical text; NULL if not IP.';
COMMENT ON COLUMN packets.ip_proto IS 'IP protocol number of the upper layer, behind extension headers; NULL if not IP.';
COMMENT ON COLUMN packets.proto IS 'tcp, udp, sctp, icmp, icmpv6, arp, or other for IP with anything else; NULL for fragments that did not complete their datagram, for other networks, and where the header is cut or broken.';
COMMENT ON COLUMN packets.src_port IS 'Source port of TCP, UDP, SCTP; NULL for others.';
COMMENT ON COLUMN packets.dst_port IS 'Destination port of TCP, UDP, SCTP; NULL for others.';
COMMENT ON COLUMN packets.ip_length IS 'Bytes of the IP packet by its header; of a datagram that this frame completed as if it had never been cut.';
COMMENT ON COLUMN packets.ttl IS 'TTL or hop limit.';
COMMENT ON COLUMN packets.ip_id IS 'IPv4 identification; NULL in IPv6.';
COMMENT ON COLUMN packets.dscp IS 'Differentiated services code point, 0 to 63.';
COMMENT ON COLUMN packets.ecn IS 'Explicit congestion notification: 0 not capable, 1 and 2 capable, 3 congestion experienced.';
COMMENT ON COLUMN packets.dont_fragment IS 'IPv4 DF bit; NULL in IPv6, where no router cuts.';
COMMENT ON COLUMN packets.more_fragments IS 'True for a fragment that others follow.';
COMMENT ON COLUMN packets.frag_offset IS 'Bytes of the datagram before this fragment; NULL if the frame holds none.';
COMMENT ON COLUMN packets.frag_count IS 'Fragments, copies included, of the datagram that this frame completed, which the columns above it then describe; NULL for others.';
COMMENT ON COLUMN packets.tunnel_type IS 'Tunnel that the packet came out of, the innermost of several: flows.tunnel_type; NULL if none.';
COMMENT ON COLUMN packets.tunnel_id IS 'Number of that tunnel: flows.tunnel_id; NULL if it has none.';
COMMENT ON COLUMN packets.outer_src_ip IS 'Source address of the outermost IP packet; NULL if no IP packet carries another.';
COMMENT ON COLUMN packets.outer_dst_ip IS 'Destination address of the outermost IP packet; NULL if no IP packet carries another.';
COMMENT ON COLUMN packets.flow_id IS 'flows.flow_id of the packet; NULL if it belongs to no flow. read_capture() follows the flows only where this or dir is asked for; ids agree with an analysis of the same files.';
COMMENT ON COLUMN packets.dir IS 'orig or resp: which side of the flow sent it; NULL without a flow.';
COMMENT ON COLUMN packets.tcp_flags IS 'Flag bits of TCP: FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32, ECE 64, CWR 128; from here to ts_ecr NULL for other protocols.';
COMMENT ON COLUMN packets.tcp_flag_names IS 'Their names, as in SYN, ACK; NULL if none is set.';
COMMENT ON COLUMN packets.seq IS 'Sequence number as on the wire.';
COMMENT ON COLUMN packets.ack IS 'Acknowledgement number as on the wire; NULL without the flag ACK.';
COMMENT ON COLUMN packets.win_unscaled IS 'Window field as on the wire, without the scale; tcp_events.win is scaled.';
COMMENT ON COLUMN packets.mss IS 'MSS option, bytes; NULL if absent.';
COMMENT ON COLUMN packets.wscale IS 'Window scale option, shift of at most 14; NULL if absent.';
COMMENT ON COLUMN packets.sack_permitted IS 'True if the option SACK permitted is there.';
COMMENT ON COLUMN packets.sack_count IS 'SACK blocks, 0 to 4.';
COMMENT ON COLUMN packets.sack_left IS 'First sequence number of the first SACK block, which holds the segment that came last (RFC 2018) or the copy received (RFC 2883); NULL without blocks.';
COMMENT ON COLUMN packets.sack_right IS 'Sequence number behind that block.';
COMMENT ON COLUMN packets.ts_val IS 'Value of the timestamps option; NULL if absent.';
COMMENT ON COLUMN packets.ts_ecr IS 'Echo reply of the timestamps option; NULL if absent.';
COMMENT ON COLUMN packets.icmp_type IS 'Type of ICMP or ICMPv6; NULL for others.';
COMMENT ON COLUMN packets.icmp_code IS 'Code of it.';
COMMENT ON COLUMN packets.payload_length IS 'Bytes of transport payload by the IP header, of IP payload for fragments and other protocols; NULL if not IP or not decoded.';
COMMENT ON COLUMN packets.payload_captured IS 'Bytes of them that the file holds.';
