package org.pcapanalyzer.diagnosis;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.pcapanalyzer.store.StoreException;

/**
 * Counts of what the capture shows, over all its files.
 *
 * @param framesRead      frames read
 * @param frames          those that the analysis was asked for; all of them, unless it was for a part
 * @param hasLinkHeaders  an interface delivers link headers; false for raw IP and loopback
 * @param endNs           time of the last frame between the times asked for, 0 without frames
 * @param asked           ARP requests and neighbour solicitations for an address, probes not counted
 * @param answered        those that were answered
 * @param flows           flows of any protocol
 * @param hosts           distinct addresses in flows
 * @param icmpErrors      ICMP and ICMPv6 messages that quote a packet
 * @param fragmented      datagrams that came in fragments
 * @param reassembled     those of which all fragments came, be they cut by the snaplen
 * @param tcpFlows        TCP flows
 * @param handshakes      TCP flows that begin with a SYN
 * @param completed       those whose handshake completed
 * @param dataSegments    TCP segments with payload
 * @param resentSegments  those that were sent again for real
 * @param udpFlows        UDP flows
 * @param udpAnswered     those with packets both ways
 * @param upper           what was said above TCP and UDP
 */
record CaptureFacts(
        long framesRead,
        long frames,
        boolean hasLinkHeaders,
        long endNs,
        long asked,
        long answered,
        long flows,
        long hosts,
        long icmpErrors,
        long fragmented,
        long reassembled,
        long tcpFlows,
        long handshakes,
        long completed,
        long dataSegments,
        long resentSegments,
        long udpFlows,
        long udpAnswered,
        UpperFacts upper) {

    /** Link types without a link header: NULL (0) and LOOP (108), raw IP (101, 228, 229; 12 and 14 of old systems). */
    private static final String QUERY = """
            WITH capture AS (
              SELECT coalesce(sum(packets), 0)::BIGINT AS frames_read,
                coalesce(sum(frames_selected), 0)::BIGINT AS frames,
                coalesce(bool_or(NOT list_has_all([0, 12, 14, 101, 108, 228, 229], link_types)), false) AS has_link,
                coalesce(max(epoch_ns(ts_last)), 0) AS end_ns
              FROM captures),
            neighbours AS (
              SELECT count(*) AS asked, count(*) FILTER (answered) AS answered
              FROM arp
              WHERE op IN ('request', 'ns')),
            traffic AS (
              SELECT count(*) AS flows,
                count(*) FILTER (proto = 'tcp') AS tcp_flows,
                count(*) FILTER (proto = 'tcp' AND syn_count > 0) AS handshakes,
                count(*) FILTER (proto = 'tcp' AND syn_count > 0 AND handshake_ok) AS completed,
                coalesce(sum(data_pkts_orig + data_pkts_resp), 0)::BIGINT AS data,
                coalesce(sum(retrans_pkts_orig + retrans_pkts_resp), 0)::BIGINT AS resent,
                count(*) FILTER (proto = 'udp' AND carries IS NULL) AS udp_flows,
                count(*) FILTER (proto = 'udp' AND carries IS NULL AND resp_pkts > 0 AND orig_pkts > 0)
                  AS udp_answered
              FROM flows),
            errors AS (SELECT count(*) AS errors FROM icmp WHERE is_error),
            datagrams AS (
              SELECT count(*) AS datagrams,
                count(*) FILTER (complete OR (why_incomplete = 'clipped' AND bytes_seen = total_len)) AS complete
              FROM fragments)
            SELECT frames_read, frames, has_link, end_ns, asked, answered, flows, errors, datagrams, complete,
              tcp_flows, handshakes, completed, data, resent, udp_flows, udp_answered
            FROM capture, neighbours, traffic, errors, datagrams
            """;

    private static final String HOSTS = """
            SELECT count(*)
            FROM (SELECT orig_ip FROM flows WHERE %s UNION SELECT resp_ip FROM flows WHERE %s)
            """;

    /** True if the analysis was asked for a part of what was read. */
    boolean isPart() {
        return frames != framesRead;
    }

    static CaptureFacts read(Connection db) {
        try (PreparedStatement statement = db.prepareStatement(QUERY);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new CaptureFacts(
                    row.getLong(1),
                    row.getLong(2),
                    row.getBoolean(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    hosts(db, row.getLong(7)),
                    row.getLong(8),
                    row.getLong(9),
                    row.getLong(10),
                    row.getLong(11),
                    row.getLong(12),
                    row.getLong(13),
                    row.getLong(14),
                    row.getLong(15),
                    row.getLong(16),
                    row.getLong(17),
                    new UpperQuery(db).all());
        } catch (SQLException e) {
            throw StoreException.asking(e);
        }
    }

    private static long hosts(Connection db, long flows) throws SQLException {
        Parts parts = Parts.forFlows(flows);
        List<String> orig = parts.conditions("orig_ip");
        List<String> resp = parts.conditions("resp_ip");
        long hosts = 0;
        for (int part = 0; part < parts.count(); part++) {
            try (PreparedStatement statement = db.prepareStatement(HOSTS.formatted(orig.get(part), resp.get(part)));
                    ResultSet row = statement.executeQuery()) {
                row.next();
                hosts += row.getLong(1);
            }
        }
        return hosts;
    }
}
