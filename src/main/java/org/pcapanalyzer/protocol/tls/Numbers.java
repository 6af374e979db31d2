package org.pcapanalyzer.protocol.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Names of the numbers of TLS, as IANA registers them. A number without a name is hexadecimal. */
final class Numbers {
    static final int SSL_2 = 0x0002;
    static final int SSL_3 = 0x0300;
    static final int TLS_1_0 = 0x0301;
    static final int TLS_1_2 = 0x0303;
    static final int TLS_1_3 = 0x0304;
    private static final int FIRST_DRAFT = 0x7F00;
    private static final int MOST_DRAFTS = 28;

    private static final Map<Integer, String> CIPHERS = ciphers();
    private static final Map<Integer, String> GROUPS = Map.ofEntries(
            Map.entry(1, "sect163k1"),
            Map.entry(3, "sect163r2"),
            Map.entry(6, "sect233k1"),
            Map.entry(7, "sect233r1"),
            Map.entry(9, "sect283k1"),
            Map.entry(10, "sect283r1"),
            Map.entry(11, "sect409k1"),
            Map.entry(12, "sect409r1"),
            Map.entry(13, "sect571k1"),
            Map.entry(14, "sect571r1"),
            Map.entry(19, "secp192r1"),
            Map.entry(21, "secp224r1"),
            Map.entry(22, "secp256k1"),
            Map.entry(23, "secp256r1"),
            Map.entry(24, "secp384r1"),
            Map.entry(25, "secp521r1"),
            Map.entry(26, "brainpoolP256r1"),
            Map.entry(27, "brainpoolP384r1"),
            Map.entry(28, "brainpoolP512r1"),
            Map.entry(29, "x25519"),
            Map.entry(30, "x448"),
            Map.entry(31, "brainpoolP256r1tls13"),
            Map.entry(32, "brainpoolP384r1tls13"),
            Map.entry(33, "brainpoolP512r1tls13"),
            Map.entry(41, "curveSM2"),
            Map.entry(0x100, "ffdhe2048"),
            Map.entry(0x101, "ffdhe3072"),
            Map.entry(0x102, "ffdhe4096"),
            Map.entry(0x103, "ffdhe6144"),
            Map.entry(0x104, "ffdhe8192"),
            Map.entry(0x200, "MLKEM512"),
            Map.entry(0x201, "MLKEM768"),
            Map.entry(0x202, "MLKEM1024"),
            Map.entry(0x11EB, "SecP256r1MLKEM768"),
            Map.entry(0x11EC, "X25519MLKEM768"),
            Map.entry(0x11ED, "SecP384r1MLKEM1024"),
            Map.entry(0x6399, "X25519Kyber768Draft00"),
            Map.entry(0x639A, "SecP256r1Kyber768Draft00"));
    private static final Map<Integer, String> ALERTS = Map.ofEntries(
            Map.entry(0, "close_notify"),
            Map.entry(10, "unexpected_message"),
            Map.entry(20, "bad_record_mac"),
            Map.entry(21, "decryption_failed"),
            Map.entry(22, "record_overflow"),
            Map.entry(30, "decompression_failure"),
            Map.entry(40, "handshake_failure"),
            Map.entry(41, "no_certificate"),
            Map.entry(42, "bad_certificate"),
            Map.entry(43, "unsupported_certificate"),
            Map.entry(44, "certificate_revoked"),
            Map.entry(45, "certificate_expired"),
            Map.entry(46, "certificate_unknown"),
            Map.entry(47, "illegal_parameter"),
            Map.entry(48, "unknown_ca"),
            Map.entry(49, "access_denied"),
            Map.entry(50, "decode_error"),
            Map.entry(51, "decrypt_error"),
            Map.entry(60, "export_restriction"),
            Map.entry(70, "protocol_version"),
            Map.entry(71, "insufficient_security"),
            Map.entry(80, "internal_error"),
            Map.entry(86, "inappropriate_fallback"),
            Map.entry(90, "user_canceled"),
            Map.entry(100, "no_renegotiation"),
            Map.entry(109, "missing_extension"),
            Map.entry(110, "unsupported_extension"),
            Map.entry(111, "certificate_unobtainable"),
            Map.entry(112, "unrecognized_name"),
            Map.entry(113, "bad_certificate_status_response"),
            Map.entry(114, "bad_certificate_hash_value"),
            Map.entry(115, "unknown_psk_identity"),
            Map.entry(116, "certificate_required"),
            Map.entry(120, "no_application_protocol"),
            Map.entry(121, "ech_required"));

    private Numbers() {}

    private static Map<Integer, String> ciphers() {
        Map<Integer, String> names = new HashMap<>();
        try (InputStream in = Numbers.class.getResourceAsStream("cipher-suites.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> names.put(Integer.parseInt(line.substring(0, 4), 16), line.substring(5)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    static String version(int version) {
        return switch (version) {
            case SSL_2 -> "SSL 2.0";
            case SSL_3 -> "SSL 3.0";
            case TLS_1_0 -> "TLS 1.0";
            case 0x0302 -> "TLS 1.1";
            case TLS_1_2 -> "TLS 1.2";
            case TLS_1_3 -> "TLS 1.3";
            default -> isDraft(version) ? "TLS 1.3 draft " + (version - FIRST_DRAFT) : hexadecimal(version);
        };
    }

    /** Whether a version has the messages of TLS 1.3; its drafts do. */
    static boolean isTls13(int version) {
        return version == TLS_1_3 || isDraft(version);
    }

    private static boolean isDraft(int version) {
        return version > FIRST_DRAFT && version <= FIRST_DRAFT + MOST_DRAFTS;
    }

    static String cipher(int suite) {
        return CIPHERS.getOrDefault(suite, hexadecimal(suite));
    }

    static String group(int group) {
        return GROUPS.getOrDefault(group, hexadecimal(group));
    }

    static String alert(int code) {
        return ALERTS.getOrDefault(code, Integer.toString(code));
    }

    /** Values that clients send to keep servers from choking on unknown ones (RFC 8701). */
    static boolean isGrease(int value) {
        return (value & 0x0F0F) == 0x0A0A && value >>> 8 == (value & 0xFF);
    }

    /** Names of all but GREASE. */
    static List<String> names(int[] values, IntFunction<String> name) {
        return Arrays.stream(values)
                .filter(value -> !isGrease(value))
                .mapToObj(name)
                .toList();
    }

    static String hexadecimal(int value) {
        return "0x%04x".formatted(value);
    }
}
