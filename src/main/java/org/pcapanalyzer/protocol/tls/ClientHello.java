package org.pcapanalyzer.protocol.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a client offers (RFC 8446 4.1.2, RFC 5246 7.4.1.2, SSLv2 form: RFC 5246 appendix E.2).
 *
 * <pre>
 *   version(2) random(32) session id&lt;1&gt; cipher suites&lt;2&gt; compressions&lt;1&gt; extensions&lt;2&gt;: type(2) data&lt;2&gt;
 * </pre>
 */
public final class ClientHello {
    static final int SERVER_NAME = 0;
    static final int ALPN = 16;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int PRE_SHARED_KEY = 41;
    private static final int EARLY_DATA = 42;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int KEY_SHARE = 51;
    private static final int ENCRYPTED_CLIENT_HELLO = 0xFE0D;
    private static final int RANDOM_BYTES = 32;
    private static final int MOST_NAMES = 64;
    private static final int MOST_EXTENSIONS = 256;
    private static final int[] NONE = {};

    private int legacyVersion;
    private byte[] sessionId = {};
    private int[] ciphers = NONE;
    private int[] versions = NONE;
    private int[] groups = NONE;
    private int[] keyShares = NONE;
    private int[] signatures = NONE;
    private int[] extensions = NONE;
    private int extensionCount;
    private String serverName = "";
    private List<String> protocols = List.of();
    private boolean malformed;
    private boolean isSsl2;

    private ClientHello() {}

    /** Reads the body of the message, which may be cut or lie: then what was read before counts. */
    static ClientHello read(byte[] bytes, int start, int end) {
        ClientHello hello = new ClientHello();
        MessageBytes body = new MessageBytes(bytes, start, end);
        hello.legacyVersion = body.u16();
        body.skip(RANDOM_BYTES);
        hello.sessionId = body.vector8().rest();
        hello.ciphers = body.vector16().numbers16();
        body.vector8();
        if (body.hasMore()) {
            hello.readExtensions(body.vector16());
        }
        hello.malformed |= body.isBroken();
        return hello;
    }

    /** Reads the form of SSLv2, from behind the message's type. */
    static ClientHello readSsl2(byte[] bytes, int start, int end) {
        ClientHello hello = new ClientHello();
        MessageBytes body = new MessageBytes(bytes, start, end);
        hello.isSsl2 = true;
        hello.legacyVersion = body.u16();
        int ciphersLength = body.u16();
        body.skip(4);
        MessageBytes suites = body.part(ciphersLength);
        List<Integer> known = new ArrayList<>();
        while (suites.remaining() >= 3) {
            int suite = suites.u24();
            if (suite <= 0xFFFF) {
                known.add(suite);
            }
        }
        hello.ciphers = known.stream().mapToInt(Integer::intValue).toArray();
        hello.malformed = body.isBroken();
        return hello;
    }

    private void readExtensions(MessageBytes list) {
        extensions = new int[Math.min(MOST_EXTENSIONS, list.remaining() / 4)];
        while (list.hasMore() && extensionCount < extensions.length) {
            int type = list.u16();
            MessageBytes data = list.vector16();
            if (!list.isBroken()) {
                extensions[extensionCount++] = type;
                readExtension(type, data);
                malformed |= data.isBroken();
            }
        }
        malformed |= list.isBroken();
    }

    private void readExtension(int type, MessageBytes data) {
        switch (type) {
            case SERVER_NAME -> serverName = serverName(data);
            case ALPN -> protocols = protocols(data);
            case SUPPORTED_GROUPS -> groups = data.vector16().numbers16();
            case SIGNATURE_ALGORITHMS -> signatures = data.vector16().numbers16();
            case SUPPORTED_VERSIONS -> versions = data.vector8().numbers16();
            case KEY_SHARE -> keyShares = keyShares(data);
            default -> {}
        }
    }

    /** The first host name (RFC 6066 3), in lower case. */
    private static String serverName(MessageBytes data) {
        MessageBytes list = data.vector16();
        boolean isHostName = list.hasMore() && list.u8() == 0;
        return isHostName ? list.vector16().text().toLowerCase(Locale.ROOT) : "";
    }

    /** RFC 7301 3.1. */
    static List<String> protocols(MessageBytes data) {
        MessageBytes list = data.vector16();
        List<String> names = new ArrayList<>();
        while (list.hasMore() && names.size() < MOST_NAMES) {
            names.add(list.vector8().text());
        }
        return List.copyOf(names);
    }

    private static int[] keyShares(MessageBytes data) {
        MessageBytes list = data.vector16();
        int[] shares = new int[MOST_NAMES];
        int count = 0;
        while (list.remaining() >= 4 && count < MOST_NAMES) {
            shares[count++] = list.u16();
            list.vector16();
        }
        return Arrays.copyOf(shares, count);
    }

    /** The version field of the message, which TLS 1.3 freezes at 0x0303. */
    public int legacyVersion() {
        return legacyVersion;
    }

    /** All that are offered, in the client's order, GREASE included; only the legacy version where no extension lists them. */
    public int[] versions() {
        return versions.length > 0 ? versions : new int[] {legacyVersion};
    }

    /** Whether the extension supported_versions is there. */
    boolean listsVersions() {
        return versions.length > 0;
    }

    public int[] ciphers() {
        return ciphers;
    }

    /** Groups of supported_groups, GREASE included. */
    public int[] groups() {
        return groups;
    }

    /** Groups of the key shares, GREASE included. */
    public int[] keyShareGroups() {
        return keyShares;
    }

    int[] signatureAlgorithms() {
        return signatures;
    }

    /** Types of the extensions in their order. */
    int[] extensions() {
        return Arrays.copyOf(extensions, extensionCount);
    }

    private boolean has(int extension) {
        for (int i = 0; i < extensionCount; i++) {
            if (extensions[i] == extension) {
                return true;
            }
        }
        return false;
    }

    boolean hasServerName() {
        return has(SERVER_NAME);
    }

    /** Host name of the extension server_name in lower case, as sent; empty if there is none. */
    public String serverName() {
        return serverName;
    }

    /** Protocols of ALPN, one character a byte. */
    public List<String> protocols() {
        return protocols;
    }

    byte[] sessionId() {
        return sessionId;
    }

    /** A session of TLS 1.3 is offered for resumption. */
    public boolean offersPsk() {
        return has(PRE_SHARED_KEY);
    }

    /** Data follow the hello before the server has answered. */
    public boolean announcesEarlyData() {
        return has(EARLY_DATA);
    }

    /** The true hello is inside, encrypted, or an extension pretends so: the name may be that of a front. */
    public boolean isEncryptedInside() {
        return has(ENCRYPTED_CLIENT_HELLO);
    }

    /** A length does not fit, or the message is cut. */
    public boolean isMalformed() {
        return malformed;
    }

    boolean isSsl2() {
        return isSsl2;
    }
}
