package org.pcapanalyzer.capture;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A tar archive's bytes, counted. Those of headers are bounded: a header may claim a name, or attributes, as long as the
 * archive, and the library keeps them in memory.
 */
final class TarHeaders extends FilterInputStream {
    /** Of all headers together; those of {@link Archive#MAX_MEMBERS} members take half of it. */
    private static final int MAX_BYTES = 32 << 20;

    private long offset;
    private boolean isInHeader;
    private int headerBytes;

    TarHeaders(InputStream archive) {
        super(archive);
    }

    /** The next member of the archive that reads these bytes; null at its end. */
    TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
        isInHeader = true;
        try {
            return tar.getNextEntry();
        } finally {
            isInHeader = false;
        }
    }

    /** Offset of the next byte: that of a member's content behind {@link #next}. */
    long offset() {
        return offset;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        count(Math.max(0, count));
        return count;
    }

    /** Stays within what there is, which a file's own skipping does not, so that a cut is noticed. */
    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(Math.min(count, available()));
        offset += skipped;
        return skipped;
    }

    private void count(int bytes) throws IOException {
        offset += bytes;
        if (isInHeader) {
            headerBytes += bytes;
            if (headerBytes > MAX_BYTES) {
                throw new IOException("its headers take more than " + (MAX_BYTES >> 20) + " MiB");
            }
        }
    }
}
