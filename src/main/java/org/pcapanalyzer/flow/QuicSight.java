package org.pcapanalyzer.flow;

import java.nio.ByteBuffer;
import org.pcapanalyzer.decode.Packet;

/**
 * What long headers of QUIC (RFC 9000 17.2, RFC 9369) show of a UDP flow: a row of {@code quic}, accessors named after its
 * columns. Only the first datagrams of a flow are looked at, and of them only the first packet's header:
 *
 * <pre>
 *   |1|1|type 2|....|  version 32  | length of destination id 8 | id | length of source id 8 | id | ...
 * </pre>
 */
public final class QuicSight {
    /** Datagrams of a flow that are looked at. */
    private static final int FIRST_DATAGRAMS = 16;
    /** A client pads what carries an Initial (RFC 9000 14.1). */
    private static final int LEAST_INITIAL_BYTES = 1200;

    private static final int FORM_AND_FIXED_BIT = 0xC0;
    private static final int FORM_BIT = 0x80;
    private static final int TYPE_MASK = 0x30;
    private static final int INITIAL_V1 = 0x00;
    private static final int INITIAL_V2 = 0x10;
    private static final int VERSION_NEGOTIATION = 0;
    private static final int VERSION_1 = 1;
    private static final int VERSION_2 = 0x6B3343CF;
    private static final int FIRST_DRAFT = 0xFF00001D;
    private static final int LAST_DRAFT = 0xFF000022;
    private static final int VERSION_OFFSET = 1;
    private static final int ID_LENGTH_OFFSET = 5;
    private static final int LONGEST_ID = 20;
    private static final int SHORTEST_HEADER = 7;

    private int version;
    private int origInitials;
    private int origLongHeaders;
    private int respLongHeaders;
    private long firstInitialNs = Flow.ABSENT;
    private long lastInitialNs = Flow.ABSENT;

    private QuicSight() {}

    /** Looks at the next datagram of a UDP flow, before the flow counts it. */
    static void note(Flow flow, Packet packet, boolean fromOriginator) {
        if (flow.origPkts + flow.respPkts >= FIRST_DATAGRAMS || packet.capturedPayloadLength() < SHORTEST_HEADER) {
            return;
        }
        int offset = packet.payloadOffset();
        int first = packet.buffer().get(offset) & 0xFF;
        if ((first & FORM_BIT) != 0 && isLongHeader(packet, offset, first)) {
            if (flow.quic == null) {
                flow.quic = new QuicSight();
            }
            flow.quic.count(packet, first, fromOriginator);
        }
    }

    private static boolean isLongHeader(Packet packet, int offset, int first) {
        int version = versionAt(packet, offset);
        boolean isFixed = (first & FORM_AND_FIXED_BIT) == FORM_AND_FIXED_BIT;
        if (version != VERSION_NEGOTIATION && !(isFixed && isKnown(version))) {
            return false;
        }
        int left = packet.capturedPayloadLength() - ID_LENGTH_OFFSET - 1;
        int destinationId = packet.buffer().get(offset + ID_LENGTH_OFFSET) & 0xFF;
        if (destinationId > LONGEST_ID || left - destinationId < 1) {
            return false;
        }
        int sourceId = packet.buffer().get(offset + ID_LENGTH_OFFSET + 1 + destinationId) & 0xFF;
        // An answer with version 0 must list versions; all else that begins so is something other.
        return sourceId <= LONGEST_ID && (version != VERSION_NEGOTIATION || left - destinationId - 1 - sourceId >= 4);
    }

    /** Network byte order, like all of QUIC. */
    private static int versionAt(Packet packet, int offset) {
        ByteBuffer buffer = packet.buffer();
        int version = 0;
        for (int i = 0; i < 4; i++) {
            version = version << 8 | buffer.get(offset + VERSION_OFFSET + i) & 0xFF;
        }
        return version;
    }

    private static boolean isKnown(int version) {
        return version == VERSION_1 || version == VERSION_2 || version >= FIRST_DRAFT && version <= LAST_DRAFT;
    }

    private void count(Packet packet, int first, boolean fromOriginator) {
        if (!fromOriginator) {
            respLongHeaders++;
            return;
        }
        origLongHeaders++;
        int seen = versionAt(packet, packet.payloadOffset());
        boolean isInitial = (first & TYPE_MASK) == (seen == VERSION_2 ? INITIAL_V2 : INITIAL_V1);
        if (seen != VERSION_NEGOTIATION && isInitial && packet.payloadLength() >= LEAST_INITIAL_BYTES) {
            version = seen;
            origInitials++;
            lastInitialNs = packet.timestampNs();
            if (firstInitialNs == Flow.ABSENT) {
                firstInitialNs = packet.timestampNs();
            }
        }
    }

    /** Whether the flow began as QUIC does: with an Initial of its originator. */
    boolean isQuic() {
        return origInitials > 0;
    }

    /** Of the client's Initials, unsigned. */
    public int version() {
        return version;
    }

    public int origInitials() {
        return origInitials;
    }

    public int origLongHeaders() {
        return origLongHeaders;
    }

    public int respLongHeaders() {
        return respLongHeaders;
    }

    /** Column {@code ts_first_initial}. */
    public long firstInitialNs() {
        return firstInitialNs;
    }

    /** Column {@code ts_last_initial}. */
    public long lastInitialNs() {
        return lastInitialNs;
    }
}
