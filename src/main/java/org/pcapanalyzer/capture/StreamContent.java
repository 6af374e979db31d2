package org.pcapanalyzer.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The content that a library hands out as a stream, by way of an array. */
final class StreamContent implements Content {
    private static final int CHUNK_BYTES = 256 << 10;

    private final InputStream stream;
    private final byte[] chunk = new byte[CHUNK_BYTES];

    StreamContent(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = stream.read(chunk, 0, Math.min(chunk.length, target.remaining()));
        if (count > 0) {
            target.put(chunk, 0, count);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
