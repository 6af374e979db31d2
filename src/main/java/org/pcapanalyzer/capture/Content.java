package org.pcapanalyzer.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What a compressed stream holds, from first to last. Closing frees what the library holds; the source stays open. */
interface Content extends Closeable {
    /**
     * Writes some bytes to a direct buffer that has room.
     *
     * @return their number, or -1 at the end
     * @throws IOException also for what is wrong with the stream
     */
    int read(ByteBuffer target) throws IOException;
}
