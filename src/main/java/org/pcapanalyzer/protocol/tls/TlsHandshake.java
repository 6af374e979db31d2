package org.pcapanalyzer.protocol.tls;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;

/**
 * How a connection became TLS, as far as it shows: a row of {@code tls}, accessors named after its columns. Moments that did
 * not come, or were not seen, are {@link Moment#NONE}; texts are empty and numbers negative where there is none.
 */
public final class TlsHandshake {
    private static final List<Integer> CERTIFICATE_ALERTS = List.of(42, 43, 44, 45, 46, 48);

    final Flow flow;
    final boolean isQuic;
    /** Whoever sent the ClientHello; the originator until one was seen. */
    Side client = Side.ORIG;

    String startedBy = "";
    ClientHello clientHello;
    ServerHello serverHello;
    String ja4 = "";
    int clientHelloBytes = -1;
    /** Of a ServerKeyExchange, for versions before TLS 1.3. */
    int keyExchangeGroup = -1;

    boolean isRetried;
    boolean isResumed;
    boolean isEstablished;
    boolean isClientCertificateRequested;

    Moment clientHelloAt = Moment.NONE;
    Moment serverHelloAt = Moment.NONE;
    Moment certificateAt = Moment.NONE;
    Moment flightEndAt = Moment.NONE;
    Moment doneAt = Moment.NONE;
    Moment requestAt = Moment.NONE;
    Moment responseAt = Moment.NONE;
    TlsAlert alert;

    int chainLength = -1;
    int clientChainLength = -1;
    CertificateFacts leaf;
    boolean isChainOrdered = true;

    String origText = "";
    String respText = "";
    private final Set<TlsAnomaly> anomalies = EnumSet.noneOf(TlsAnomaly.class);

    TlsHandshake(Flow flow, boolean isQuic) {
        this.flow = flow;
        this.isQuic = isQuic;
    }

    void note(TlsAnomaly anomaly) {
        anomalies.add(anomaly);
    }

    void note(TlsAlert next) {
        if (alert == null || next.isGraverThan(alert)) {
            alert = next;
        }
    }

    public Flow flow() {
        return flow;
    }

    /** Time of the first thing seen of the handshake. */
    public long timeNs() {
        long first = Flow.ABSENT;
        for (Moment moment : List.of(clientHelloAt, serverHelloAt, alert == null ? Moment.NONE : alert.moment())) {
            if (moment.isKnown() && (first == Flow.ABSENT || moment.timeNs() < first)) {
                first = moment.timeNs();
            }
        }
        return first == Flow.ABSENT ? flow.startNs() : first;
    }

    public boolean isQuic() {
        return isQuic;
    }

    public Side client() {
        return client;
    }

    /** Protocol that changed to TLS; empty if the connection began with it. */
    public String startedBy() {
        return startedBy;
    }

    public Optional<ClientHello> clientHello() {
        return Optional.ofNullable(clientHello);
    }

    public String ja4() {
        return ja4;
    }

    /** Bytes of the first ClientHello. */
    public int clientHelloBytes() {
        return clientHelloBytes;
    }

    public List<String> versionsOffered() {
        return clientHello == null ? List.of() : Numbers.names(clientHello.versions(), Numbers::version);
    }

    public List<String> alpnOffered() {
        return clientHello == null
                ? List.of()
                : clientHello.protocols().stream().map(PrintableText::of).toList();
    }

    public List<String> groupsOffered() {
        return clientHello == null ? List.of() : Numbers.names(clientHello.groups(), Numbers::group);
    }

    public List<String> keyShares() {
        return clientHello == null ? List.of() : Numbers.names(clientHello.keyShareGroups(), Numbers::group);
    }

    public List<String> ciphersOffered() {
        return clientHello == null ? List.of() : Numbers.names(clientHello.ciphers(), Numbers::cipher);
    }

    /** Of the server's choice. */
    public String version() {
        return serverHello == null ? "" : Numbers.version(serverHello.version());
    }

    boolean isTls13() {
        return serverHello != null && Numbers.isTls13(serverHello.version());
    }

    public String sni() {
        return clientHello == null ? "" : PrintableText.of(clientHello.serverName());
    }

    /** Chosen in clear; TLS 1.3 hides it. */
    public String alpn() {
        return serverHello == null ? "" : PrintableText.of(serverHello.alpn());
    }

    public String cipher() {
        return serverHello == null ? "" : Numbers.cipher(serverHello.cipher());
    }

    public String group() {
        int group = serverHello != null && serverHello.group() >= 0 ? serverHello.group() : keyExchangeGroup;
        return group < 0 ? "" : Numbers.group(group);
    }

    /** The server asked for another ClientHello. */
    public boolean isRetried() {
        return isRetried;
    }

    public boolean isResumed() {
        return isResumed;
    }

    public boolean isEstablished() {
        return isEstablished;
    }

    /** Seen in clear, before TLS 1.3. */
    public boolean isClientCertificateRequested() {
        return isClientCertificateRequested;
    }

    public Moment clientHelloAt() {
        return clientHelloAt;
    }

    public Moment serverHelloAt() {
        return serverHelloAt;
    }

    public Moment certificateAt() {
        return certificateAt;
    }

    public Moment flightEndAt() {
        return flightEndAt;
    }

    public Moment doneAt() {
        return doneAt;
    }

    public Moment requestAt() {
        return requestAt;
    }

    public Moment responseAt() {
        return responseAt;
    }

    /** The gravest alert seen, of those the first. */
    public Optional<TlsAlert> alert() {
        return Optional.ofNullable(alert);
    }

    /** An alert in clear that says what is wrong with the other side's certificate. */
    public boolean isCertificateRejected() {
        return alert != null && CERTIFICATE_ALERTS.contains(alert.code());
    }

    /** Certificates of the server in clear; negative if none was seen, 0 for an empty message. */
    public int chainLength() {
        return chainLength;
    }

    /** Certificates of the client in clear, likewise. */
    public int clientChainLength() {
        return clientChainLength;
    }

    /** The server's own certificate. */
    public Optional<CertificateFacts> leaf() {
        return Optional.ofNullable(leaf);
    }

    /** Whether the leaf is one for the name that the client asked for; empty if either is not known. */
    public Optional<Boolean> leafMatchesSni() {
        if (leaf == null || leaf.isMalformed() || sni().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ServerNames.matches(sni(), leaf));
    }

    /** Whether each certificate of the chain names the next as its issuer. */
    public boolean isChainOrdered() {
        return isChainOrdered;
    }

    /** What the originator said in clear where TLS is spoken. */
    public String origText() {
        return origText;
    }

    /** What the responder said in clear where TLS is spoken. */
    public String respText() {
        return respText;
    }

    public Set<TlsAnomaly> anomalies() {
        return anomalies;
    }
}
