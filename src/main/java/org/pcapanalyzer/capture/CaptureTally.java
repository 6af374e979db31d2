package org.pcapanalyzer.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a reader has met so far: frames counted, damage told, interfaces and comments noted. Makes the summary of it. */
final class CaptureTally {
    private static final int MAX_COMMENTS = 10;

    private final CaptureInput input;
    private final String format;
    private final List<CaptureInterface> interfaces = new ArrayList<>();
    private final List<String> damage = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private int sectionCount;
    private boolean truncated;
    private boolean finished;
    private long frameCount;
    private long capturedBytes;
    private long originalBytes;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;
    private long previousNs = Long.MIN_VALUE;
    private long timeRegressions;
    private long clippedFrames;

    CaptureTally(CaptureInput input, String format) {
        this.input = input;
        this.format = format;
    }

    /** Counts a frame and gives it its number, from 1. */
    long count(int capturedLength, long originalLength, long timestampNs) {
        capturedBytes += capturedLength;
        originalBytes += originalLength;
        if (capturedLength < originalLength) {
            clippedFrames++;
        }
        if (timestampNs < previousNs) {
            timeRegressions++;
        }
        previousNs = timestampNs;
        firstNs = Math.min(firstNs, timestampNs);
        lastNs = Math.max(lastNs, timestampNs);
        return ++frameCount;
    }

    long frameCount() {
        return frameCount;
    }

    /** Time stamp of the last frame counted; 0 before the first. */
    long previousNs() {
        return frameCount == 0 ? 0 : previousNs;
    }

    int interfaceCount() {
        return interfaces.size();
    }

    void add(CaptureInterface captureInterface) {
        interfaces.add(captureInterface);
    }

    void addSection() {
        sectionCount++;
    }

    void addComment(String comment) {
        if (comments.size() < MAX_COMMENTS) {
            comments.add(comment);
        }
    }

    void addDamage(String sentence) {
        damage.add(sentence);
    }

    /** True once the capture has ended, for whichever reason. */
    boolean isFinished() {
        return finished;
    }

    /**
     * Ends the capture where the content ends.
     *
     * @param cutRecord what the content ends in the middle of, such as {@code the record of frame 7}; empty at a clean end
     */
    void end(String cutRecord) throws IOException {
        long offset = input.blocks().offset();
        int rest = input.blocks().available();
        finish();
        if (!input.streamDamage().isEmpty()) {
            truncated = input.isStreamCut();
            damage.add("After frame %d %s; what follows is lost.".formatted(frameCount, input.streamDamage()));
        } else if (!cutRecord.isEmpty()) {
            truncated = true;
            damage.add("The capture ends at %s inside %s; its last %d bytes, an incomplete record, are not analysed."
                    .formatted(input.place(offset + rest), cutRecord, rest));
        }
    }

    /** Ends the capture at the first unread byte, where the container is broken for the reason given. */
    void breakOff(String reason) throws IOException {
        long offset = input.blocks().offset();
        finish();
        String lost = "what follows is not analysed";
        if (!input.isCompressed() && !input.source().sha256().isEmpty()) {
            lost = "the %d bytes from there on are not analysed"
                    .formatted(input.source().bytesRead() - offset);
        }
        damage.add("After frame %d, at %s, %s; %s.".formatted(frameCount, input.place(offset), reason, lost));
    }

    private void finish() throws IOException {
        finished = true;
        input.finish();
    }

    CaptureSummary summary(long dropsReported) {
        CaptureSource source = input.source();
        boolean sizeUnknown = finished || source.size() == CaptureSource.UNKNOWN_SIZE;
        return new CaptureSummary(
                source.name(),
                format,
                input.compression(),
                sizeUnknown ? source.bytesRead() : source.size(),
                source.sha256(),
                frameCount,
                capturedBytes,
                originalBytes,
                frameCount == 0 ? 0 : firstNs,
                frameCount == 0 ? 0 : lastNs,
                List.copyOf(interfaces),
                sectionCount,
                truncated,
                List.copyOf(damage),
                timeRegressions,
                clippedFrames,
                dropsReported,
                List.copyOf(comments));
    }
}
