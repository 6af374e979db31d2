package org.pcapanalyzer.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the time of requests went, from rows of the other tables; times are milliseconds. */
class RequestsTest {
    private Connection db;

    @BeforeEach
    void open() throws SQLException {
        db = DriverManager.getConnection("jdbc:duckdb:");
        execute(Schema.analysis());
        for (String table : List.of("flows", "http", "tls", "dns")) {
            execute("CREATE TABLE loose AS FROM %1$s LIMIT 0; DROP TABLE %1$s; ALTER TABLE loose RENAME TO %1$s"
                    .formatted(table));
        }
        execute("CREATE MACRO ms(t) AS make_timestamp_ns((t * 1e6)::BIGINT)");
        // 30 ms to the server and back: the SYN is answered after 30 ms, the capture is beside the client.
        insert(
                "flows",
                "1 AS flow_id, 'tcp' AS proto, '10.0.0.1' AS orig_ip, '10.0.0.9' AS resp_ip, 443 AS resp_port,"
                        + " ms(100) AS ts_start, ms(130) AS ts_established, true AS handshake_ok, 1 AS syn_count,"
                        + " 30000000 AS syn_rtt_ns, 100000 AS ack_rtt_ns, 5 AS data_pkts_orig");
    }

    @AfterEach
    void close() throws SQLException {
        db.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = db.createStatement()) {
            statement.execute(sql);
        }
    }

    private void insert(String table, String values) throws SQLException {
        execute("INSERT INTO " + table + " BY NAME SELECT " + values);
    }

    private void http(int txn, double asked, double sent, double answered, double over) throws SQLException {
        insert(
                "http",
                ("1 AS flow_id, %d AS txn, 'GET' AS method, '/a' AS uri, 'x.test' AS host, 200 AS status, ms(%s) AS"
                                + " ts_request, ms(%s) AS ts_request_end, ms(%s) AS ts_response, ms(%s) AS ts_response_end,"
                                + " 4 AS frame_request, 9 AS frame_response")
                        .formatted(txn, asked, sent, answered, over));
    }

    private void lookup(String type, double asked, double answered, String address) throws SQLException {
        insert(
                "dns",
                ("2 AS flow_id, 'dns' AS kind, 0 AS opcode, '10.0.0.1' AS client_ip, '10.0.0.2' AS resolver_ip, '%s' AS"
                                + " qtype_name, %d AS qtype, 1 AS qclass, 'x.test' AS query, true AS answered, 0 AS rcode, false AS tc,"
                                + " 1 AS attempts, ms(%s) AS ts_query, ms(%s) AS ts_last_query, ms(%s) AS ts_response,"
                                + " %s AS answers, 1 AS frame_query")
                        .formatted(type, type.equals("A") ? 1 : 28, asked, asked, answered, address));
    }

    private void turn(int number, double asked, double answered, double over, int bytes) throws SQLException {
        insert(
                "turns",
                "1 AS flow_id, %d AS turn, ms(%s) AS ts_request, ms(%s) AS ts_request_end, ms(%s) AS ts_response, ms(%s) AS ts_response_end, %d AS req_bytes, 100 AS resp_bytes, 4 AS frame_request, 9 AS frame_response"
                        .formatted(number, asked, asked, answered, over, bytes));
    }

    /** Kind, name and parts in milliseconds, slowest part and layer of each request. */
    private List<String> requests() throws SQLException {
        RequestTable.fill(db, StoreLimits.DEFAULT);
        List<String> rows = new ArrayList<>();
        try (Statement statement = db.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT concat_ws(' ', txn, kind, coalesce(host, '-'),
                            'dns ' || dns_ns // 1000000, 'connect ' || connect_ns // 1000000, 'tls ' || tls_ns // 1000000,
                            'send ' || send_ns // 1000000, 'wait ' || wait_ns // 1000000,
                            'transfer ' || transfer_ns // 1000000, 'total ' || total_ns // 1000000,
                            'stall ' || nullif(stall_ns, 0) // 1000000, 'window ' || nullif(window_ns, 0) // 1000000,
                            'path ' || path_ns // 1000000, slowest, layer)
                        FROM requests
                        ORDER BY txn
                        """)) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }

    @Test
    void shouldMakeTheSameOfFewFlowsAtATime() throws SQLException {
        execute(
                "INSERT INTO flows SELECT flows.* REPLACE (id AS flow_id) FROM flows, unnest([20000, 70000]) AS ids(id)");
        turn(1, 131, 231, 231, 100);
        turn(2, 331, 431, 431, 100);
        execute(
                "INSERT INTO turns SELECT turns.* REPLACE (id AS flow_id) FROM turns, unnest([20000, 70000]) AS ids(id)");
        RequestTable.fill(db, StoreLimits.DEFAULT);
        execute("CREATE TABLE whole AS FROM requests; DELETE FROM requests");
        RequestTable.fill(db, new StoreLimits(1, 1));
        try (Statement statement = db.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT count(*), count(DISTINCT flow_id), (SELECT count(*) FROM (FROM whole EXCEPT ALL FROM requests))
                        FROM requests
                        """)) {
            row.next();
            assertEquals(List.of(6, 3, 0), List.of(row.getInt(1), row.getInt(2), row.getInt(3)));
        }
    }

    @Test
    void shouldSplitTheTimeOfTheFirstAndOfALaterRequest() throws SQLException {
        lookup("A", 50, 90, "['10.0.0.9']");
        http(1, 131, 133, 2133, 2145);
        http(2, 3000, 3000, 3031, 3031);
        assertEquals(
                List.of(
                        "1 http x.test dns 40 connect 30 send 2 wait 2000 transfer 12 total 2084 path 60 wait application",
                        "2 http x.test send 0 wait 31 transfer 0 total 31 path 30 wait network"),
                requests());
    }

    @Test
    void shouldTakeAAndAaaaForOneLookup() throws SQLException {
        lookup("AAAA", 49, 95, "['::1']");
        lookup("A", 50, 60, "['10.0.0.9']");
        http(1, 131, 131, 161, 161);
        assertEquals(
                List.of("1 http x.test dns 46 connect 30 send 0 wait 30 transfer 0 total 106 path 60 dns network"),
                requests());
    }

    @Test
    void shouldNotBlameALookupThatWasUsedBeforeOrLongAgo() throws SQLException {
        execute("INSERT INTO flows BY NAME SELECT * REPLACE (0 AS flow_id, ms(92) AS ts_start) FROM flows");
        lookup("A", 50, 90, "['10.0.0.9']");
        http(1, 131, 131, 161, 161);
        assertEquals(
                "1 http x.test connect 30 send 0 wait 30 transfer 0 total 60 path 60 connect network",
                requests().get(0));
    }

    @Test
    void shouldTellStallsInsideARequest() throws SQLException {
        http(1, 131, 131, 161, 700);
        execute(
                "INSERT INTO stalls BY NAME SELECT 1 AS flow_id, 'resp' AS dir, ms(200) AS ts, 300000000 AS ns, 'timeout' AS"
                        + " cause, true AS ended");
        execute(
                "INSERT INTO stalls BY NAME SELECT 1 AS flow_id, 'resp' AS dir, ms(600) AS ts, 900000000 AS ns, 'closed_window'"
                        + " AS cause, true AS ended");
        assertEquals(
                List.of(
                        "1 http x.test connect 30 send 0 wait 30 transfer 539 total 599 stall 300 window 100 path 60 transfer"
                                + " transport"),
                requests());
    }

    @Test
    void shouldCountASynThatWasLostAsAStall() throws SQLException {
        execute("UPDATE flows SET ts_start = ms(0), ts_established = ms(1030), syn_count = 2, syn_rtt_ns = NULL,"
                + " ack_rtt_ns = NULL, rtt_min_orig_ns = 30000000, rtt_min_resp_ns = 0");
        http(1, 1031, 1031, 1061, 1061);
        assertEquals(
                List.of(
                        "1 http x.test connect 1030 send 0 wait 30 transfer 0 total 1060 stall 1000 path 60 connect transport"),
                requests());
    }

    @Test
    void shouldTellRequestsWithinTls() throws SQLException {
        insert(
                "tls",
                "1 AS flow_id, 'tcp' AS transport, ms(131) AS ts, 'x.test' AS sni, 'TLS 1.3' AS version, false AS resumed,"
                        + " false AS hello_retry, ms(131) AS ts_client_hello, ms(231) AS ts_done, 100000000 AS hs_duration_ns,"
                        + " ms(232) AS ts_request, ms(265) AS ts_response, 7 AS request_frame, 8 AS response_frame");
        turn(1, 131, 200, 200, 517);
        turn(2, 231, 262, 400, 200);
        turn(3, 500, 2000, 2000, 90);
        turn(4, 3000, 3001, 3001, 31);
        assertEquals(
                List.of(
                        "1 tls x.test connect 30 tls 100 send 0 wait 33 transfer 135 total 298 path 90 transfer transport",
                        "2 tls x.test send 0 wait 1500 transfer 0 total 1500 path 30 wait application"),
                requests());
    }

    @Test
    void shouldTellTurnsOfOtherProtocols() throws SQLException {
        turn(1, 131, 400, 410, 20);
        assertEquals(
                List.of("1 tcp - connect 30 send 0 wait 269 transfer 10 total 309 path 60 wait application"),
                requests());
    }
}
