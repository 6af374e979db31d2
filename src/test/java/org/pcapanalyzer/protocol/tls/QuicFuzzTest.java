package org.pcapanalyzer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.fuzz.Choices;

/** Datagrams of both sides: anything as it stands, or any frames within an Initial that is protected as it must be. */
@Tag("fuzz")
final class QuicFuzzTest {
    private static final int MOST_BYTES = 20_000;
    private static final byte[] CONNECTION_ID = Hello.bytes("8394c8f03e515708");

    @FuzzTest
    void talk(byte[] input) {
        if (input.length > MOST_BYTES) {
            return;
        }
        List<TlsHandshake> rows = new ArrayList<>();
        QuicConversation conversation = new QuicConversation(Talk.udpFlow(), rows::add, new CertificateReader());
        Choices choices = new Choices(input);
        boolean isWanted = true;
        for (int frame = 1; choices.hasMore() && isWanted; frame++) {
            int choice = choices.u8();
            byte[] bytes = choices.bytes(choices.u16());
            boolean isClient = (choice & 1) == 0;
            int version = (choice & 4) == 0 ? QuicInitial.VERSION_1 : QuicInitial.VERSION_2;
            byte[] datagram = (choice & 2) == 0 && bytes.length < 1 << 13
                    ? QuicWire.initial(version, CONNECTION_ID, frame, isClient, bytes)
                    : bytes;
            isWanted = conversation.take(datagram, isClient ? Side.ORIG : Side.RESP, new Moment(frame, frame));
        }
        conversation.close();
        assertTrue(rows.size() <= 1, "one row for a connection");
        for (TlsHandshake row : rows) {
            assertTrue(row.clientHelloAt().isKnown());
            assertTrue(row.versionsOffered().size() <= 1 << 15 && row.ja4().startsWith("q"));
        }
    }
}
