package org.pcapanalyzer.protocol.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes messages and records of TLS, field by field. */
final class Hello {
    static final String RANDOM = "00".repeat(32);
    private static final String RETRY = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

    private final ByteArrayOutputStream extensions = new ByteArrayOutputStream();
    private String ciphers = "130113021303";
    private String random = RANDOM;
    private String sessionId = "";

    Hello ciphers(String hex) {
        ciphers = hex.replace(",", "");
        return this;
    }

    Hello sessionId(String hex) {
        sessionId = hex;
        return this;
    }

    Hello retry() {
        random = RETRY;
        return this;
    }

    Hello extension(int type, byte[] data) {
        extensions.writeBytes(bytes("%04x%04x".formatted(type, data.length)));
        extensions.writeBytes(data);
        return this;
    }

    Hello extension(int type, String hex) {
        return extension(type, bytes(hex.replace(",", "")));
    }

    Hello sni(String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        return extension(0, join(bytes("%04x00%04x".formatted(text.length + 3, text.length)), text));
    }

    Hello alpn(String... names) {
        byte[] list = new byte[0];
        for (String name : names) {
            list = join(list, new byte[] {(byte) name.length()}, name.getBytes(StandardCharsets.ISO_8859_1));
        }
        return extension(16, join(bytes("%04x".formatted(list.length)), list));
    }

    Hello versions(String hex) {
        return extension(43, "%02x".formatted(hex.length() / 2) + hex);
    }

    /** A ClientHello with its head. */
    byte[] client() {
        byte[] suites = bytes(ciphers);
        byte[] body = join(
                bytes("0303" + random + "%02x".formatted(sessionId.length() / 2) + sessionId),
                bytes("%04x".formatted(suites.length)),
                suites,
                bytes("0100"),
                bytes("%04x".formatted(extensions.size())),
                extensions.toByteArray());
        return message(1, body);
    }

    /** A ServerHello with its head. */
    byte[] server(String version, String cipher) {
        byte[] body = join(
                bytes(version + random + "%02x".formatted(sessionId.length() / 2) + sessionId + cipher + "00"),
                bytes("%04x".formatted(extensions.size())),
                extensions.toByteArray());
        return message(2, body);
    }

    static byte[] message(int type, byte[] body) {
        return join(bytes("%02x%06x".formatted(type, body.length)), body);
    }

    static byte[] record(int type, byte[] fragment) {
        return join(bytes("%02x0303%04x".formatted(type, fragment.length)), fragment);
    }

    static byte[] handshake(byte[]... messages) {
        return record(22, join(messages));
    }

    static byte[] data(int length) {
        return record(23, new byte[length]);
    }

    static byte[] alert(int level, int code) {
        return record(21, new byte[] {(byte) level, (byte) code});
    }

    static byte[] changeCipherSpec() {
        return record(20, new byte[] {1});
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
