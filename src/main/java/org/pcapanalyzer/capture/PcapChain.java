package org.pcapanalyzer.capture;

/** Plausible pcap records that follow one another, near in time. */
final class PcapChain implements RecordChain {
    private final BlockReader blocks;
    private final PcapRecord record;
    private final long nearNs;

    /** @param nearNs time of the last record known to be sound; negative if there is none */
    PcapChain(BlockReader blocks, PcapRecord record, long nearNs) {
        this.blocks = blocks;
        this.record = record;
        this.nearNs = nearNs;
    }

    /** Bytes that must be at hand for a chain to be seen. */
    static int bytes(PcapRecord record) {
        return RECORDS * (record.headerBytes() + PcapFormat.USUAL_SNAPLEN);
    }

    @Override
    public boolean holdsFrom(int relativeOffset, boolean isRest) {
        int available = blocks.available();
        int at = relativeOffset;
        long near = nearNs;
        for (int count = 0; count < RECORDS; count++) {
            if (available - at < record.headerBytes()) {
                return isRest && reachesEnd(count, available - at);
            }
            record.wrap(blocks.buffer(), blocks.position() + at);
            if (!record.isPlausible(near)) {
                return false;
            }
            near = record.timestampNs();
            at += record.headerBytes();
            if (available - at < record.captured()) {
                return isRest && count > 0;
            }
            at += (int) record.captured();
        }
        return true;
    }
}
