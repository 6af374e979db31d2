package org.pcapanalyzer.protocol.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Tells the start of a message (RFC 9112 3 and 4) from other bytes, and from RTSP and SIP, which look alike. */
final class HttpStart {
    private static final byte[] VERSION = "HTTP/".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_METHOD = 17;
    /** Of RFC 9110, RFC 5789, WebDAV and its relatives, UPnP, caches. */
    private static final Set<String> METHODS = Set.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "CONNECT",
            "OPTIONS",
            "TRACE",
            "PATCH",
            "PROPFIND",
            "PROPPATCH",
            "MKCOL",
            "COPY",
            "MOVE",
            "LOCK",
            "UNLOCK",
            "ACL",
            "SEARCH",
            "REPORT",
            "CHECKIN",
            "CHECKOUT",
            "UNCHECKOUT",
            "MERGE",
            "MKACTIVITY",
            "MKWORKSPACE",
            "VERSION-CONTROL",
            "UPDATE",
            "LABEL",
            "BCOPY",
            "BDELETE",
            "BMOVE",
            "BPROPFIND",
            "BPROPPATCH",
            "POLL",
            "NOTIFY",
            "SUBSCRIBE",
            "UNSUBSCRIBE",
            "M-POST",
            "PURGE",
            "RPC_IN_DATA",
            "RPC_OUT_DATA",
            "CCM_POST");

    private HttpStart() {}

    /** Whether a message starts here for certain. */
    static boolean isAt(ByteBuffer buffer, int offset, int end) {
        return isVersionAt(buffer, offset, end) && end - offset >= VERSION.length || isRequestAt(buffer, offset, end);
    }

    /** Whether a message may start here, as far as the bytes go. */
    static boolean mayBeAt(ByteBuffer buffer, int offset, int end) {
        return isVersionAt(buffer, offset, end) || isMethodAt(buffer, offset, end);
    }

    /** Whether as much of "HTTP/" stands here as there are bytes. */
    private static boolean isVersionAt(ByteBuffer buffer, int offset, int end) {
        int length = Math.min(VERSION.length, end - offset);
        for (int i = 0; i < length; i++) {
            if (buffer.get(offset + i) != VERSION[i]) {
                return false;
            }
        }
        return length > 0;
    }

    private static boolean isMethodAt(ByteBuffer buffer, int offset, int end) {
        int length = methodLength(buffer, offset, end);
        if (length == 0 || end - offset >= length + 2) {
            return isRequestAt(buffer, offset, end);
        }
        String begun = text(buffer, offset, end - offset);
        return METHODS.stream().anyMatch(method -> (method + ' ').startsWith(begun));
    }

    /** The target is a path, *, or an URI of HTTP; of CONNECT a host. */
    private static boolean isRequestAt(ByteBuffer buffer, int offset, int end) {
        int length = methodLength(buffer, offset, end);
        if (length == 0 || end - offset < length + 2 || buffer.get(offset + length) != ' ') {
            return false;
        }
        int target = buffer.get(offset + length + 1);
        String method = text(buffer, offset, length);
        boolean isTarget = target == '/' || target == '*' || target == 'h' || target == 'H';
        return METHODS.contains(method) && (isTarget || method.equals("CONNECT"));
    }

    /** Characters of which methods are made; 0 if there are none, or too many. */
    private static int methodLength(ByteBuffer buffer, int offset, int end) {
        int length = 0;
        while (offset + length < end && isOfMethod(buffer.get(offset + length))) {
            if (++length > LONGEST_METHOD) {
                return 0;
            }
        }
        return length;
    }

    private static boolean isOfMethod(byte value) {
        return value >= 'A' && value <= 'Z' || value == '-' || value == '_';
    }

    private static String text(ByteBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes, 0, length);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
