package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections, handshakes and answers within TLS take the time that curl, whose host was captured, has told on its own
 * clock. That clock starts before the SYN, and curl is woken after an event was captured: for curl no moment is earlier, and
 * the time from one to the next is the same.
 */
final class CurlAgreementTest {
    private static final Path SAMPLES = Path.of("samples");
    private static final List<String> PLAYS =
            List.of("healthy-tls", "healthy-tls-slow-backend", "healthy-tls-long-rtt", "tls-handshake-slow");
    private static final List<String> MOMENTS =
            List.of("time_connect", "time_appconnect", "time_starttransfer", "time_total");
    private static final List<String> PARTS = List.of("connect", "handshake", "wait", "transfer");
    private static final int LEAST_REQUESTS = 12;
    private static final double LARGEST_DIFFERENCE_MS = 2;
    private static final double LARGEST_SHARE = 0.05;
    private static final double CLOCK_STEP_MS = 0.1;

    /**
     * In milliseconds: curl's moments, from the SYN, by flows and tls; then the parts by requests. For curl the handshake
     * begins before the hello, which curl has to make.
     */
    private static final String QUERY = """
            SELECT
                orig_port,
                (epoch_ns(ts_established) - epoch_ns(flows.ts_start)) / 1e6,
                (epoch_ns(ts_done) - epoch_ns(flows.ts_start)) / 1e6,
                (epoch_ns(tls.ts_response) - epoch_ns(flows.ts_start)) / 1e6,
                (epoch_ns(requests.ts_end) - epoch_ns(flows.ts_start)) / 1e6,
                connect_ns / 1e6,
                (tls_ns + epoch_ns(ts_client_hello) - epoch_ns(ts_established)) / 1e6,
                wait_ns / 1e6,
                transfer_ns / 1e6
            FROM flows
            JOIN tls USING (flow_id)
            JOIN requests USING (flow_id)
            WHERE txn = 1
            ORDER BY flow_id""";

    /** Of each part, by how many times what is allowed each request differs from curl. */
    private final Map<String, List<Double>> differences = new TreeMap<>();

    @TempDir
    private Path scratch;

    @Test
    void shouldMeasureWhatCurlTells() throws IOException {
        for (String play : PLAYS) {
            Map<Integer, double[]> measured = measured(play);
            JsonNode truth = new YAMLMapper()
                    .readTree(SAMPLES.resolve(play + ".expected.yaml").toFile());
            String client = truth.at("/truth/curl/0/orig_ip").asText();
            for (JsonNode told : truth.at("/truth/curl")) {
                if (told.get("orig_ip").asText().equals(client)) {
                    compare(play, told, measured.get(told.get("orig_port").asInt()));
                }
            }
        }
        differences.forEach((part, times) -> {
            assertTrue(times.size() >= LEAST_REQUESTS, () -> part + " of " + times.size());
            List<Double> sorted = times.stream().sorted().toList();
            assertTrue(sorted.get(sorted.size() - 1) <= 1, () -> part + " " + sorted);
        });
        assertEquals(PARTS.size(), differences.size());
    }

    private void compare(String play, JsonNode told, double[] measured) {
        double before = 0;
        for (int i = 0; i < MOMENTS.size(); i++) {
            double moment = told.get(MOMENTS.get(i)).asDouble() * 1e3;
            String what = "%s port %s %s".formatted(play, told.get("orig_port"), MOMENTS.get(i));
            assertTrue(measured[i] <= moment + CLOCK_STEP_MS, what + ": " + measured[i] + " of " + moment);
            double part = moment - before;
            double allowed = Math.max(LARGEST_DIFFERENCE_MS, LARGEST_SHARE * part);
            differences
                    .computeIfAbsent(PARTS.get(i), key -> new ArrayList<>())
                    .add(Math.abs(measured[MOMENTS.size() + i] - part) / allowed);
            before = moment;
        }
    }

    /** The times of each connection's first request, by the client's port. */
    private Map<Integer, double[]> measured(String play) {
        Path out = scratch.resolve(play);
        Run analysis = Run.of(
                SAMPLES.resolve(play + ".pcapng").toString(), "--quiet", "--format", "json", "-o", out.toString());
        assertEquals(0, analysis.status(), analysis::err);
        Run query = Run.of("sql", out.resolve("flows.duckdb").toString(), QUERY, "--format", "csv");
        assertEquals(0, query.status(), query::err);
        return query.out()
                .lines()
                .skip(1)
                .map(line -> Arrays.stream(line.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .collect(Collectors.toMap(row -> (int) row[0], row -> Arrays.copyOfRange(row, 1, row.length)));
    }
}
