package org.pcapanalyzer.capture;

import java.io.IOException;

/** Recognises a container by its first bytes. */
final class ContainerFormat {
    private ContainerFormat() {}

    /** The reader for what the input's blocks begin with. */
    static FrameReader open(CaptureInput input) throws IOException {
        BlockReader blocks = input.blocks();
        if (blocks.require(4) && PcapReader.matches(blocks.buffer().getInt(blocks.position()))) {
            if (!blocks.require(PcapReader.HEADER_BYTES)) {
                throw new CaptureException("%s: ends after %d bytes, inside the file header. Copy it again."
                        .formatted(input.printableName(), blocks.available()));
            }
            return new PcapReader(input);
        }
        throw new CaptureException("%s: not a pcap file.".formatted(input.printableName()));
    }
}
