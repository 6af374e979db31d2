package org.pcapanalyzer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher in a house of its own, with a JVM that prints what it is asked. */
class LauncherTest {
    @TempDir
    private Path house;

    @BeforeEach
    void build() throws IOException {
        Path launcher = Files.createDirectories(house.resolve("analyzer")).resolve("analyze");
        Files.copy(Path.of("analyzer", "analyze"), launcher);
        Files.writeString(house.resolve("analyzer/schema.sql"), "");
        Files.writeString(house.resolve("pom.xml"), "");
        Files.createDirectories(house.resolve("src/main"));
        Files.createDirectories(house.resolve("templates"));
        Path java = Files.createDirectories(house.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(Files.createDirectories(house.resolve("target")).resolve("built"), "");
    }

    private List<String> run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("bash", house.resolve("analyzer/analyze").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", house.resolve("jdk").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.lines().toList();
    }

    @ParameterizedTest
    @CsvSource({"1700m,1187", "1g,646", "2G,1433", "400m,147", "0500M,227", "16g,11468"})
    void shouldMakeTheHeapOfTheMemoryGranted(String size, int heapMib) throws Exception {
        assertTrue(run("--memory", size, "a.pcap").contains("-Xmx" + heapMib + "m"));
        assertTrue(run("a.pcap", "--memory=" + size).contains("-Xmx" + heapMib + "m"));
    }

    @ParameterizedTest
    @CsvSource({"much", "1", "1t", "-1g", "399m", "''"})
    void shouldLeaveWrongSizesToTheProgram(String size) throws Exception {
        List<String> asked = run("--memory", size, "a.pcap");
        assertTrue(asked.contains("-Xmx1187m"), asked.toString());
        assertEquals(List.of("--memory", size, "a.pcap"), asked.subList(asked.size() - 3, asked.size()));
    }

    @Test
    void shouldOptimizeForLargeCapturesOnly() throws Exception {
        Path small = Files.write(house.resolve("small.pcap"), new byte[100]);
        Path large = Files.write(house.resolve("large.pcap"), new byte[16_000_001]);
        String quick = "-XX:TieredStopAtLevel=1";
        assertTrue(run(small.toString()).contains(quick));
        assertFalse(run(large.toString()).contains(quick));
        assertTrue(run(small.toString(), "-o", large.toString()).contains(quick), "that is no capture");
        assertFalse(run("-").contains(quick));
    }

    @Test
    void shouldTellTheCompilerOfClassesThatExist() throws Exception {
        String command = "-XX:CompileCommand=dontinline,";
        List<String> methods = run("-").stream()
                .filter(option -> option.startsWith(command))
                .map(option -> option.substring(command.length()))
                .toList();
        assertFalse(methods.isEmpty());
        for (String method : methods) {
            Class.forName(method.split("::")[0]);
        }
    }

    @Test
    void shouldRehearseSamplesThatExist() throws IOException {
        String launcher = Files.readString(Path.of("analyzer", "analyze"));
        List<String> samples = Pattern.compile("samples\"?/\\{?([a-z0-9,-]+)\\}?\\.pcapng")
                .matcher(launcher)
                .results()
                .flatMap(result -> Stream.of(result.group(1).split(",")))
                .toList();
        assertTrue(samples.size() > 10, samples.toString());
        for (String sample : samples) {
            assertTrue(Files.exists(Path.of("samples", sample + ".pcapng")), sample);
        }
    }

    @Test
    void shouldUseTheArchiveOfItsOwnJvmOnly() throws Exception {
        Path archive = house.resolve("target/archive");
        Files.writeString(archive, house.resolve("jdk/bin/java") + "\n-XX:SharedArchiveFile=classes.jsa\n");
        assertTrue(run("a.pcap").contains("-XX:SharedArchiveFile=classes.jsa"));
        Files.writeString(archive, "/another/java\n-XX:AOTCache=classes.aot\n");
        assertFalse(run("a.pcap").contains("-XX:AOTCache=classes.aot"));
    }
}
