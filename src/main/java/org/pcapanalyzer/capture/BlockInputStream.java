package org.pcapanalyzer.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The unread bytes of blocks as a stream, for libraries that want one. Closing it leaves the blocks open. */
final class BlockInputStream extends InputStream {
    private final BlockReader blocks;
    private boolean ended;

    BlockInputStream(BlockReader blocks) {
        this.blocks = blocks;
    }

    /** Offset of the next byte. */
    long offset() {
        return blocks.offset();
    }

    /** True once somebody asked for more than there is. */
    boolean isEnded() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!blocks.require(1)) {
            ended = true;
            return -1;
        }
        int count = Math.min(length, blocks.available());
        blocks.buffer().get(blocks.position(), target, offset, count);
        blocks.skip(count);
        return count;
    }

    /** The next bytes where they lie, {@code most} at most, none at the end; valid until more is asked for. */
    ByteBuffer next(int most) throws IOException {
        ended = !blocks.require(1);
        int count = Math.min(most, blocks.available());
        ByteBuffer bytes = blocks.buffer().slice(blocks.position(), count);
        blocks.skip(count);
        return bytes;
    }

    /** Not 0 before the end: the JDK looks for a further gzip member only where bytes are promised. */
    @Override
    public int available() {
        return ended ? 0 : Math.max(1, blocks.available());
    }
}
