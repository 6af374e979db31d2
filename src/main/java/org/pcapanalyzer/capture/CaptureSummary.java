package org.pcapanalyzer.capture;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the container says of itself, one per capture file.
 *
 * @param name          path as given, {@code -} for standard input
 * @param format        {@code pcap}, {@code pcapng}, or {@code unknown} of a file that cannot be read at all
 * @param compression   {@code none}, or {@code gzip}, {@code zstd}, {@code lz4}, {@code xz}, {@code bzip2}
 * @param sizeBytes     size of the source in bytes; bytes read so far where the source is a pipe
 * @param sha256        hex digest of the source's bytes, those behind damage included; empty until all of it has been
 *     read, and where that cannot be (a pipe goes on for ever behind damage, the device fails) or is not wanted
 *     ({@link CaptureFiles#reopen})
 * @param frameCount    frames handed out
 * @param capturedBytes sum of captured lengths
 * @param originalBytes sum of original lengths
 * @param firstNs       smallest time stamp, nanoseconds since the epoch; 0 without frames
 * @param lastNs        largest time stamp
 * @param interfaces    capture interfaces in the order of the file
 * @param sectionCount  pcapng sections; 1 for pcap
 * @param truncated     true if the file ends inside a record, or its compressed stream before its end marker
 * @param damage        one sentence per damage met, with byte offset and what was lost, of the first ten; empty if none
 * @param damageCount   damages met
 * @param lostBytes     bytes of the content, decompressed, that damage kept from being read as frames, as far as is known
 * @param timeRegressions frames whose time stamp lies before that of the frame before
 * @param clippedFrames frames with captured length below original length
 * @param dropsReported frames that the capturing system says it lost (ISB, EPB, PB; the larger where two of them tell of the
 *     same interface); -1 if it says nothing
 * @param offloadFrames frames that the file marks as unfinished by the network card: without checksum, or still to be cut
 *     into segments
 * @param comments      comments on sections and interfaces, at most the first ten, each cut at 4096 bytes
 * @param names         names that the file gives to addresses, at most the first 10,000
 */
public record CaptureSummary(
        String name,
        String format,
        String compression,
        long sizeBytes,
        String sha256,
        long frameCount,
        long capturedBytes,
        long originalBytes,
        long firstNs,
        long lastNs,
        List<CaptureInterface> interfaces,
        int sectionCount,
        boolean truncated,
        List<String> damage,
        long damageCount,
        long lostBytes,
        long timeRegressions,
        long clippedFrames,
        long dropsReported,
        long offloadFrames,
        List<String> comments,
        List<HostName> names) {
    private static final String UNREADABLE = "unknown";

    /** Of a file that cannot be read at all. */
    static CaptureSummary unreadable(String name, long sizeBytes, String reason) {
        return new CaptureSummary(
                name,
                UNREADABLE,
                "none",
                Math.max(0, sizeBytes),
                "",
                0,
                0,
                0,
                0,
                0,
                List.of(),
                0,
                false,
                List.of(reason),
                1,
                0,
                0,
                0,
                -1,
                0,
                List.of(),
                List.of());
    }

    /** False of a file that cannot be read at all; its damage tells why. */
    public boolean isReadable() {
        return !format.equals(UNREADABLE);
    }

    /** The same with a further damage. */
    CaptureSummary withDamage(String sentence) {
        return new CaptureSummary(
                name,
                format,
                compression,
                sizeBytes,
                sha256,
                frameCount,
                capturedBytes,
                originalBytes,
                firstNs,
                lastNs,
                interfaces,
                sectionCount,
                truncated,
                Stream.concat(damage.stream(), Stream.of(sentence)).toList(),
                damageCount + 1,
                lostBytes,
                timeRegressions,
                clippedFrames,
                dropsReported,
                offloadFrames,
                comments,
                names);
    }
}
