package org.pcapanalyzer.protocol.dns;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.GapReason;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamBytes;
import org.pcapanalyzer.flow.StreamEnd;
import org.pcapanalyzer.flow.StreamReader;
import org.pcapanalyzer.flow.StreamTotals;

/** Reads the DNS messages of a TCP connection, in each direction one behind the other, any number under way (RFC 7766). */
public final class DnsStream implements StreamReader {
    private final DnsPairing pairing;
    private final DnsFraming orig = new DnsFraming();
    private final DnsFraming resp = new DnsFraming();

    public DnsStream(Flow flow, Consumer<DnsTransaction> sink, DnsWindow window) {
        this(new DnsPairing(flow, DnsKind.DNS, isOnPort(flow), sink, window));
    }

    DnsStream(DnsPairing pairing) {
        this.pairing = pairing;
    }

    /** Whether the port is that of DNS, or the bytes begin with a whole message that can only be a query. */
    public static boolean begins(Flow flow, StreamBytes bytes) {
        return isOnPort(flow) || DnsFraming.beginsQuery(bytes.buffer(), bytes.offset(), bytes.length());
    }

    private static boolean isOnPort(Flow flow) {
        return DnsKind.isPort(flow.respPort()) || DnsKind.isPort(flow.origPort());
    }

    @Override
    public boolean data(Side sender, StreamBytes bytes) {
        int end = bytes.offset() + bytes.length();
        return take(sender, bytes.buffer(), bytes.offset(), end, bytes.frame(), bytes.timeNs());
    }

    /** As {@link #data}, of the bytes from {@code position} to before {@code end}. */
    boolean take(Side sender, ByteBuffer buffer, int position, int end, long frame, long timeNs) {
        DnsFraming framing = framing(sender);
        int at = position;
        while (at < end) {
            at = framing.take(buffer, at, end, frame, timeNs);
            if (framing.isComplete() && !tell(framing, sender)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean gap(Side sender, long lengthBytes, GapReason reason) {
        DnsFraming framing = framing(sender);
        pairing.gap(sender);
        boolean isWithinMessage = framing.skip(lengthBytes);
        return isWithinMessage && (!framing.isComplete() || tell(framing, sender));
    }

    /** Hands a message on; false if it is none, and where the next begins is not known therefore. */
    private boolean tell(DnsFraming framing, Side sender) {
        boolean isMessage = framing.message()
                .filter(read -> read.hasKnownOpcode() && read.questionCount() <= 1)
                .map(message -> {
                    pairing.take(message, sender, framing.frame(), framing.timeNs());
                    return true;
                })
                .orElse(false);
        framing.clear();
        return isMessage;
    }

    private DnsFraming framing(Side sender) {
        return sender == Side.ORIG ? orig : resp;
    }

    @Override
    public void end(Side sender, StreamEnd reason, StreamTotals totals) {}

    @Override
    public void close() {
        pairing.close();
    }
}
