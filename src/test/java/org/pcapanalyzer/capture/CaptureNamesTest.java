package org.pcapanalyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureNamesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(folder.resolve("ring/old"));
        for (String name :
                List.of("b.pcap", "a.pcap", "a[1].pcap", ".hidden.pcap", "c.txt", "ring/d.pcap", "ring/old/e.pcap")) {
            Files.createFile(folder.resolve(name));
        }
    }

    private String expand(String name) throws IOException {
        return CaptureNames.expand(List.of(folder + "/" + name)).stream()
                .map(file -> folder.relativize(Path.of(file)).toString())
                .toList()
                .toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.pcap        | [a.pcap]",
                "ring          | [ring]",
                "*.pcap        | [a.pcap, a[1].pcap, b.pcap]",
                "?.pcap        | [a.pcap, b.pcap]",
                "[ab].pcap     | [a.pcap, b.pcap]",
                "{b,c}.*       | [b.pcap, c.txt]",
                "*/*.pcap      | [ring/d.pcap]",
                "ring/**       | [ring/d.pcap, ring/old/e.pcap]",
                "r*/old/?.pcap | [ring/old/e.pcap]",
                "a[1].pcap     | [a[1].pcap]",
                ".*.pcap       | [.hidden.pcap]"
            })
    void shouldFindWhatAPatternMatches(String name, String files) throws IOException {
        assertEquals(files, expand(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.pcap", "x*.pcap", "nosuch/*.pcap", "[", "", "ring/{"})
    void shouldRefuseWhatNamesNothing(String name) {
        assertThrows(CaptureException.class, () -> CaptureNames.expand(List.of(name)));
    }

    @Test
    void shouldLeaveStandardInputAlone() throws IOException {
        assertEquals(List.of("-"), CaptureNames.expand(List.of("-")));
    }
}
