package org.pcapanalyzer.comparison;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Length and SHA-256 of the bytes of one direction, so that streams of any length can be compared. */
final class StreamDigest {
    private final MessageDigest digest;
    private final long prefixLength;
    private String prefix = "";
    private long length;
    private boolean hasGap;
    private boolean hasFin;

    StreamDigest() {
        this(Long.MAX_VALUE);
    }

    /** @param prefixLength length at which {@link #prefix()} is taken */
    StreamDigest(long prefixLength) {
        this.prefixLength = prefixLength;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void add(byte[] bytes) {
        int before = (int) Math.min(bytes.length, prefixLength - length);
        if (before >= 0 && before < bytes.length) {
            update(bytes, 0, before);
            prefix = text();
            update(bytes, before, bytes.length - before);
        } else {
            update(bytes, 0, bytes.length);
        }
    }

    private void update(byte[] bytes, int offset, int count) {
        digest.update(bytes, offset, count);
        length += count;
    }

    long length() {
        return length;
    }

    void noteGap() {
        hasGap = true;
    }

    boolean hasGap() {
        return hasGap;
    }

    void noteFin() {
        hasFin = true;
    }

    /** Whether the stream went as far as its FIN. */
    boolean hasFin() {
        return hasFin;
    }

    /** {@link #text()} of the first bytes, if there are more of them. */
    String prefix() {
        return prefix;
    }

    /** What is compared. */
    String text() {
        try {
            byte[] sum = ((MessageDigest) digest.clone()).digest();
            return length + " bytes, " + HexFormat.of().formatHex(sum, 0, 8);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own SHA-256 can be cloned", e);
        }
    }
}
