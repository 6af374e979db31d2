package org.pcapanalyzer.protocol.tls;

import org.pcapanalyzer.flow.Side;

/**
 * An alert (RFC 8446 6).
 *
 * @param level 1 warning, 2 fatal; -1 where it is encrypted
 * @param code  -1 where it is encrypted: then it is told by its record's type, in TLS 1.3 by its length alone
 */
public record TlsAlert(Side sender, int level, int code, Moment moment) {
    private static final int HIDDEN = -1;
    private static final int CLOSE_NOTIFY = 0;
    private static final int WARNING = 1;

    static TlsAlert hidden(Side sender, Moment moment) {
        return new TlsAlert(sender, HIDDEN, HIDDEN, moment);
    }

    public boolean isEncrypted() {
        return code == HIDDEN;
    }

    /** Name as in RFC 8446; empty where it is encrypted. */
    public String name() {
        return isEncrypted() ? "" : Numbers.alert(code);
    }

    /** Whether it tells more than another: what ends the connection for a reason before a warning, that before the rest. */
    boolean isGraverThan(TlsAlert other) {
        return weight() > other.weight();
    }

    private int weight() {
        if (isEncrypted()) {
            return 0;
        }
        if (code == CLOSE_NOTIFY) {
            return 1;
        }
        return level == WARNING ? 2 : 3;
    }
}
