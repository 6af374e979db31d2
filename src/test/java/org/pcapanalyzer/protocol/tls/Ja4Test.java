package org.pcapanalyzer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The published examples of the specification: FoxIO-LLC/ja4, technical_details/JA4.md. */
class Ja4Test {
    private static final String CIPHERS = "1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035";
    private static final String SIGNATURES = "0010,0403,0804,0401,0503,0805,0501,0806,0601";

    private static String ja4(byte[] message, boolean isQuic) {
        return Ja4.of(ClientHello.read(message, 4, message.length), isQuic);
    }

    private static Hello browser() {
        return new Hello()
                .ciphers("2a2a," + CIPHERS)
                .extension(0x3A3A, "")
                .extension(0x1B, "")
                .sni("www.example.org")
                .extension(0x33, "0000")
                .alpn("h2", "http/1.1")
                .extension(0x4469, "")
                .extension(0x17, "")
                .extension(0x2D, "");
    }

    private static Hello end(Hello hello) {
        return hello.extension(0x05, "")
                .extension(0x23, "")
                .extension(0x12, "")
                .versions("1a1a03040303")
                .extension(0xFF01, "00")
                .extension(0x0B, "")
                .extension(0x0A, "0000")
                .extension(0x15, "");
    }

    @Test
    void shouldMatchTheExampleOfTheSpecification() {
        byte[] hello = end(browser().extension(0x0D, SIGNATURES)).client();
        assertEquals("t13d1516h2_8daaf6152771_e5627efa2ab1", ja4(hello, false));
        assertEquals("q13d1516h2_8daaf6152771_e5627efa2ab1", ja4(hello, true));
    }

    @Test
    void shouldLeaveSignaturesOutWhereThereAreNone() {
        byte[] hello = end(browser().extension(0x0D, "0000")).client();
        assertEquals("t13d1516h2_8daaf6152771_6d807ffa2a79", ja4(hello, false));
    }

    @Test
    void shouldSayNothingByZeros() {
        assertEquals(
                "t12i000000_000000000000_000000000000",
                ja4(new Hello().ciphers("").client(), false));
        assertEquals(
                "t12d000100_000000000000_000000000000",
                ja4(new Hello().ciphers("").sni("a").client(), false));
    }

    @Test
    void shouldPrintProtocolsThatAreNoTextInHexadecimal() {
        String[] protocols = {"\u00AB", "\u00AB\u00CD", "0\u00AB", "01\u00AB\u00CD", "0\u00AB\u00CD1", "x"};
        String[] expected = {"ab", "ad", "3b", "3d", "01", "xx"};
        for (int i = 0; i < protocols.length; i++) {
            String ja4 = ja4(new Hello().alpn(protocols[i]).client(), false);
            assertEquals(expected[i], ja4.substring(8, 10), protocols[i]);
        }
    }
}
