package org.pcapanalyzer.protocol.http;

import java.nio.charset.StandardCharsets;

/**
 * Start line and header fields of a message (RFC 9112 2.1), as far as they were captured. Texts are cut to
 * {@value #LONGEST_TEXT} characters, and empty where the message does not have them.
 */
final class HttpHead {
    /** Of {@link #status} and {@link #contentLength}. */
    static final int ABSENT = -1;
    /** Of {@link #contentLength}: several that differ, or no number. */
    static final int INVALID = -2;

    static final int LONGEST_TEXT = 512;

    private static final String VERSION = "HTTP/";

    final boolean isResponse;
    /** Three digits; {@link #ABSENT} in requests. */
    final int status;

    final String method;
    final String target;
    /** "1.1". */
    final String version;

    String host = "";
    String userAgent = "";
    String server = "";
    String via = "";
    String forwardedFor = "";
    String upgrade = "";
    long contentLength = ABSENT;
    boolean hasTransferEncoding;
    boolean isChunked;

    private HttpHead(boolean isResponse, int status, String method, String target, String version) {
        this.isResponse = isResponse;
        this.status = status;
        this.method = method;
        this.target = target;
        this.version = version;
    }

    /** Reads a head, or what was captured of it: the first line is cut where it does not end. */
    static HttpHead of(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        int lineEnd = endOfLine(text, 0);
        HttpHead head = ofStartLine(text.substring(0, lineEnd).strip());
        int at = lineEnd + 1;
        while (at < text.length()) {
            int end = endOfLine(text, at);
            head.readField(text, at, end);
            at = end + 1;
        }
        return head;
    }

    /** What the beginning of an HTTP/2 field block tells. */
    static HttpHead ofHttp2(boolean isResponse, byte[] block) {
        return new HttpHead(
                isResponse,
                isResponse ? HpackStart.status(block) : ABSENT,
                isResponse ? "" : HpackStart.method(block),
                "",
                "2");
    }

    private static int endOfLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static HttpHead ofStartLine(String line) {
        int first = line.indexOf(' ');
        String start = first < 0 ? line : line.substring(0, first);
        String rest = first < 0 ? "" : line.substring(first + 1).stripLeading();
        if (start.startsWith(VERSION)) {
            return new HttpHead(true, statusOf(rest), "", "", start.substring(VERSION.length()));
        }
        int last = rest.lastIndexOf(' ' + VERSION);
        String target = last < 0 ? rest : rest.substring(0, last).strip();
        String version = last < 0 ? "" : rest.substring(last + 1 + VERSION.length());
        return new HttpHead(false, ABSENT, start, cut(target), version);
    }

    private static int statusOf(String rest) {
        boolean isStatus = rest.length() >= 3
                && Character.digit(rest.charAt(0), 10) > 0
                && Character.digit(rest.charAt(1), 10) >= 0
                && Character.digit(rest.charAt(2), 10) >= 0;
        return isStatus ? Integer.parseInt(rest, 0, 3, 10) : ABSENT;
    }

    private void readField(String text, int start, int end) {
        int colon = text.indexOf(':', start);
        if (colon <= start || colon >= end) {
            return;
        }
        String value = text.substring(colon + 1, end).strip();
        switch (colon - start) {
            case 3 -> via = isNamed(text, start, "via") ? cut(value) : via;
            case 4 -> host = isNamed(text, start, "host") ? cut(value) : host;
            case 6 -> server = isNamed(text, start, "server") ? cut(value) : server;
            case 7 -> upgrade = isNamed(text, start, "upgrade") ? cut(value) : upgrade;
            case 10 -> userAgent = isNamed(text, start, "user-agent") ? cut(value) : userAgent;
            case 14 -> readContentLength(text, start, value);
            case 15 -> forwardedFor = isNamed(text, start, "x-forwarded-for") ? cut(value) : forwardedFor;
            case 17 -> readTransferEncoding(text, start, value);
            default -> {
                // no field that is kept
            }
        }
    }

    private static boolean isNamed(String text, int start, String name) {
        return text.regionMatches(true, start, name, 0, name.length());
    }

    /** RFC 9110 8.6: the same length may stand there more than once, also as a list. */
    private void readContentLength(String text, int start, String value) {
        if (!isNamed(text, start, "content-length")) {
            return;
        }
        for (String part : value.split(",", -1)) {
            long length = lengthOf(part.strip());
            boolean isOther = contentLength != ABSENT && contentLength != length;
            contentLength = isOther ? INVALID : length;
        }
    }

    private static long lengthOf(String digits) {
        boolean isNumber =
                !digits.isEmpty() && digits.length() <= 18 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Long.parseLong(digits) : INVALID;
    }

    /** The body is in chunks if that is the last coding (RFC 9112 6.1). */
    private void readTransferEncoding(String text, int start, String value) {
        if (isNamed(text, start, "transfer-encoding")) {
            hasTransferEncoding = true;
            String last = value.substring(value.lastIndexOf(',') + 1).strip();
            isChunked = last.equalsIgnoreCase("chunked");
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
