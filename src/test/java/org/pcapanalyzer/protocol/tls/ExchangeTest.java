package org.pcapanalyzer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Lengths as OpenSSL, Go and nginx send them; a round trip of 20 ms. */
class ExchangeTest {
    private static final int AES_128 = 0x1301;
    private static final int AES_256 = 0x1302;
    private static final int FINISHED_256 = 53;
    private static final int FINISHED_384 = 69;
    private static final int TICKET = 255;
    private static final int ALERT = 19;

    private static final Exchange.RoundTrip ROUND_TRIP = new Exchange.RoundTrip(20_000_000, 20_000_000);

    private final RecordList client = new RecordList();
    private final RecordList server = new RecordList();
    private int frame;

    private ExchangeTest client(int length, long ms) {
        client.add(length, ++frame, ms * 1_000_000);
        return this;
    }

    private ExchangeTest server(int length, long ms) {
        server.add(length, ++frame, ms * 1_000_000);
        return this;
    }

    private Exchange exchange(int cipher, boolean mayBeHttp2) {
        return new Exchange(client, server, true, cipher, ROUND_TRIP, mayBeHttp2);
    }

    private Exchange exchange() {
        return exchange(AES_256, false);
    }

    @Test
    void shouldSkipTicketsBeforeAFastAnswer() {
        client(FINISHED_384, 0)
                .client(96, 0)
                .server(TICKET, 20)
                .server(TICKET, 20)
                .server(900, 21);
        assertEquals(2, exchange().request().frame());
        assertEquals(5, exchange().response().frame());
    }

    @Test
    void shouldSkipASingleTicketBeforeASlowAnswer() {
        client(FINISHED_256, 0).client(96, 0).server(137, 21).server(900, 1500);
        assertEquals(4, exchange(AES_128, false).response().frame());
    }

    @Test
    void shouldTakeTheFirstRecordWhereTheServerSendsNoTickets() {
        client(FINISHED_384, 0).client(96, 0).server(900, 1500).server(900, 1501);
        assertEquals(3, exchange().response().frame());
    }

    @Test
    void shouldFindNoAnswerBehindTicketsAlone() {
        client(FINISHED_384, 0).client(96, 0).server(TICKET, 20).server(TICKET, 20);
        assertFalse(exchange().response().isKnown());
    }

    @Test
    void shouldSkipSettingsOfHttp2() {
        client(FINISHED_384, 0)
                .client(80, 0)
                .server(TICKET, 20)
                .server(TICKET, 20)
                .server(62, 20)
                .server(26, 22)
                .server(400, 900);
        assertEquals(7, exchange(AES_256, true).response().frame());
    }

    @Test
    void shouldNotTakeAGreetingForAnAnswer() {
        client(FINISHED_384, 0)
                .server(TICKET, 20)
                .server(TICKET, 20)
                .server(60, 22)
                .client(40, 500)
                .server(70, 520);
        assertEquals(5, exchange().request().frame());
        assertEquals(6, exchange().response().frame());
    }

    @Test
    void shouldSkipSettingsThatCrossTheRequestInTls12() {
        client(100, 0).client(80, 0).server(62, 1).server(33, 21).server(400, 900);
        Exchange exchange = new Exchange(client, server, false, 0xC030, ROUND_TRIP, true);
        assertEquals(1, exchange.request().frame());
        assertEquals(5, exchange.response().frame());
    }

    @Test
    void shouldFindTheFinishedBehindACertificate() {
        client(1200, 0).client(281, 0).client(FINISHED_384, 0).client(96, 1).server(900, 25);
        assertEquals(2, exchange().finished());
        assertEquals(4, exchange().request().frame());
    }

    @Test
    void shouldTakeOneRecordForAllOfTheClientsFlight() {
        client(1540, 0).client(96, 1);
        assertEquals(0, exchange().finished());
        assertEquals(2, exchange().request().frame());
    }

    @Test
    void shouldTellAnAlertByItsSize() {
        client(ALERT, 0);
        assertTrue(exchange().isClientAlert());
        assertEquals(-1, exchange().finished());
        assertFalse(exchange().request().isKnown());
    }

    @Test
    void shouldTellTheServersAlertFromTheAnswerToAClose() {
        client(FINISHED_384, 0).client(96, 0).server(ALERT, 20);
        assertTrue(exchange().isServerAlert());
        client(ALERT, 30);
        assertFalse(exchange().isServerAlert());
        assertFalse(exchange().response().isKnown());
    }

    @Test
    void shouldNotTakeACloseForARequest() {
        client(FINISHED_384, 0).client(ALERT, 5);
        assertFalse(exchange().request().isKnown());
    }
}
