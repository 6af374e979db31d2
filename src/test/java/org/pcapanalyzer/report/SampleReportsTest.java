package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reports of real analyses: whatever the rules say must fit the schema and the page. */
class SampleReportsTest {
    private static SampleAnalysis analysis;

    @TempDir
    private Path directory;

    @BeforeAll
    static void loadRules() throws Exception {
        analysis = new SampleAnalysis();
    }

    static List<Path> samples() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("samples"))) {
            return files.filter(file -> file.toString().endsWith(".pcapng"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldFitSchemaAndPage(Path sample) throws Exception {
        WrittenReport written = analysis.report(sample, directory);

        assertEquals(List.of(), ReportWriterTest.schemaErrors(Files.readString(directory.resolve("report.json"))));
        assertEquals(
                "html",
                DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(directory.resolve("report.html").toFile())
                        .getDocumentElement()
                        .getTagName());
        long withEvidence = written.model().incidents().stream()
                .filter(incident -> incident.evidenceFile() != null)
                .count();
        assertEquals(written.model().incidents().size(), withEvidence, "incidents with evidence files");
    }
}
