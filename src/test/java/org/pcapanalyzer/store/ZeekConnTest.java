package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view that speaks Zeek's dialect. */
class ZeekConnTest {
    private static final List<String> PRIVATE = List.of(
            "10.0.0.1",
            "100.64.0.0",
            "100.127.9.9",
            "127.0.0.1",
            "169.254.1.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.9",
            "192.0.2.9",
            "192.168.0.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.7",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:1ff::1",
            "2001:db8::1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "febf::1");

    private static final List<String> PUBLIC = List.of(
            "100.63.255.255",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.9",
            "198.17.0.1",
            "224.0.0.251",
            "239.255.255.250",
            "1.1.1.1",
            "::2",
            "64:ff9b::1",
            "2001:200::1",
            "2001:db80::1",
            "2607:f740:b::f93",
            "fec0::1",
            "ff02::fb");

    @TempDir
    Path folder;

    /** A database with the facts of a sample, changed by {@code sql}. */
    private Path database(String sample, String sql) throws IOException, SQLException {
        Path file = folder.resolve("flows.duckdb");
        try (DuckDBConnection connection = Databases.empty(file)) {
            FactSink sink = new FactSink(() -> connection, file, StoreLimits.DEFAULT, AnalysisDatabase.Detail.FLOWS);
            Samples.replay(Samples.named(sample), sink);
            sink.finish();
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            DatabaseFile.close(connection);
        }
        return file;
    }

    @Test
    void shouldHaveTheColumnsOfConnLogInTheirOrder() throws IOException, SQLException {
        Path file = database("healthy", "SELECT 1");
        assertEquals(
                List.of(
                        "ts DOUBLE",
                        "uid VARCHAR",
                        "id.orig_h VARCHAR",
                        "id.orig_p INTEGER",
                        "id.resp_h VARCHAR",
                        "id.resp_p INTEGER",
                        "proto VARCHAR",
                        "service VARCHAR",
                        "duration DOUBLE",
                        "orig_bytes BIGINT",
                        "resp_bytes BIGINT",
                        "conn_state VARCHAR",
                        "local_orig BOOLEAN",
                        "local_resp BOOLEAN",
                        "missed_bytes BIGINT",
                        "history VARCHAR",
                        "orig_pkts BIGINT",
                        "orig_ip_bytes BIGINT",
                        "resp_pkts BIGINT",
                        "resp_ip_bytes BIGINT",
                        "tunnel_parents VARCHAR[]",
                        "ip_proto UTINYINT",
                        "vlan USMALLINT",
                        "community_id VARCHAR"),
                Databases.column(file, "SELECT column_name || ' ' || column_type FROM (DESCRIBE zeek_conn)"));
    }

    /** Packets as tshark shows them; the last one comes after both FINs and does not count for the duration. */
    @Test
    void shouldTellAConnectionAsConnLogDoes() throws IOException, SQLException {
        Path file = database("mtu-black-hole", "SELECT 1");
        assertEquals(
                List.of("1795311902.049928 21 10.1.0.2 10.2.0.2 80 tcp - 0.045245 50 379 SF true true 0 ShADadFf"
                        + " 6 370 4 595 - 6"),
                Databases.column(file, """
                        SELECT concat_ws(' ', ts, uid, "id.orig_h", "id.resp_h", "id.resp_p", proto,
                            coalesce(service, '-'), round(duration, 6), orig_bytes, resp_bytes, conn_state, local_orig,
                            local_resp, missed_bytes, history, orig_pkts, orig_ip_bytes, resp_pkts, resp_ip_bytes,
                            coalesce(CAST(tunnel_parents AS VARCHAR), '-'), ip_proto)
                        FROM zeek_conn
                        WHERE "id.orig_p" = 41367
                        """));
    }

    /** tshark counts as many; 70 of the packets are copies. */
    @Test
    void shouldCountSecondCopiesOfTheCapture() throws IOException, SQLException {
        Path file = database("capture-doubled", "SELECT 1");
        assertEquals(List.of("140 53164"), Databases.column(file, """
                        SELECT concat_ws(' ', sum(orig_pkts + resp_pkts), sum(orig_ip_bytes + resp_ip_bytes))
                        FROM zeek_conn
                        WHERE proto = 'tcp'
                        """));
    }

    @Test
    void shouldLeaveBytesOutWhereThereIsNoDuration() throws IOException, SQLException {
        Path file = database("healthy", "UPDATE flows SET zeek_duration_ns = -1, duration_ns = 0");
        assertEquals(
                List.of("0"),
                Databases.column(file, "SELECT count(coalesce(duration, orig_bytes, resp_bytes)) FROM zeek_conn"));
    }

    @Test
    void shouldNameProtocolsAsZeek() throws IOException, SQLException {
        Path file = database(
                "healthy",
                "UPDATE flows SET history = NULL, conn_state = NULL, zeek_missed_bytes = NULL,"
                        + " proto = CASE flow_id % 3 WHEN 0 THEN 'icmpv6' WHEN 1 THEN 'sctp' ELSE 'other' END");
        assertEquals(
                List.of("icmp OTH 0", "unknown_transport OTH 0"),
                Databases.column(
                        file,
                        "SELECT DISTINCT concat_ws(' ', proto, conn_state, missed_bytes) FROM zeek_conn ORDER BY 1"));
    }

    @Test
    void shouldKnowPrivateAddresses() throws IOException, SQLException {
        String rows = Stream.concat(PRIVATE.stream(), PUBLIC.stream())
                .map(address -> "('" + address + "')")
                .collect(Collectors.joining(", "));
        Path file = database("healthy", """
                INSERT INTO flows BY NAME
                SELECT flow.* REPLACE ('1.1.1.1' AS orig_ip, address AS resp_ip, 0 AS flow_id)
                FROM (SELECT * FROM flows LIMIT 1) AS flow, (VALUES %s) AS addresses(address)
                """.formatted(rows));
        assertEquals(
                PRIVATE.stream().sorted().toList(),
                Databases.column(
                        file,
                        "SELECT \"id.resp_h\" FROM zeek_conn WHERE uid = '0' AND NOT local_orig AND local_resp ORDER BY 1"));
        assertEquals(
                PUBLIC.stream().sorted().toList(),
                Databases.column(
                        file,
                        "SELECT \"id.resp_h\" FROM zeek_conn WHERE uid = '0' AND NOT local_orig AND NOT local_resp ORDER BY 1"));
    }
}
