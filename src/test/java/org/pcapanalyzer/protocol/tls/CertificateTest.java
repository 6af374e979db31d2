package org.pcapanalyzer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.flow.Flow;

class CertificateTest {
    /** Made by openssl: self-signed, EC, for www.example.org, *.example.net and 192.0.2.1. */
    private static final byte[] DER = Base64.getMimeDecoder().decode("""
                    MIIB9zCCAZygAwIBAgIUE5Hq5fyDa2mZzB1a0ZHzFdyHXBswCgYIKoZIzj0EAwIwGjEYMBYGA1UEAwwPd3d3LmV4YW1wbGUub3Jn
                    MB4XDTI2MTEyMjAyMTY0MloXDTI2MTIwMjAyMTY0MlowGjEYMBYGA1UEAwwPd3d3LmV4YW1wbGUub3JnMFkwEwYHKoZIzj0CAQYI
                    KoZIzj0DAQcDQgAE2fIDVqQ9/s3NonSrBqYFRGU70YKcrySaAcWV5k8wsXgDGbOv//UeZW4AaEQ2++BYGVY3hVQ3SJexseNeiNb5
                    56OBvzCBvDAdBgNVHQ4EFgQUAARGJIU0QTRREvSJfDhFLsDeg88wHwYDVR0jBBgwFoAUAARGJIU0QTRREvSJfDhFLsDeg88wDwYD
                    VR0TAQH/BAUwAwEB/zAvBgNVHREEKDAmgg93d3cuZXhhbXBsZS5vcmeCDSouZXhhbXBsZS5uZXSHBMAAAgEwOAYIKwYBBQUHAQEE
                    LDAqMCgGCCsGAQUFBzAChhxodHRwOi8vY2EuZXhhbXBsZS9pc3N1ZXIuZGVyMAoGCCqGSM49BAMCA0kAMEYCIQCWjIRj+RYQfugp
                    YwlMtvyAhchNI52Zue915o/0n8fhHgIhAP5A2gNOXV0HeXeNpzMBeDoxjxJxEZHcLPyyBhfyfeR9
                    """);

    private static CertificateFacts read(byte[] der) {
        return new CertificateReader().read(der);
    }

    @Test
    void shouldReadWhatItSays() {
        CertificateFacts facts = read(DER);
        assertFalse(facts.isMalformed());
        assertEquals("CN=www.example.org", facts.subject());
        assertEquals(List.of("www.example.org", "*.example.net", "192.0.2.1"), facts.names());
        assertEquals("EC", facts.keyType());
        assertEquals(256, facts.keyBits());
        assertEquals("SHA256withECDSA", facts.signatureAlgorithm());
        assertTrue(facts.isSelfSigned());
        assertEquals("http://ca.example/issuer.der", facts.caIssuersUrl());
        assertEquals(10 * 86_400L * 1_000_000_000L, facts.notAfterNs() - facts.notBeforeNs());
    }

    @Test
    void shouldSayThatItIsMalformedWhereverItIsCut() {
        for (int length = 0; length < DER.length; length++) {
            CertificateFacts facts = read(Arrays.copyOf(DER, length));
            assertTrue(facts.isMalformed(), "cut to " + length);
            assertEquals(Flow.ABSENT, facts.notAfterNs());
        }
    }

    @Test
    void shouldMatchNamesAsClientsDo() {
        CertificateFacts facts = read(DER);
        assertTrue(ServerNames.matches("www.example.org", facts));
        assertTrue(ServerNames.matches("www.example.org.", facts));
        assertTrue(ServerNames.matches("a.example.net", facts));
        assertTrue(ServerNames.matches("192.0.2.1", facts));
        assertFalse(ServerNames.matches("example.net", facts));
        assertFalse(ServerNames.matches("a.b.example.net", facts));
        assertFalse(ServerNames.matches("example.org", facts));
        assertFalse(ServerNames.matches("192.0.2.2", facts));
    }

    @Test
    void shouldTellEachCertificateOfAChain() {
        byte[] one = Hello.join(Hello.bytes("%06x".formatted(DER.length)), DER);
        byte[] list = Hello.join(Hello.bytes("%06x".formatted(2 * one.length)), one, one);
        byte[] record = Hello.handshake(Hello.message(11, list));
        Talk talk = new Talk()
                .client(Hello.handshake(new Hello().sni("www.example.org").client()))
                .server(Hello.handshake(new Hello().server("0303", "c02b")), record);
        TlsHandshake tls = talk.end();
        assertEquals(2, tls.chainLength());
        assertEquals(2, talk.certificates.size());
        assertEquals(1, talk.certificates.get(1).position());
        assertTrue(tls.leafMatchesSni().orElseThrow());
        assertTrue(tls.isChainOrdered());
    }

    @Test
    void shouldTellAsManyAsFitWhereALengthLies() {
        byte[] list = Hello.join(Hello.bytes("%06x%06x".formatted(DER.length + 3, DER.length + 50)), DER);
        Talk talk = new Talk()
                .client(Hello.handshake(new Hello().client()))
                .server(Hello.handshake(new Hello().server("0303", "c02b"), Hello.message(11, list)));
        TlsHandshake tls = talk.end();
        assertEquals(0, tls.chainLength());
        assertTrue(tls.anomalies().contains(TlsAnomaly.MALFORMED_CERTIFICATE));
    }
}
