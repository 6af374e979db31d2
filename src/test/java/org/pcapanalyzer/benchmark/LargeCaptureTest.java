package org.pcapanalyzer.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcapanalyzer.capture.CaptureFiles;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.Anomaly;
import org.pcapanalyzer.decode.DecodeLimits;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.decode.TcpHeader;

class LargeCaptureTest {
    private static final int PACKETS = 20_000;
    private static final String SIZE = "packets=" + PACKETS;

    @TempDir
    Path folder;

    static Set<String> mixes() {
        return LargeCapture.MIXES.keySet();
    }

    /** What the figures of the documentation were measured on, so it must not change. */
    @ParameterizedTest
    @CsvSource({
        "full, 5000, af334da14afa3547ead015eea031fde90f7a259ffb71bb0b60f7a8b1a69d866c",
        "headers, 20000, 0bd187331184724297d9b82f389e20b25d6cccc618b36edf85c0fed4fbb03405"
    })
    void shouldWriteTheSameForEver(String mix, int packets, String sha256)
            throws IOException, NoSuchAlgorithmException {
        byte[] bytes = Files.readAllBytes(write(mix, "packets=" + packets));
        assertEquals(
                sha256,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    @Test
    void shouldTakeSizesWithoutMix() throws IOException {
        Path capture = folder.resolve("sized.pcap");
        LargeCapture.main(new String[] {capture.toString(), "5000", "132", "0"});
        assertEquals(-1, Files.mismatch(capture, write("full", "packets=5000")));
    }

    @ParameterizedTest
    @MethodSource("mixes")
    void shouldWriteTheSameForSameSeedOnly(String mix) throws IOException {
        Path first = write(mix, SIZE, "seed=7", "live=100");
        assertEquals(-1, Files.mismatch(first, write(mix, SIZE, "seed=7", "live=100")));
        assertNotEquals(-1, Files.mismatch(first, write(mix, SIZE, "seed=8", "live=100")));
    }

    @ParameterizedTest
    @MethodSource("mixes")
    void shouldBeSoundForOurReader(String mix) throws IOException {
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        Packet packet = new Packet();
        try (FrameReader reader = CaptureFiles.open(write(mix, SIZE).toString())) {
            Frame frame = new Frame();
            while (reader.next(frame)) {
                decoder.decode(frame, packet);
                assertEquals(Anomaly.NONE, packet.anomaly(), () -> "frame " + frame.number());
            }
            assertEquals(PACKETS, reader.summary().frameCount());
            assertEquals(List.of(), reader.summary().damage());
        }
        assertEquals(0, decoder.fragmentLimitCount());
    }

    @ParameterizedTest
    @MethodSource("mixes")
    void shouldBeSoundForTshark(String mix) throws IOException {
        assumeTrue(Program.isInstalled("tshark"), "no tshark");
        String faults = "_ws.malformed or _ws.expert.severity == error";
        String[] lines = Program.output("tshark", "-n", "-r", write(mix, SIZE).toString(), "-Y", faults)
                .split("\n");
        // It may warn that it runs as root.
        assertTrue(Stream.of(lines).noneMatch(line -> line.contains(" → ")), () -> lines[lines.length - 1]);
    }

    @Test
    void shouldFloodFromAnotherEndEachTime() throws IOException {
        assertEquals(PACKETS, flows(write("flood", SIZE)).size());
    }

    @Test
    void shouldHaveFewPairs() throws IOException {
        Set<String> flows = flows(write("few-pairs", SIZE));
        assertTrue(flows.size() > 300, () -> "flows: " + flows.size());
        Set<String> pairs =
                flows.stream().map(flow -> flow.replaceAll(":\\d+", "")).collect(Collectors.toSet());
        assertEquals(4, pairs.size());
    }

    @Test
    void shouldHaveAsManyConnectionsOpenAsAskedFor() throws IOException {
        assertEquals(
                1_000,
                flows(write("live-flows", SIZE, "live=1000", "per-flow=1000000"))
                        .size());
    }

    /** Ends of the connections that begin in a capture. */
    private static Set<String> flows(Path capture) throws IOException {
        Set<String> flows = new HashSet<>();
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, DecodeLimits.defaults());
        Packet packet = new Packet();
        try (FrameReader reader = CaptureFiles.open(capture.toString())) {
            Frame frame = new Frame();
            while (reader.next(frame)) {
                decoder.decode(frame, packet);
                if (packet.flags() == TcpHeader.SYN) {
                    flows.add("%d:%d %d:%d"
                            .formatted(
                                    packet.sourceLow(),
                                    packet.sourcePort(),
                                    packet.destinationLow(),
                                    packet.destinationPort()));
                }
            }
        }
        return flows;
    }

    private Path write(String mix, String... settings) throws IOException {
        Path capture = Files.createTempFile(folder, mix, ".pcap");
        List<String> arguments = new ArrayList<>(List.of(capture.toString(), mix));
        arguments.addAll(List.of(settings));
        LargeCapture.main(arguments.toArray(String[]::new));
        return capture;
    }
}
