package org.pcapanalyzer.protocol.tls;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a certificate says (RFC 5280), whoever sent it.
 *
 * @param subject        name in the form of RFC 2253; empty if there is none
 * @param serial         serial number, hexadecimal
 * @param commonName     of the subject, in lower case; empty if there is none
 * @param dnsNames       names of subjectAltName, in lower case
 * @param addresses      addresses of subjectAltName
 * @param notBeforeNs    nanoseconds since the epoch
 * @param notAfterNs     nanoseconds since the epoch, at most the largest that fits
 * @param keyType        algorithm of the public key, for instance RSA or EC
 * @param keyBits        its size; -1 if unknown
 * @param isCa           basicConstraints allow it to issue
 * @param isSelfSigned   subject and issuer are the same and its own key verifies it
 * @param caIssuersUrl   where its issuer's certificate is to be had (authorityInfoAccess); empty if it does not say
 * @param sha256         fingerprint, hexadecimal
 * @param isMalformed    it does not parse: all but fingerprint is absent
 */
public record CertificateFacts(
        String subject,
        String issuer,
        String serial,
        String commonName,
        List<String> dnsNames,
        List<String> addresses,
        long notBeforeNs,
        long notAfterNs,
        String keyType,
        int keyBits,
        String signatureAlgorithm,
        boolean isCa,
        boolean isSelfSigned,
        String caIssuersUrl,
        String sha256,
        boolean isMalformed) {
    /** All names of subjectAltName, addresses last. */
    public List<String> names() {
        return Stream.concat(dnsNames.stream(), addresses.stream()).toList();
    }
}
