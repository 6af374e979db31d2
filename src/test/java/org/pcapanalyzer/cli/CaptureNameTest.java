package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureNameTest {
    @ParameterizedTest
    @CsvSource({
        "/data/edge.pcap, edge",
        "edge.pcapng.gz, edge",
        "edge.pcap0 edge.pcap1, edge",
        "-, stdin",
        "why?.pcap, why_",
        "monday.pcap tuesday.pcap, captures"
    })
    void shouldNameWhatIsAnalysed(String captures, String name) {
        List<String> given = Arrays.asList(captures.split(" "));
        assertEquals(name, CaptureName.of(given));
    }
}
