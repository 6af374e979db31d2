package org.pcapanalyzer.flow;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Community ID v1 with seed 0: one text for a flow, the same whichever tool computes it and whichever way it looks. */
final class CommunityId {
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;
    private static final int LONGEST_INPUT_BYTES = 2 + 16 + 16 + 2 + 4;
    private static final int SHA1_BYTES = 20;
    private static final String VERSION = "1:";

    /** A digest is for one thread. */
    private static final ThreadLocal<CommunityId> OF_THREAD = ThreadLocal.withInitial(CommunityId::new);

    private final MessageDigest digest = sha1();
    private final ByteBuffer input = ByteBuffer.allocate(LONGEST_INPUT_BYTES);
    private final byte[] hash = new byte[SHA1_BYTES];

    private CommunityId() {}

    static String of(Flow flow) {
        CommunityId id = OF_THREAD.get();
        id.put(flow);
        return id.text();
    }

    private void put(Flow flow) {
        boolean icmp = flow.ipProto() == ICMP || flow.ipProto() == ICMPV6;
        boolean ports = icmp || flow.ipProto() == TCP || flow.ipProto() == UDP || flow.ipProto() == SCTP;
        boolean oneWay = icmp && IcmpTypes.answerTo(flow.ipProto(), flow.origPort) < 0;
        input.clear().putShort((short) 0);
        if (oneWay || isOriginatorFirst(flow)) {
            putAddress(flow, flow.origHigh, flow.origLow);
            putAddress(flow, flow.respHigh, flow.respLow);
            putRest(flow, ports, flow.origPort, flow.respPort);
        } else {
            putAddress(flow, flow.respHigh, flow.respLow);
            putAddress(flow, flow.origHigh, flow.origLow);
            putRest(flow, ports, flow.respPort, flow.origPort);
        }
    }

    private static boolean isOriginatorFirst(Flow flow) {
        int order = Long.compareUnsigned(flow.origHigh, flow.respHigh);
        order = order == 0 ? Long.compareUnsigned(flow.origLow, flow.respLow) : order;
        return order < 0 || order == 0 && flow.origPort <= flow.respPort;
    }

    private void putAddress(Flow flow, long high, long low) {
        if (flow.ipVersion == 4) {
            input.putInt((int) low);
        } else {
            input.putLong(high).putLong(low);
        }
    }

    private void putRest(Flow flow, boolean ports, int first, int second) {
        input.put((byte) flow.ipProto()).put((byte) 0);
        if (ports) {
            input.putShort((short) first).putShort((short) second);
        }
    }

    private String text() {
        digest.update(input.array(), 0, input.position());
        try {
            digest.digest(hash, 0, SHA1_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-1 does not have " + SHA1_BYTES + " bytes", e);
        }
        return VERSION + Base64.getEncoder().encodeToString(hash);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks SHA-1, which every Java must have", e);
        }
    }
}
