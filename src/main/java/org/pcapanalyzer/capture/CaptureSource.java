package org.pcapanalyzer.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The raw bytes of one source, counted as they are read, and their digest. Whoever reads hands the bytes on to
 * {@link #digest}. One thread reads at a time; {@link #bytesRead} may be asked by any.
 */
final class CaptureSource implements ReadableByteChannel {
    /** Size of a source that does not know it, such as a pipe. */
    static final long UNKNOWN_SIZE = -1;

    /** What {@link #drain} reads at most from a source of unknown size. */
    static final long PIPE_DRAIN_BYTES = 1L << 30;

    private static final int DRAIN_BUFFER_BYTES = 1 << 20;

    private final String name;
    private final ReadableByteChannel channel;
    private final long size;
    private final boolean isHashed;
    /** Null until the first bytes are hashed: making it takes a while, which is better spent in the thread that hashes. */
    private MessageDigest digest;

    private ByteBuffer peeked = ByteBuffer.allocate(0);
    private volatile long bytesRead;
    private boolean exhausted;
    private String sha256 = "";

    private CaptureSource(String name, ReadableByteChannel channel, long size, boolean isHashed) {
        this.name = name;
        this.channel = channel;
        this.size = size;
        this.isHashed = isHashed;
    }

    /**
     * A source whose digest is taken.
     *
     * @param name path as given, for messages
     * @param size size in bytes, or {@link #UNKNOWN_SIZE}
     */
    static CaptureSource hashed(String name, ReadableByteChannel channel, long size) {
        return new CaptureSource(name, channel, size, true);
    }

    /** A source whose digest is known already, or not wanted. */
    static CaptureSource unhashed(String name, ReadableByteChannel channel, long size) {
        return new CaptureSource(name, channel, size, false);
    }

    String name() {
        return name;
    }

    /** The name, fit for a message. */
    String printableName() {
        return name.equals(CaptureFiles.STANDARD_INPUT) ? "standard input" : Printable.text(name);
    }

    /** Size when opened, or {@link #UNKNOWN_SIZE}. */
    long size() {
        return size;
    }

    long bytesRead() {
        return bytesRead;
    }

    /** Hex digest of all bytes; empty until the end of the source was read, and where none is taken. */
    String sha256() {
        return sha256;
    }

    /** The first bytes of the source without consuming them: {@code most} of them, or fewer where it is shorter. */
    ByteBuffer peek(int most) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(most);
        int count = 0;
        while (head.hasRemaining() && count >= 0) {
            count = readChannel(head);
        }
        peeked = head.flip();
        return head.asReadOnlyBuffer();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = peeked.hasRemaining() ? takePeeked(target) : readChannel(target);
        if (count < 0) {
            exhausted = true;
            return -1;
        }
        bytesRead += count;
        return count;
    }

    /** Takes bytes that were read into the digest, in their order. */
    void digest(ByteBuffer bytes) {
        if (isHashed) {
            digest().update(bytes);
        }
    }

    private int takePeeked(ByteBuffer target) {
        int count = Math.min(peeked.remaining(), target.remaining());
        target.put(peeked.slice(peeked.position(), count));
        peeked.position(peeked.position() + count);
        return count;
    }

    private int readChannel(ByteBuffer target) throws IOException {
        try {
            return channel.read(target);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            String reason = Printable.text(String.valueOf(e.getMessage()));
            throw new CaptureException(
                    "%s: reading failed at byte %d (%s). Check the device it lies on, or analyse a copy."
                            .formatted(printableName(), bytesRead, reason),
                    e);
        }
    }

    /**
     * Reads what is left, for the digest alone, and closes the digest. A source of unknown size is read for at most
     * {@link #PIPE_DRAIN_BYTES} more, since a pipe may never end; the digest then stays empty.
     */
    void drain() throws IOException {
        if (!isHashed) {
            return;
        }
        long bound = size == UNKNOWN_SIZE ? bytesRead + PIPE_DRAIN_BYTES : Long.MAX_VALUE;
        ByteBuffer scratch = ByteBuffer.allocate(exhausted ? 0 : DRAIN_BUFFER_BYTES);
        while (!exhausted && bytesRead < bound) {
            read(scratch.clear());
            digest(scratch.flip());
        }
        if (exhausted) {
            sha256 = HexFormat.of().formatHex(digest().digest());
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private MessageDigest digest() {
        try {
            if (digest == null) {
                digest = MessageDigest.getInstance("SHA-256");
            }
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
