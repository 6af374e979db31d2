package org.pcapanalyzer.store;

import org.pcapanalyzer.protocol.tls.CertificateFacts;
import org.pcapanalyzer.protocol.tls.TlsCertificate;

/** Table {@code certificates}. */
final class CertificateTable implements Table<TlsCertificate> {
    @Override
    public String name() {
        return "certificates";
    }

    @Override
    public void copy(TlsCertificate certificate, ColumnBatch row) {
        CertificateFacts facts = certificate.facts();
        row.big("flow_id", certificate.flow().flowId())
                .big("ts", certificate.timeNs())
                .big("frame", certificate.frame())
                .text("dir", certificate.sender().label())
                .number("position", certificate.position())
                .text("subject", facts.subject())
                .text("issuer", facts.issuer())
                .text("serial", facts.serial())
                .list("san", facts.names())
                .big("not_before", facts.notBeforeNs())
                .big("not_after", facts.notAfterNs())
                .text("key_type", facts.keyType())
                .number("key_bits", facts.keyBits())
                .text("signature_algorithm", facts.signatureAlgorithm())
                .flag("is_ca", facts.isCa())
                .flag("self_signed", facts.isSelfSigned())
                .text("ca_issuers_url", facts.caIssuersUrl())
                .text("sha256", facts.sha256())
                .flag("malformed", facts.isMalformed());
    }
}
