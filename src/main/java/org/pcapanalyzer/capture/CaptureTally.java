package org.pcapanalyzer.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a reader has met so far: frames counted, damage told, interfaces and comments noted. Makes the summary of it. */
final class CaptureTally {
    private static final int MAX_COMMENTS = 10;
    private static final int MAX_DAMAGE_TOLD = 10;
    private static final int MAX_NAMES = 10_000;

    private final CaptureInput input;
    private final FrameIndex index;
    private final String format;
    private final List<String> damage = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private final List<HostName> names = new ArrayList<>();
    private long damageCount;
    private long offloadFrames;
    private long lostBytes;
    private int sectionCount;
    private long passedOver;
    private String firstPassedOver = "";
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
        this.index = input.index();
        this.format = format;
    }

    /** Counts a frame, whose record begins at the first unread byte, and gives it its number, from 1. */
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
        index.note(++frameCount, input.blocks().offset());
        return frameCount;
    }

    long frameCount() {
        return frameCount;
    }

    /** Time stamp of the last frame counted; 0 before the first. */
    long previousNs() {
        return frameCount == 0 ? 0 : previousNs;
    }

    int sectionCount() {
        return sectionCount;
    }

    void addSection() {
        sectionCount++;
        describe();
    }

    /** Says that a description was read that frames behind it need. */
    void describe() {
        if (frameCount >= FrameIndex.FINEST_STRIDE) {
            index.spoil();
        }
    }

    /** Says that the next frame cannot be understood without the one before it. */
    void dependOnPrevious() {
        index.spoil();
    }

    void addComment(String comment) {
        if (comments.size() < MAX_COMMENTS) {
            comments.add(comment);
        }
    }

    void addName(HostName name) {
        if (names.size() < MAX_NAMES && !name.name().isEmpty()) {
            names.add(name);
        }
    }

    /** Counts a frame that the network card had not finished when it was captured. */
    void countOffload() {
        offloadFrames++;
    }

    /** Counts a record of sound length but senseless content at the first unread byte; the first one's reason is told. */
    void passOver(String reason) {
        if (passedOver++ == 0) {
            firstPassedOver = "at %s: %s".formatted(input.place(input.blocks().offset()), reason);
        }
    }

    /** The last damage told; empty if there is none. */
    String lastDamage() {
        return damage.isEmpty() ? "" : damage.get(damage.size() - 1);
    }

    /** True once the capture has ended, for whichever reason. */
    boolean isFinished() {
        return finished;
    }

    /**
     * Tells of damage behind which reading goes on, at the first unread byte.
     *
     * @param begin  offset of the first byte passed over
     * @param reason what is wrong there
     */
    void resume(long begin, String reason) {
        long passedOver = input.blocks().offset() - begin;
        lostBytes += passedOver;
        tell("After frame %d, at %s, %s; reading goes on %s further on."
                .formatted(frameCount, input.place(begin), reason, Printable.bytes(passedOver)));
    }

    /**
     * Ends the capture where the content ends.
     *
     * @param cutRecord what the content ends in the middle of, such as {@code a record header}; empty at a clean end
     */
    void end(String cutRecord) throws IOException {
        long offset = input.blocks().offset();
        int rest = input.blocks().available();
        lostBytes += rest;
        finish();
        if (!input.streamDamage().isEmpty()) {
            truncated = input.isStreamCut();
            tell("After frame %d %s; what follows is lost.".formatted(frameCount, input.streamDamage()));
        } else if (!cutRecord.isEmpty()) {
            truncated = true;
            tell("After frame %d the capture ends at %s inside %s; its last %s cannot be analysed."
                    .formatted(frameCount, input.place(offset + rest), cutRecord, Printable.bytes(rest)));
        }
    }

    /**
     * Ends the capture where the container is broken and no sound record follows.
     *
     * @param begin  offset of the first byte that could not be read
     * @param reason what is wrong there
     */
    void breakOff(long begin, String reason) throws IOException {
        long searched = input.blocks().offset() + input.blocks().available();
        finish();
        boolean isEndKnown = !input.isCompressed() && !input.source().sha256().isEmpty();
        long rest = (isEndKnown ? input.source().bytesRead() : searched) - begin;
        lostBytes += rest;
        String lost = isEndKnown
                ? "the last %s are not analysed".formatted(Printable.bytes(rest))
                : "what follows is not analysed";
        tell("After frame %d, at %s, %s; %s.".formatted(frameCount, input.place(begin), reason, lost));
    }

    private void tell(String sentence) {
        index.spoil();
        if (++damageCount <= MAX_DAMAGE_TOLD) {
            damage.add(sentence);
        }
    }

    private void finish() throws IOException {
        finished = true;
        try {
            input.finish();
        } catch (CaptureException e) {
            // What is not analysed cannot be hashed either, which leaves the frames as good as they are.
            tell(e.getMessage());
        }
        if (passedOver == 1) {
            tell("1 block passed over for its content, %s.".formatted(firstPassedOver));
        } else if (passedOver > 1) {
            tell("%d blocks passed over for their content, the first %s.".formatted(passedOver, firstPassedOver));
        }
    }

    CaptureSummary summary(List<CaptureInterface> interfaces, long dropsReported) {
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
                damageCount,
                lostBytes,
                timeRegressions,
                clippedFrames,
                dropsReported,
                offloadFrames,
                List.copyOf(comments),
                List.copyOf(names));
    }
}
