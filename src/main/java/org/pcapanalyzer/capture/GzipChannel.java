package org.pcapanalyzer.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A gzip stream of one or several members, decompressed. A broken stream ends where it breaks, and says so in
 * {@link #damage()}; only a failing source throws. Bytes after the last member that are no member are ignored, as gzip does.
 */
final class GzipChannel implements ContentChannel {
    private static final int INPUT_BYTES = 64 << 10;

    private final CaptureSource source;
    private final byte[] chunk = new byte[INPUT_BYTES];
    private GZIPInputStream stream;
    private String damage = "";
    private boolean cut;
    private boolean open = true;

    GzipChannel(CaptureSource source) {
        this.source = source;
    }

    static boolean matches(ByteBuffer head) {
        return head.remaining() >= 2 && head.get(0) == 0x1F && head.get(1) == (byte) 0x8B;
    }

    @Override
    public String compression() {
        return "gzip";
    }

    @Override
    public String damage() {
        return damage;
    }

    @Override
    public boolean isCut() {
        return cut;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!damage.isEmpty()) {
            return -1;
        }
        try {
            if (stream == null) {
                stream = new GZIPInputStream(new MemberInput(source), INPUT_BYTES);
            }
            int count = stream.read(chunk, 0, Math.min(chunk.length, target.remaining()));
            if (count > 0) {
                target.put(chunk, 0, count);
            }
            return count;
        } catch (EOFException e) {
            cut = true;
            damage = "the gzip stream ends at byte %d without its end marker".formatted(source.bytesRead());
        } catch (ZipException e) {
            damage = "the gzip stream is broken before byte %d (%s)"
                    .formatted(source.bytesRead(), Printable.text(String.valueOf(e.getMessage())));
        }
        return -1;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** Frees the decompressor; the source stays open. */
    @Override
    public void close() throws IOException {
        open = false;
        if (stream != null) {
            stream.close();
        }
    }

    /**
     * The source as the JDK's decompressor needs it: it looks for a further member only where {@code available} promises
     * bytes, which a channel cannot, and it closes what it reads, which here outlives it.
     */
    private static final class MemberInput extends InputStream {
        private final CaptureSource source;
        private boolean ended;

        MemberInput(CaptureSource source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = source.read(ByteBuffer.wrap(target, offset, length));
            if (count < 0) {
                ended = true;
                return -1;
            }
            source.digest(ByteBuffer.wrap(target, offset, count));
            return count;
        }

        @Override
        public int available() {
            return ended ? 0 : 1;
        }
    }
}
