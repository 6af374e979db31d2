package org.pcapanalyzer.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.capture.CaptureSummary;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.diagnosis.Diagnosis.Incident;
import org.pcapanalyzer.diagnosis.Diagnosis.Status;
import org.pcapanalyzer.report.EvidenceReader.Evidences;
import org.pcapanalyzer.rule.Evidence;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Severity;

class EvidenceReaderTest {
    @Test
    void shouldCopyTheWantedFramesAndStopAtTheLast() {
        Numbers reader = new Numbers();

        Evidences evidences = EvidenceReader.read(List.of(incident(1, 3, 7)), Optional.of(wanted -> reader));

        assertEquals(Set.of(3L, 7L), evidences.frames().keySet());
        assertArrayEquals(new byte[] {7, 7}, evidences.frames().get(7L).bytes());
        assertEquals(7, reader.number, "frames read");
        assertTrue(reader.isClosed);
    }

    @Test
    void shouldTakeTheFirstTwentyFramesOfAnIncident() {
        long[] frames = LongStream.rangeClosed(1, 50).toArray();

        Evidences evidences = EvidenceReader.read(List.of(incident(1, frames)), Optional.of(wanted -> new Numbers()));

        assertEquals(20, evidences.frames().size());
        assertTrue(evidences.frames().containsKey(20L));
    }

    @Test
    void shouldServeTheGravestIncidentsFirst() {
        List<Incident> incidents = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            incidents.add(incident(
                    i + 1, LongStream.rangeClosed(i * 20 + 1, i * 20 + 20).toArray()));
        }

        Evidences evidences = EvidenceReader.read(incidents, Optional.of(wanted -> new Numbers()));

        assertEquals(200, evidences.frames().size());
        assertTrue(evidences.frames().containsKey(200L));
    }

    @Test
    void shouldCountAFrameOfTwoIncidentsOnce() {
        Evidences evidences =
                EvidenceReader.read(List.of(incident(1, 5), incident(2, 5)), Optional.of(wanted -> new Numbers()));

        assertEquals(Set.of(5L), evidences.frames().keySet());
    }

    @Test
    void shouldNotOpenTheCaptureWithoutNeed() {
        Evidences evidences = EvidenceReader.read(List.of(incident(1)), Optional.of(wanted -> {
            throw new AssertionError("opened");
        }));

        assertTrue(evidences.frames().isEmpty());
    }

    @Test
    void shouldSayWhyItCouldNotRead() {
        Evidences evidences = EvidenceReader.read(List.of(incident(1, 5)), Optional.of(wanted -> {
            throw new CaptureException("a.pcap: no such file.");
        }));

        assertEquals("The capture could not be read a second time: a.pcap: no such file.", evidences.problem());
    }

    private static Incident incident(int number, long... frames) {
        List<Evidence> evidence = LongStream.of(frames)
                .mapToObj(frame -> new Evidence(frame, 0, ""))
                .toList();
        return new Incident(
                number,
                ReportFixture.judged(
                        ReportFixture.finding("zero-window", Layer.TRANSPORT, Severity.LOW)
                                .evidence(evidence)
                                .build(),
                        Status.INCIDENT),
                List.of());
    }

    /** A capture of 1000 frames of two bytes, each its number. */
    private static final class Numbers implements FrameReader {
        private long number;
        private boolean isClosed;

        @Override
        public boolean next(Frame frame) {
            if (number == 1000) {
                return false;
            }
            number++;
            byte[] block = {-1, (byte) number, (byte) number};
            frame.wrap(ByteBuffer.wrap(block), 1, 2, 2);
            frame.locate(number, 0, 1, 0);
            return true;
        }

        @Override
        public List<CaptureSummary> summaries() {
            return List.of(new CaptureSummary(
                    "numbers", "pcap", "none", 0, "", number, 0, 0, 0, 0, List.of(), 1, false, List.of(), 0, 0, 0, 0,
                    -1, 0, List.of(), List.of()));
        }

        @Override
        public long sourceBytesRead() {
            return 0;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
