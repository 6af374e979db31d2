package org.pcapanalyzer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
    /** Rules of RFC 5952 sections 4 and 5. */
    @ParameterizedTest
    @CsvSource({
        "20010db800000000, 0000000000000001, 2001:db8::1",
        "20010db800000000, 0000000000020001, 2001:db8::2:1",
        "20010db800000001, 0001000100010001, 2001:db8:0:1:1:1:1:1",
        "2001000000000001, 0000000000000001, 2001:0:0:1::1",
        "20010db800000000, 0001000000000001, 2001:db8::1:0:0:1",
        "0000000000000000, 0000000000000000, ::",
        "0000000000000000, 0000000000000001, ::1",
        "fe80000000000000, 0000000000000000, fe80::",
        "0000000100020003, 0004000500060007, 0:1:2:3:4:5:6:7",
        "0001000200030004, 0005000600000000, 1:2:3:4:5:6::",
        "000a00b00c00d000, abcdef0123456789, a:b0:c00:d000:abcd:ef01:2345:6789",
        "0000000000000000, 0000ffffc0000201, ::ffff:192.0.2.1",
    })
    void shouldWriteIpv6InCanonicalForm(String high, String low, String text) {
        assertEquals(text, Addresses.text(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16), 6));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0.0.0", "-1, 255.255.255.255", "-1073741311, 192.0.2.1", "167772161, 10.0.0.1"})
    void shouldWriteIpv4InDottedDecimal(int address, String text) {
        assertEquals(text, Addresses.text(0, Addresses.ipv4Low(address), 4));
    }

    @ParameterizedTest
    @CsvSource({"0, 00:00:00:00:00:00", "281474976710655, ff:ff:ff:ff:ff:ff", "20015998343868, 12:34:56:78:9a:bc"})
    void shouldWriteMacInPairs(long address, String text) {
        assertEquals(text, Addresses.mac(address));
    }
}
