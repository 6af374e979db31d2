package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TcpEndpointTest {
    private static final int LAST = 0xFFFF_FFFF;

    private final TcpEndpoint endpoint = new TcpEndpoint(Side.ORIG);

    @Test
    void shouldPlaceSequenceNumbersAcrossTheWrap() {
        endpoint.beginStream(LAST - 9);
        long start = endpoint.nextPosition;
        assertEquals(start + 9, endpoint.position(LAST));
        assertEquals(start + 10, endpoint.position(0));
        endpoint.nextPosition = endpoint.position(500);
        assertEquals(start + 510, endpoint.nextPosition);
        assertEquals(start, endpoint.position(LAST - 9));
    }

    @Test
    void shouldPlaceSequenceNumbersBelowTheFirstOne() {
        endpoint.beginStream(0);
        assertEquals(endpoint.nextPosition - 1, endpoint.position(LAST));
        assertTrue(endpoint.position(0x8000_0001) > 0, "positions are never negative");
    }
}
