package org.pcapanalyzer.protocol.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.pcapanalyzer.flow.Flow;

/** Reads certificates by the Java platform; those seen lately are not read again. For one thread. */
public final class CertificateReader {
    private static final int MOST_KEPT = 512;
    private static final int MOST_NAMES = 100;
    private static final int LARGEST_VERIFIED_BITS = 8192;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final String AUTHORITY_INFO_ACCESS = "1.3.6.1.5.5.7.1.1";
    /** DER of the object identifier 1.3.6.1.5.5.7.48.2 and of the tag of a URI behind it. */
    private static final byte[] CA_ISSUERS_URI = HexFormat.of().parseHex("06082b0601050507300286");

    private final Map<String, CertificateFacts> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CertificateFacts> eldest) {
            return size() > MOST_KEPT;
        }
    };
    private final CertificateFactory factory;
    private final MessageDigest digest;

    public CertificateReader() {
        try {
            factory = CertificateFactory.getInstance("X.509");
            digest = MessageDigest.getInstance("SHA-256");
        } catch (CertificateException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has X.509 and SHA-256", e);
        }
    }

    CertificateFacts read(byte[] der) {
        String sha256 = HexFormat.of().formatHex(digest.digest(der));
        CertificateFacts known = kept.get(sha256);
        if (known == null) {
            known = parse(der, sha256);
            kept.put(sha256, known);
        }
        return known;
    }

    private CertificateFacts parse(byte[] der, String sha256) {
        try {
            X509Certificate certificate = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
            return facts(certificate, sha256);
        } catch (CertificateException | RuntimeException e) {
            // The platform's parser is not ours: whatever it throws at hostile bytes, they are no certificate.
            return malformed(sha256);
        }
    }

    private static CertificateFacts malformed(String sha256) {
        return new CertificateFacts(
                "",
                "",
                "",
                "",
                List.of(),
                List.of(),
                Flow.ABSENT,
                Flow.ABSENT,
                "",
                -1,
                "",
                false,
                false,
                "",
                sha256,
                true);
    }

    private static CertificateFacts facts(X509Certificate certificate, String sha256) throws CertificateException {
        String subject = PrintableText.of(certificate.getSubjectX500Principal().getName());
        PublicKey key = certificate.getPublicKey();
        return new CertificateFacts(
                subject,
                PrintableText.of(certificate.getIssuerX500Principal().getName()),
                PrintableText.of(certificate.getSerialNumber().toString(16)),
                commonName(certificate.getSubjectX500Principal().getName()),
                names(certificate, DNS_NAME),
                names(certificate, IP_ADDRESS),
                nanoseconds(certificate.getNotBefore()),
                nanoseconds(certificate.getNotAfter()),
                key.getAlgorithm(),
                bits(key),
                certificate.getSigAlgName(),
                certificate.getBasicConstraints() >= 0,
                isSelfSigned(certificate),
                caIssuersUrl(certificate),
                sha256,
                false);
    }

    private static long nanoseconds(Date date) {
        long milliseconds = date.getTime();
        return TimeUnit.MILLISECONDS.toNanos(milliseconds) == Long.MIN_VALUE
                ? Long.MIN_VALUE + 1
                : TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    private static String commonName(String subject) {
        try {
            for (Rdn part : new LdapName(subject).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return PrintableText.of(part.getValue().toString().toLowerCase(Locale.ROOT));
                }
            }
            return "";
        } catch (InvalidNameException e) {
            return "";
        }
    }

    private static List<String> names(X509Certificate certificate, int kind) throws CertificateException {
        List<String> names = new ArrayList<>();
        var all = certificate.getSubjectAlternativeNames();
        if (all != null) {
            for (List<?> name : all) {
                if (names.size() < MOST_NAMES && name.get(0).equals(kind)) {
                    names.add(PrintableText.of(name.get(1).toString().toLowerCase(Locale.ROOT)));
                }
            }
        }
        return List.copyOf(names);
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                || bits(certificate.getPublicKey()) > LARGEST_VERIFIED_BITS) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static int bits(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        }
        if (key instanceof ECPublicKey ec) {
            return ec.getParams().getOrder().bitLength();
        }
        return key instanceof DSAPublicKey dsa && dsa.getParams() != null
                ? dsa.getParams().getP().bitLength()
                : -1;
    }

    private static String caIssuersUrl(X509Certificate certificate) {
        byte[] access = certificate.getExtensionValue(AUTHORITY_INFO_ACCESS);
        if (access == null) {
            return "";
        }
        for (int at = 0; at < access.length - CA_ISSUERS_URI.length; at++) {
            if (Arrays.mismatch(access, at, at + CA_ISSUERS_URI.length, CA_ISSUERS_URI, 0, CA_ISSUERS_URI.length) < 0) {
                MessageBytes url = new MessageBytes(access, at + CA_ISSUERS_URI.length, access.length);
                return PrintableText.of(url.vector8().text());
            }
        }
        return "";
    }
}
