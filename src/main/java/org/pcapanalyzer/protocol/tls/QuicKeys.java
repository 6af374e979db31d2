package org.pcapanalyzer.protocol.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What protects the Initials of one direction (RFC 9001 5.2, RFC 9369 3.3): keys that anybody can derive from the
 * destination connection id of the client's first Initial. They keep out accidents, not readers.
 */
final class QuicKeys {
    static final int SAMPLE_BYTES = 16;
    static final int TAG_BYTES = 16;
    private static final int VERSION_2 = 0x6B3343CF;
    private static final int IV_BYTES = 12;
    private static final int KEY_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    private static final byte[] SALT_V1 = HexFormat.of().parseHex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
    private static final byte[] SALT_V2 = HexFormat.of().parseHex("0dede3def700a6db819381be6e269dcbf9bd2ed9");
    private static final String HMAC = "HmacSHA256";

    private final byte[] iv;
    private final SecretKeySpec key;
    private final SecretKeySpec headerKey;

    private QuicKeys(byte[] secret, String prefix) throws GeneralSecurityException {
        key = new SecretKeySpec(expand(secret, prefix + "key", KEY_BYTES), "AES");
        iv = expand(secret, prefix + "iv", IV_BYTES);
        headerKey = new SecretKeySpec(expand(secret, prefix + "hp", KEY_BYTES), "AES");
    }

    /**
     * The keys of one side's Initials.
     *
     * @param connectionId destination connection id of the client's first Initial
     */
    static QuicKeys of(int version, byte[] connectionId, boolean isClient) {
        try {
            byte[] initial = hmac(version == VERSION_2 ? SALT_V2 : SALT_V1, connectionId);
            byte[] secret = expand(initial, isClient ? "client in" : "server in", SECRET_BYTES);
            return new QuicKeys(secret, version == VERSION_2 ? "quicv2 " : "quic ");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac.doFinal(data);
    }

    /** HKDF-Expand-Label with an empty context (RFC 8446 7.1); one round of HMAC is enough for these lengths. */
    private static byte[] expand(byte[] secret, String label, int length) throws GeneralSecurityException {
        byte[] full = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer info = ByteBuffer.allocate(full.length + 5);
        info.putShort((short) length)
                .put((byte) full.length)
                .put(full)
                .put((byte) 0)
                .put((byte) 1);
        return Arrays.copyOf(hmac(secret, info.array()), length);
    }

    /** The mask of header protection for a sample of the ciphertext (RFC 9001 5.4.3). */
    byte[] mask(byte[] packet, int sampleOffset) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, headerKey);
            return cipher.doFinal(packet, sampleOffset, SAMPLE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    /**
     * Decrypts what stands behind a header whose protection is removed.
     *
     * @return the frames; empty if the tag does not fit: damaged, or not protected by these keys
     */
    byte[] open(byte[] packet, int headerLength, int end, long packetNumber) {
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, packetNumber);
            cipher.updateAAD(packet, 0, headerLength);
            return cipher.doFinal(packet, headerLength, end - headerLength);
        } catch (GeneralSecurityException e) {
            return new byte[0];
        }
    }

    /** Encrypts frames behind a header; the tag stands at the end. */
    byte[] seal(byte[] header, byte[] frames, long packetNumber) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, packetNumber);
            cipher.updateAAD(header);
            return cipher.doFinal(frames);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, long packetNumber) throws GeneralSecurityException {
        byte[] nonce = iv.clone();
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[IV_BYTES - 1 - i] ^= (byte) (packetNumber >>> 8 * i);
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        return cipher;
    }
}
