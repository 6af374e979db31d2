package org.pcapanalyzer.flow;

import java.util.BitSet;
import java.util.List;
import org.pcapanalyzer.decode.TcpHeader;
import org.pcapanalyzer.flow.HostileSender.Sent;

/**
 * What came of one direction, put into a plain array, where nothing is in doubt: it begins with a SYN, all its bytes were
 * captured and agree with each other, nobody resets or ends it, and the peer acknowledges nothing that had not come.
 */
final class NaiveStream {
    private static final int MOST_BYTES = 60_000;

    private final byte[] bytes = new byte[1 << 17];
    private final BitSet present = new BitSet();
    private boolean isBegun;
    private boolean isInDoubt;
    private int start;

    /** The direction of a flow of the sender, by all that it sent so far. */
    static NaiveStream of(List<Sent> sent, int flow, boolean isFromClient) {
        NaiveStream stream = new NaiveStream();
        for (Sent segment : sent) {
            if (segment.flow() == flow) {
                stream.isInDoubt |= (segment.flags() & TcpHeader.RST) != 0;
                if (segment.isFromClient() == isFromClient) {
                    stream.take(segment);
                } else {
                    stream.acknowledge(segment);
                }
            }
        }
        return stream;
    }

    /** Whether it is one of which {@link #byteCount} and {@link #missingCount} can be told. */
    boolean isPlain() {
        return isBegun && !isInDoubt;
    }

    int byteCount() {
        return present.cardinality();
    }

    int missingCount() {
        return present.length() - present.cardinality();
    }

    private void take(Sent segment) {
        boolean isSyn = (segment.flags() & TcpHeader.SYN) != 0;
        if (isSyn && !isBegun) {
            isBegun = true;
            start = segment.seq() + 1;
        }
        int position = segment.seq() - start;
        int length = segment.payload().length;
        boolean isOdd = isSyn && (length > 0 || position != -1);
        boolean isFar = length > 0 && (position < 0 || position + length > MOST_BYTES);
        boolean isCut = segment.capturedLength() < length;
        isInDoubt |= !isBegun || isOdd || isFar || isCut || (segment.flags() & TcpHeader.FIN) != 0;
        for (int i = 0; i < length && !isInDoubt; i++) {
            isInDoubt = present.get(position + i) && bytes[position + i] != segment.payload()[i];
            bytes[position + i] = segment.payload()[i];
        }
        if (!isInDoubt && length > 0) {
            present.set(position, position + length);
        }
    }

    private void acknowledge(Sent segment) {
        if ((segment.flags() & TcpHeader.ACK) != 0) {
            int position = segment.ack() - start;
            isInDoubt |= !isBegun || position < 0 || position > present.nextClearBit(0);
        }
    }
}
