package org.pcapanalyzer.protocol.tls;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What a server chose (RFC 8446 4.1.3, RFC 5246 7.4.1.3).
 *
 * <pre>
 *   version(2) random(32) session id&lt;1&gt; cipher suite(2) compression(1) extensions&lt;2&gt;: type(2) data&lt;2&gt;
 * </pre>
 *
 * @param version        negotiated, that of supported_versions where it is there
 * @param sessionId      as echoed or given
 * @param group          of the key share; -1 if there is none
 * @param alpn           protocol that the server chose in clear; empty if none
 * @param isRetryRequest it asks for another ClientHello (HelloRetryRequest)
 * @param hasPsk         it takes an offered session of TLS 1.3
 * @param isMalformed    a length does not fit, or the message is cut
 */
record ServerHello(
        int version,
        byte[] sessionId,
        int cipher,
        int group,
        String alpn,
        boolean isRetryRequest,
        boolean hasPsk,
        boolean isMalformed) {
    private static final int ALPN = 16;
    private static final int PRE_SHARED_KEY = 41;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int KEY_SHARE = 51;
    private static final int RANDOM_BYTES = 32;
    private static final int MOST_EXTENSIONS = 256;
    /** RFC 8446 4.1.3. */
    private static final byte[] RETRY_RANDOM =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    static ServerHello read(byte[] bytes, int start, int end) {
        MessageBytes body = new MessageBytes(bytes, start, end);
        int version = body.u16();
        boolean isRetry = Arrays.equals(body.part(RANDOM_BYTES).rest(), RETRY_RANDOM);
        // Drafts of TLS 1.3 before 22 have no session id here.
        boolean hasSession = version <= Numbers.TLS_1_3;
        byte[] sessionId = hasSession ? body.vector8().rest() : new byte[0];
        int cipher = body.u16();
        if (hasSession) {
            body.u8();
        }
        int group = -1;
        String alpn = "";
        boolean hasPsk = false;
        boolean isMalformed = false;
        MessageBytes list = body.hasMore() ? body.vector16() : body.part(0);
        for (int i = 0; i < MOST_EXTENSIONS && list.hasMore(); i++) {
            int type = list.u16();
            MessageBytes data = list.vector16();
            switch (type) {
                case SUPPORTED_VERSIONS -> version = data.remaining() >= 2 ? data.u16() : version;
                case KEY_SHARE -> group = data.u16();
                case PRE_SHARED_KEY -> hasPsk = true;
                case ALPN -> alpn = first(ClientHello.protocols(data));
                default -> {}
            }
            isMalformed |= data.isBroken();
        }
        isMalformed |= list.isBroken() || body.isBroken();
        return new ServerHello(version, sessionId, cipher, group, alpn, isRetry, hasPsk, isMalformed);
    }

    private static String first(List<String> names) {
        return names.isEmpty() ? "" : names.get(0);
    }
}
