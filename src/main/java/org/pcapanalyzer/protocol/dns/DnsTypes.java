package org.pcapanalyzer.protocol.dns;

import java.util.Map;

/** Names of record types and response codes (IANA, Domain Name System Parameters). */
public final class DnsTypes {
    static final int A = 1;
    static final int NS = 2;
    static final int CNAME = 5;
    static final int PTR = 12;
    static final int MX = 15;
    static final int TXT = 16;
    static final int AAAA = 28;
    static final int SRV = 33;
    static final int DNAME = 39;
    static final int OPT = 41;
    static final int IXFR = 251;
    static final int AXFR = 252;

    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(A, "A"),
            Map.entry(NS, "NS"),
            Map.entry(CNAME, "CNAME"),
            Map.entry(6, "SOA"),
            Map.entry(10, "NULL"),
            Map.entry(11, "WKS"),
            Map.entry(PTR, "PTR"),
            Map.entry(13, "HINFO"),
            Map.entry(MX, "MX"),
            Map.entry(TXT, "TXT"),
            Map.entry(17, "RP"),
            Map.entry(18, "AFSDB"),
            Map.entry(24, "SIG"),
            Map.entry(25, "KEY"),
            Map.entry(AAAA, "AAAA"),
            Map.entry(29, "LOC"),
            Map.entry(SRV, "SRV"),
            Map.entry(35, "NAPTR"),
            Map.entry(36, "KX"),
            Map.entry(37, "CERT"),
            Map.entry(38, "A6"),
            Map.entry(DNAME, "DNAME"),
            Map.entry(OPT, "OPT"),
            Map.entry(43, "DS"),
            Map.entry(44, "SSHFP"),
            Map.entry(45, "IPSECKEY"),
            Map.entry(46, "RRSIG"),
            Map.entry(47, "NSEC"),
            Map.entry(48, "DNSKEY"),
            Map.entry(49, "DHCID"),
            Map.entry(50, "NSEC3"),
            Map.entry(51, "NSEC3PARAM"),
            Map.entry(52, "TLSA"),
            Map.entry(53, "SMIMEA"),
            Map.entry(55, "HIP"),
            Map.entry(59, "CDS"),
            Map.entry(60, "CDNSKEY"),
            Map.entry(61, "OPENPGPKEY"),
            Map.entry(62, "CSYNC"),
            Map.entry(63, "ZONEMD"),
            Map.entry(64, "SVCB"),
            Map.entry(65, "HTTPS"),
            Map.entry(99, "SPF"),
            Map.entry(249, "TKEY"),
            Map.entry(250, "TSIG"),
            Map.entry(IXFR, "IXFR"),
            Map.entry(AXFR, "AXFR"),
            Map.entry(255, "ANY"),
            Map.entry(256, "URI"),
            Map.entry(257, "CAA"));

    private static final Map<Integer, String> RESPONSE_CODES = Map.ofEntries(
            Map.entry(0, "NOERROR"),
            Map.entry(1, "FORMERR"),
            Map.entry(2, "SERVFAIL"),
            Map.entry(3, "NXDOMAIN"),
            Map.entry(4, "NOTIMP"),
            Map.entry(5, "REFUSED"),
            Map.entry(6, "YXDOMAIN"),
            Map.entry(7, "YXRRSET"),
            Map.entry(8, "NXRRSET"),
            Map.entry(9, "NOTAUTH"),
            Map.entry(10, "NOTZONE"),
            Map.entry(16, "BADVERS"),
            Map.entry(17, "BADKEY"),
            Map.entry(18, "BADTIME"),
            Map.entry(22, "BADTRUNC"),
            Map.entry(23, "BADCOOKIE"));

    private DnsTypes() {}

    /** Mnemonic of a record type; {@code TYPE65280} where it has none (RFC 3597 5). */
    public static String typeName(int type) {
        String name = TYPES.get(type);
        return name == null ? "TYPE" + type : name;
    }

    /** Mnemonic of a response code of up to 12 bits; {@code RCODE11} where it has none. */
    public static String responseCodeName(int code) {
        String name = RESPONSE_CODES.get(code);
        return name == null ? "RCODE" + code : name;
    }
}
