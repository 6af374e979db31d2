package org.pcapanalyzer.select;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host 10.0.0.1 or 10.0.0.2 or 0x0a000003",
                "src net 10.1 and dst net 10.0.0.0/8 or net 10.0.0.0 mask 255.0.0.0",
                "host ::1 or ::ffff:10.0.0.1 or fe80::1 or 1:2:3:4:5:6:7:8 or net fe80::/10 or 2001:db8::",
                "ether host 00:11:22:33:44:55 or 0:1:2:3:4:5 or 00-11-22-33-44-55 or 0011.2233.4455 or 001122334455",
                "port http or domain and (udp port ntp or not syslog)",
                "tcp portrange ftp-data-ftp",
                "ip proto \\icmp or \\udp",
                "tcp[tcpflags]&(tcp-syn|tcp-ack)==tcp-syn",
                "tcp[2:2]>len - 14 and ip[ 0 : 1 ]&0xf!=5",
                "wlan type mgt subtype probe-req and dir nods",
                "on en0 and reason match",
                "llc i or llc rr",
                "$ff"
            })
    void shouldLetThrough(String expression) {
        assertDoesNotThrow(() -> FilterWords.check(expression));
    }

    @ParameterizedTest
    @CsvSource({
        "host www.example.com, www.example.com",
        "www.example.com, www.example.com",
        "src www, www",
        "net loopback, loopback",
        "ether host printer, printer",
        "port http or src www, www",
        "port 80 or tcp and www, www",
        "(port http) and host (10.0.0.1 or www), www",
        "host \\tcp, \\tcp",
        "host 1.2.3.4.5, 1.2.3.4.5",
        "host 10.0.0.1., 10.0.0.1.",
        "host dead:beef:cafe, dead:beef:cafe",
        "host 1:2:3:4:5:6:7:8:9, 1:2:3:4:5:6:7:8:9",
        "host 1::2::3, 1::2::3",
        "host fe80::1x, fe80::1x",
        "host a:b, a",
        "TCP, TCP",
        "tcp prt 80, prt",
        "len-14 > 3, len-14",
        "wlan type mgt or beacon, beacon",
        "$12ab, $12ab"
    })
    void shouldRefuseWhatWouldBeLookedUp(String expression, String name) {
        SelectionException e = assertThrows(SelectionException.class, () -> FilterWords.check(expression));
        assertTrue(e.getMessage().startsWith("'" + name + "' is neither"), e.getMessage());
    }

    @Test
    void shouldSayWhatToWriteForAGateway() {
        SelectionException e = assertThrows(SelectionException.class, () -> FilterWords.check("gateway router"));
        assertEquals(
                "'gateway' wants the name of a host, and names are not looked up; write 'ether host MAC and not host "
                        + "ADDRESS' instead",
                e.getMessage());
    }
}
