package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;

class ReportWriterTest {
    @TempDir
    private Path directory;

    @Test
    void shouldWriteEveryFormatAndAnEvidenceFilePerIncident() throws Exception {
        try (ReportFixture fixture = ReportFixture.outage()) {
            WrittenReport written = write(fixture);

            assertEquals(
                    List.of(
                            "report.html",
                            "report.md",
                            "report.json",
                            "evidence/incident-1.pcapng",
                            "evidence/incident-2.pcapng",
                            "evidence/incident-3.pcapng"),
                    written.files());
            for (String file : written.files()) {
                assertTrue(Files.size(directory.resolve(file)) > 0, file);
            }
        }
    }

    @Test
    void shouldWriteOnlyTheChosenFormats() throws Exception {
        try (ReportFixture fixture = ReportFixture.healthy()) {
            WrittenReport written = new ReportWriter(directory, EnumSet.of(ReportFormat.JSON))
                    .write(fixture.input, ReportFacts.read(fixture.connection()), fixture.connection());

            assertEquals(List.of("report.json"), written.files());
            try (var entries = Files.list(directory)) {
                assertEquals(List.of(directory.resolve("report.json")), entries.toList());
            }
        }
    }

    @Test
    void shouldWriteTheSameBytesAgain() throws Exception {
        for (String file : List.of("report.html", "report.md", "report.json", "evidence/incident-1.pcapng")) {
            Path again = Files.createDirectories(directory.resolve("again"));
            try (ReportFixture one = ReportFixture.blackHole();
                    ReportFixture other = ReportFixture.blackHole()) {
                write(one);
                new ReportWriter(again, EnumSet.allOf(ReportFormat.class))
                        .write(other.input, ReportFacts.read(other.connection()), other.connection());
            }
            assertArrayEquals(
                    Files.readAllBytes(directory.resolve(file)), Files.readAllBytes(again.resolve(file)), file);
        }
    }

    @Test
    void shouldNameHostsAsTheCaptureDoesAndEscapeThat() throws Exception {
        try (ReportFixture fixture = ReportFixture.blackHole()) {
            fixture.database.execute("INSERT INTO host_names SELECT DISTINCT resp_ip, 'web<b>1' FROM flows");
            write(fixture);
            String html = Files.readString(directory.resolve("report.html"));
            assertTrue(html.contains("(web&lt;b&gt;1)"), "the name stands behind the address");
            assertFalse(html.contains("web<b>1"), "it is text of strangers");
            assertTrue(Files.readString(directory.resolve("report.md")).contains("(web"));
            assertFalse(Files.readString(directory.resolve("report.json")).contains("(web"), "machines get addresses");
        }
    }

    /** What report.json is: the model as it stands. */
    private static ObjectMapper databind() {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build();
    }

    @Test
    void shouldWriteTheModelAsItStands() throws Exception {
        for (ReportFixture fixture : fixtures()) {
            try (fixture) {
                String expected = databind().writeValueAsString(write(fixture).model());
                assertEquals(expected, Files.readString(directory.resolve("report.json")));
            }
        }
    }

    @Test
    void shouldFitItsSchema() throws Exception {
        for (ReportFixture fixture : fixtures()) {
            try (fixture) {
                write(fixture);
                assertEquals(List.of(), schemaErrors(Files.readString(directory.resolve("report.json"))));
            }
        }
    }

    @Test
    void shouldDescribeEveryPropertyInTheSchema() throws Exception {
        try (ReportFixture fixture = ReportFixture.blackHole()) {
            JsonNode report = databind().valueToTree(write(fixture).model());

            ((com.fasterxml.jackson.databind.node.ObjectNode)
                            report.get("incidents").get(0))
                    .put("surprise", 1);

            assertFalse(schemaErrors(report.toString()).isEmpty(), "a property that the schema does not know");
        }
    }

    @Test
    void shouldTellAnIncidentInJson() throws Exception {
        try (ReportFixture fixture = ReportFixture.blackHole()) {
            write(fixture);
            JsonNode report =
                    databind().readTree(directory.resolve("report.json").toFile());

            assertEquals("network", report.at("/verdict/layer").asText());
            assertEquals("high", report.at("/verdict/severity").asText());
            JsonNode incident = report.at("/incidents/0");
            assertEquals(1, incident.get("id").asInt());
            assertEquals("mtu-black-hole-1", incident.get("finding_id").asText());
            assertEquals("2026-11-21T14:05:46.064550459Z", incident.get("start").asText());
            assertEquals(2, incident.get("flows").size());
            assertEquals(39_051, incident.at("/flows/0/orig/port").asInt());
            assertEquals(
                    "evidence/incident-1.pcapng", incident.get("evidence_file").asText());
            assertTrue(incident.at("/metrics/not_a_number").isNull());
            assertEquals("retransmission-storm-1", incident.at("/symptoms/0").asText());
            assertEquals("symptom", report.at("/findings/1/status").asText());
            assertEquals(
                    "mtu-black-hole-1", report.at("/findings/1/explained_by").asText());
        }
    }

    @Test
    void shouldSayNoneWhereNothingIsWrong() throws Exception {
        try (ReportFixture fixture = ReportFixture.healthy()) {
            ReportModel model = write(fixture).model();

            assertEquals("none", model.verdict().severity());
            assertEquals(null, model.verdict().layer());
            String html = Files.readString(directory.resolve("report.html"));
            assertTrue(html.contains("13 rules looked at 512 packets in 1 flow; none reported anything."));
            assertTrue(Files.notExists(directory.resolve("evidence")));
        }
    }

    @Test
    void shouldCutTheEvidenceFramesIntoACapture() throws Exception {
        try (ReportFixture fixture = ReportFixture.blackHole()) {
            write(fixture);
        }
        List<Integer> lengths = new ArrayList<>();
        Frame frame = new Frame();
        String file = directory.resolve("evidence/incident-1.pcapng").toString();
        try (FrameReader reader = CaptureFiles.open(file)) {
            while (reader.next(frame)) {
                lengths.add(frame.capturedLength());
            }
        }
        assertEquals(List.of(74, 1514, 445, 1514, 1514, 1514, 1514), lengths);
        String raw = Files.readString(Path.of(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertTrue(raw.contains("Frame 43 of the capture: resend 1 of the 1500 bytes, after 274 ms"));
    }

    @Test
    void shouldSayWhyFramesOfAPipeAreNotTakenApart() throws Exception {
        try (ReportFixture fixture = ReportFixture.blackHole()) {
            WrittenReport written = write(fixture.fromPipe());

            assertEquals(List.of("report.html", "report.md", "report.json"), written.files());
            assertEquals(null, written.model().incidents().get(0).evidenceFile());
            for (String file : List.of("report.html", "report.md")) {
                String text = Files.readString(directory.resolve(file));
                assertTrue(text.contains("came through a pipe and cannot be read a second time"), file);
            }
        }
    }

    @Test
    void shouldSayHowManyFramesCouldNotBeFound() throws Exception {
        try (ReportFixture fixture = ReportFixture.blackHole()) {
            ReportInput input = new ReportInput(
                    fixture.input.diagnosis(),
                    fixture.input.rules(),
                    fixture.input.settings(),
                    java.util.Optional.of(FixtureFrames::reader)); // holds frames 1 to 4 only
            new ReportWriter(directory, EnumSet.of(ReportFormat.HTML))
                    .write(input, ReportFacts.read(fixture.connection()), fixture.connection());

            assertTrue(Files.readString(directory.resolve("report.html")).contains("6 frames were not taken apart"));
        }
    }

    static List<ReportFixture> fixtures() throws Exception {
        return List.of(
                ReportFixture.blackHole(),
                ReportFixture.outage(),
                ReportFixture.healthy(),
                ReportFixture.hostile("\u001b[31m<script>\u202e"),
                ReportFixture.empty());
    }

    private WrittenReport write(ReportFixture fixture) throws Exception {
        return new ReportWriter(directory, EnumSet.allOf(ReportFormat.class))
                .write(fixture.input, ReportFacts.read(fixture.connection()), fixture.connection());
    }

    static List<?> schemaErrors(String json) throws Exception {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("templates/report.schema.json")), InputFormat.JSON);
        return schema.validate(json, InputFormat.JSON);
    }
}
