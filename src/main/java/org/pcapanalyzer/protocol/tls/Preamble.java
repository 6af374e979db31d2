package org.pcapanalyzer.protocol.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.pcapanalyzer.flow.Side;

/** What the two sides said in clear before the first record: by what protocol they agreed on TLS, if they did. */
public final class Preamble {
    private static final int MOST_KEPT = 80;
    private static final String POSTGRESQL_SSL_REQUEST = "\0\0\0\b\u0004\u00D2\u0016/";
    private static final String LDAP_START_TLS = "1.3.6.1.4.1.1466.20037";
    private static final String MYSQL_SSL_REQUEST = " \0\0\u0001";
    private static final char MYSQL_PROTOCOL = 10;
    private static final String TPKT = "\u0003\0";

    private static final byte[] NOTHING = {};

    private byte[] firstOfOrig = NOTHING;
    private byte[] lastOfOrig = NOTHING;
    private byte[] firstOfResp = NOTHING;

    /** Notes what a segment carries; of long ones the beginning. */
    public void note(Side sender, ByteBuffer buffer, int offset, int length) {
        if (sender == Side.RESP && firstOfResp.length > 0) {
            return;
        }
        byte[] kept = new byte[Math.min(MOST_KEPT, length)];
        buffer.get(offset, kept);
        if (sender == Side.RESP) {
            firstOfResp = kept;
        } else {
            firstOfOrig = firstOfOrig.length == 0 ? kept : firstOfOrig;
            lastOfOrig = kept;
        }
    }

    private static String text(byte[] kept) {
        return new String(kept, StandardCharsets.ISO_8859_1);
    }

    /** The protocol whose command for it came last; empty if the client gave none. */
    String startedBy() {
        String lastOfOrig = text(this.lastOfOrig);
        String firstOfResp = text(this.firstOfResp);
        String command = lastOfOrig.strip().toUpperCase(Locale.ROOT);
        if (command.endsWith("STARTTLS")) {
            return firstOfResp.startsWith("* ") ? "imap" : firstOfResp.startsWith("220") ? "smtp" : "starttls";
        }
        if (command.equals("STLS")) {
            return "pop3";
        }
        if (command.startsWith("AUTH ")) {
            return "ftp";
        }
        if (lastOfOrig.equals(POSTGRESQL_SSL_REQUEST)) {
            return "postgresql";
        }
        if (lastOfOrig.startsWith(MYSQL_SSL_REQUEST)
                && firstOfResp.length() > 4
                && firstOfResp.charAt(4) == MYSQL_PROTOCOL) {
            return "mysql";
        }
        if (lastOfOrig.contains(LDAP_START_TLS)) {
            return "ldap";
        }
        if (lastOfOrig.contains("<starttls")) {
            return "xmpp";
        }
        if (command.startsWith("CONNECT ")) {
            return "http";
        }
        return lastOfOrig.startsWith(TPKT) ? "rdp" : "";
    }

    /** First line that a side said, printable; empty if it said nothing. */
    String text(Side side) {
        return PrintableText.of(text(side == Side.ORIG ? firstOfOrig : firstOfResp)
                .lines()
                .findFirst()
                .orElse(""));
    }
}
