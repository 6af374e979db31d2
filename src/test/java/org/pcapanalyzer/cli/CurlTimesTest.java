package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Times of table {@code http} are those that curl measured during the same run, where the capture was taken at the client. The
 * laboratory writes them into the truth beside the samples, seconds since the start of each request.
 */
final class CurlTimesTest {
    private static final Path SAMPLES = Path.of("samples");
    private static final double TOLERANCE_S = 0.002;
    private static final double TOLERANCE_SHARE = 0.05;
    private static final String QUERY = """
            SELECT
                orig_ip || ' ' || orig_port || ' ' || txn AS key,
                status,
                method,
                coalesce(syn_rtt_ns, 0) / 1e9 AS connect_s,
                (epoch_ns(ts_request) - epoch_ns(ts_start)) / 1e9 AS request_s,
                (epoch_ns(ts_response) - epoch_ns(ts_start)) / 1e9 AS response_s,
                (epoch_ns(ts_response_end) - epoch_ns(ts_start)) / 1e9 AS end_s
            FROM http
            JOIN flows USING (flow_id)
            """;

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"healthy-http", "http-slow-response", "http-slow-network"})
    void shouldTellTheTimesThatCurlMeasured(String sample) throws IOException {
        Path expected = SAMPLES.resolve(sample + ".expected.yaml");
        JsonNode told = new YAMLMapper().readTree(expected.toFile()).at("/truth/curl");
        Map<String, JsonNode> exchanges = exchanges(sample);
        assertEquals(exchanges.size(), told.size());

        Map<String, Integer> requests = new HashMap<>();
        for (JsonNode curl : told) {
            String connection =
                    curl.get("orig_ip").asText() + " " + curl.get("orig_port").asText();
            int number = requests.merge(connection, 1, Integer::sum);
            compare(curl, exchanges.get(connection + " " + number), number == 1);
        }
    }

    /** On a connection that is there already, curl's preparations are not to be seen on the wire. */
    private static void compare(JsonNode curl, JsonNode exchange, boolean isFirst) {
        assertEquals(curl.get("status").asInt(), exchange.get("status").asInt());
        double curlBase = isFirst ? 0 : seconds(curl, "time_pretransfer");
        double base = isFirst ? 0 : seconds(exchange, "request_s");
        if (isFirst) {
            assertAlike(seconds(curl, "time_connect"), seconds(exchange, "connect_s"), curl);
        }
        // To curl an upload's first byte is that of 100 Continue.
        if (!exchange.get("method").asText().equals("POST")) {
            assertAlike(seconds(curl, "time_starttransfer") - curlBase, seconds(exchange, "response_s") - base, curl);
        }
        assertAlike(seconds(curl, "time_total") - curlBase, seconds(exchange, "end_s") - base, curl);
    }

    private static void assertAlike(double curlSeconds, double ourSeconds, JsonNode curl) {
        double most = Math.max(TOLERANCE_S, TOLERANCE_SHARE * curlSeconds);
        assertTrue(
                Math.abs(curlSeconds - ourSeconds) <= most,
                () -> curlSeconds + " s by curl, " + ourSeconds + " s in the table: " + curl);
    }

    private static double seconds(JsonNode node, String name) {
        return node.get(name).asDouble();
    }

    private Map<String, JsonNode> exchanges(String sample) throws IOException {
        Path out = scratch.resolve(sample);
        Run analysis = Run.of(SAMPLES.resolve(sample + ".pcapng").toString(), "-q", "-o", out.toString());
        assertEquals(0, analysis.status(), analysis.err());
        Run query = Run.of("sql", out.resolve("flows.duckdb").toString(), "--format", "json", QUERY);
        assertEquals(0, query.status(), query.err());
        Map<String, JsonNode> rows = new HashMap<>();
        new ObjectMapper()
                .readTree(query.out())
                .forEach(row -> rows.put(row.get("key").asText(), row));
        return rows;
    }
}
