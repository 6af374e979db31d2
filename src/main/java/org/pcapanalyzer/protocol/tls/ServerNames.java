package org.pcapanalyzer.protocol.tls;

import java.util.List;

/** Whether a certificate is one for the name that was asked for (RFC 9525 6.3, RFC 6125 6.4). */
final class ServerNames {
    private ServerNames() {}

    /**
     * @param name host name or address that the client wants, in lower case
     */
    static boolean matches(String name, CertificateFacts certificate) {
        String wanted = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (certificate.addresses().contains(wanted)) {
            return true;
        }
        List<String> names = certificate.dnsNames();
        if (names.isEmpty() && certificate.addresses().isEmpty()) {
            // Older clients fall back to the common name where there is no alternative.
            return matches(wanted, certificate.commonName());
        }
        return names.stream().anyMatch(pattern -> matches(wanted, pattern));
    }

    /** A wildcard stands for the whole leftmost label, and for one label only. */
    private static boolean matches(String name, String pattern) {
        if (!pattern.startsWith("*.")) {
            return name.equals(pattern);
        }
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).equals(pattern.substring(1));
    }
}
