package org.pcapanalyzer.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.decode.Addresses;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.protocol.dns.DnsTransaction;

/**
 * The time of an answer is what dig, whose host was captured, has told on its own clock: never more, and in the middle no
 * more than a little less, since dig is woken after the answer was captured, on a busy machine some milliseconds.
 */
class DigAgreementTest {
    private static final Path CAPTURE = Path.of("samples/healthy-dns.pcapng");
    private static final Path TRUTH = Path.of("samples/healthy-dns.expected.yaml");
    private static final double LARGEST_DIFFERENCE_MS = 2;
    private static final double CLOCK_STEP_MS = 0.1;

    @Test
    void shouldMeasureWhatDigTells() throws IOException {
        // The C library asks without EDNS.
        List<DnsTransaction> asked = DnsFrames.transactions(CAPTURE).stream()
                .filter(row -> row.query().orElseThrow().ednsSize() > 0)
                .toList();
        assertTrue(!asked.isEmpty());
        String client = client(asked.get(0).flow());
        List<JsonNode> told = StreamSupport.stream(
                        new YAMLMapper()
                                .readTree(TRUTH.toFile())
                                .at("/truth/dig")
                                .spliterator(),
                        false)
                .filter(one -> one.get("client").asText().equals(client))
                .toList();
        assertEquals(told.size(), asked.size());
        double[] late = new double[asked.size()];
        for (int i = 0; i < asked.size(); i++) {
            double theirs = told.get(i).get("milliseconds").asDouble();
            late[i] = theirs - asked.get(i).rttNs() / 1e6;
            assertEquals(
                    told.get(i).get("name").asText(), asked.get(i).question().name());
            assertTrue(late[i] > -CLOCK_STEP_MS, "query " + i + " took dig " + theirs + " ms, " + late[i] + " more");
        }
        Arrays.sort(late);
        assertTrue(late[late.length / 2] <= LARGEST_DIFFERENCE_MS, Arrays.toString(late));
    }

    private static String client(Flow flow) {
        return Addresses.text(flow.origHigh(), flow.origLow(), flow.ipVersion());
    }
}
