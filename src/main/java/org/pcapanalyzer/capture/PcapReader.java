package org.pcapanalyzer.capture;

import java.io.IOException;
import java.util.List;

/**
 * Reads classic pcap files and their variants (draft-ietf-opsawg-pcap; libpcap's {@code sf-pcap.c} where they differ): a
 * file header ({@link PcapFormat}), then records ({@link PcapRecord}) of a header and a frame, without padding. Behind a
 * record that cannot be one, reading goes on where a chain of plausible records starts.
 */
final class PcapReader implements FrameReader {
    private final CaptureInput input;
    private final BlockReader blocks;
    private final CaptureTally tally;
    private final CaptureInterface captureInterface;
    private final PcapRecord record;
    private final int recordBytes;
    private final long largestFrame;
    private final int linkType;

    /** Expects a file header, whose magic number {@link PcapFormat#matches}, at hand in the input's blocks. */
    PcapReader(CaptureInput input) throws IOException {
        this.input = input;
        this.blocks = input.blocks();
        this.tally = new CaptureTally(input, "pcap");
        PcapFormat format =
                PcapFormat.read(blocks.buffer().slice(blocks.position(), blocks.available()), input.printableName());
        largestFrame = format.largestFrameBytes();
        linkType = format.linkType();
        captureInterface = format.captureInterface();
        tally.addSection();
        blocks.skip(format.headerBytes());
        record = recordOf(format);
        recordBytes = record.headerBytes();
    }

    /** The likeliest variant, unless its headers make no sense and at least two of another variant do. */
    private PcapRecord recordOf(PcapFormat format) throws IOException {
        int[] choices = format.recordHeaderChoices();
        PcapRecord likeliest = new PcapRecord(format, choices[0]);
        if (choices.length == 1 || saneHeaders(likeliest) > 0) {
            return likeliest;
        }
        for (int headerBytes : choices) {
            PcapRecord choice = new PcapRecord(format, headerBytes);
            if (saneHeaders(choice) > 1) {
                return choice;
            }
        }
        return likeliest;
    }

    /**
     * Number of headers that follow one another at the begin; 0 if one of the first makes no sense. Brings to hand no more
     * than the records claim, so that a pipe is not waited for in vain.
     */
    private int saneHeaders(PcapRecord choice) throws IOException {
        int at = 0;
        int count = 0;
        long near = -1;
        while (count < RecordChain.RECORDS && blocks.require(at + choice.headerBytes())) {
            choice.wrap(blocks.buffer(), blocks.position() + at);
            if (!choice.isPlausible(near)) {
                return 0;
            }
            near = choice.timestampNs();
            at += choice.headerBytes() + (int) choice.captured();
            count++;
        }
        return count;
    }

    @Override
    public void lendTo(FrameUser user) {
        blocks.lendTo(user);
    }

    @Override
    public boolean next(Frame frame) throws IOException {
        while (!tally.isFinished()) {
            if (!blocks.require(recordBytes)) {
                tally.end(blocks.available() == 0 ? "" : "a record header");
                return false;
            }
            record.wrap(blocks.buffer(), blocks.position());
            long captured = record.captured();
            if (captured > largestFrame) {
                passOverDamage(captured);
            } else if (!blocks.require(recordBytes + (int) captured)) {
                passOverTail(captured);
            } else {
                deliver(frame, (int) captured);
                return true;
            }
        }
        return false;
    }

    private void deliver(Frame frame, int captured) {
        record.wrap(blocks.buffer(), blocks.position());
        long original = record.original();
        long timestampNs = record.timestampNs();
        long number = tally.count(captured, original, timestampNs);
        frame.wrap(blocks.buffer(), blocks.position() + recordBytes, captured, original);
        frame.locate(number, timestampNs, linkType, 0);
        blocks.skip(recordBytes + captured);
    }

    private void passOverDamage(long claimed) throws IOException {
        long begin = blocks.offset();
        String reason =
                "a frame claims %d captured bytes, where at most %d are plausible".formatted(claimed, largestFrame);
        if (new Resync(input, PcapChain.bytes(record)).skipToChain(chain())) {
            tally.resume(begin, reason);
        } else {
            tally.breakOff(begin, reason);
        }
    }

    /** A record that claims more than there is: the file was cut, or there are sound records within what it claims. */
    private void passOverTail(long claimed) throws IOException {
        long begin = blocks.offset();
        String cut = "a frame that claims %d captured bytes".formatted(claimed);
        if (new Resync(input, PcapChain.bytes(record)).skipWithinRest(chain())) {
            tally.resume(begin, cut + " has sound records inside");
        } else {
            tally.end(cut);
        }
    }

    private PcapChain chain() {
        return new PcapChain(blocks, record, tally.frameCount() == 0 ? -1 : tally.previousNs());
    }

    @Override
    public List<CaptureSummary> summaries() {
        return List.of(tally.summary(List.of(captureInterface), -1));
    }

    @Override
    public long sourceBytesRead() {
        return input.source().bytesRead();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
