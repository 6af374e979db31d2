package org.pcapanalyzer.protocol.tls;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The JA4 fingerprint of a ClientHello: which TLS library a client is likely built on, whatever it talks to.
 * https://github.com/FoxIO-LLC/ja4/blob/main/technical_details/JA4.md
 */
final class Ja4 {
    private static final int HASH_CHARACTERS = 12;
    private static final String NOTHING = "0".repeat(HASH_CHARACTERS);
    private static final int MOST = 99;

    private Ja4() {}

    /** The fingerprint, of a hello over QUIC or TCP. */
    static String of(ClientHello hello, boolean isQuic) {
        int[] ciphers = withoutGrease(hello.ciphers());
        int[] extensions = withoutGrease(hello.extensions());
        return (isQuic ? "q" : "t")
                + version(hello)
                + (hello.hasServerName() ? "d" : "i")
                + "%02d%02d".formatted(Math.min(MOST, ciphers.length), Math.min(MOST, extensions.length))
                + protocol(hello)
                + '_'
                + (ciphers.length == 0 ? NOTHING : hash(sorted(ciphers)))
                + '_'
                + extensionsHash(hello, extensions);
    }

    private static String version(ClientHello hello) {
        int highest = hello.listsVersions()
                ? Arrays.stream(withoutGrease(hello.versions())).max().orElse(0)
                : hello.legacyVersion();
        return switch (highest) {
            case Numbers.TLS_1_3 -> "13";
            case Numbers.TLS_1_2 -> "12";
            case 0x0302 -> "11";
            case Numbers.TLS_1_0 -> "10";
            case Numbers.SSL_3 -> "s3";
            case Numbers.SSL_2 -> "s2";
            default -> "00";
        };
    }

    /** First and last character of the first protocol offered, of its hexadecimal form if either is no letter or digit. */
    private static String protocol(ClientHello hello) {
        String first = hello.protocols().isEmpty() ? "" : hello.protocols().get(0);
        if (first.isEmpty()) {
            return "00";
        }
        if (!isAlphanumeric(first.charAt(0)) || !isAlphanumeric(first.charAt(first.length() - 1))) {
            first = HexFormat.of().formatHex(first.getBytes(StandardCharsets.ISO_8859_1));
        }
        return "" + first.charAt(0) + first.charAt(first.length() - 1);
    }

    private static boolean isAlphanumeric(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    private static String extensionsHash(ClientHello hello, int[] extensions) {
        int[] others = Arrays.stream(extensions)
                .filter(type -> type != ClientHello.SERVER_NAME && type != ClientHello.ALPN)
                .toArray();
        if (others.length == 0) {
            return NOTHING;
        }
        String signatures = text(Arrays.stream(withoutGrease(hello.signatureAlgorithms())));
        return hash(sorted(others) + (signatures.isEmpty() ? "" : "_" + signatures));
    }

    private static int[] withoutGrease(int[] values) {
        return Arrays.stream(values).filter(value -> !Numbers.isGrease(value)).toArray();
    }

    private static String sorted(int[] values) {
        return text(Arrays.stream(values).sorted());
    }

    private static String text(IntStream values) {
        return values.mapToObj(value -> HexFormat.of().toHexDigits((short) value))
                .collect(Collectors.joining(","));
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
