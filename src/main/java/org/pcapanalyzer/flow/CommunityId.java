package org.pcapanalyzer.flow;

import java.nio.ByteBuffer;
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

    private CommunityId() {}

    static String of(Flow flow) {
        boolean icmp = flow.ipProto() == ICMP || flow.ipProto() == ICMPV6;
        boolean ports = icmp || flow.ipProto() == TCP || flow.ipProto() == UDP || flow.ipProto() == SCTP;
        boolean oneWay = icmp && IcmpTypes.answerTo(flow.ipProto(), flow.origPort) < 0;
        ByteBuffer input = ByteBuffer.allocate(LONGEST_INPUT_BYTES).putShort((short) 0);
        if (oneWay || isOriginatorFirst(flow)) {
            putAddress(input, flow, flow.origHigh, flow.origLow);
            putAddress(input, flow, flow.respHigh, flow.respLow);
            putRest(input, flow, ports, flow.origPort, flow.respPort);
        } else {
            putAddress(input, flow, flow.respHigh, flow.respLow);
            putAddress(input, flow, flow.origHigh, flow.origLow);
            putRest(input, flow, ports, flow.respPort, flow.origPort);
        }
        return "1:" + Base64.getEncoder().encodeToString(sha1(input));
    }

    private static boolean isOriginatorFirst(Flow flow) {
        int order = Long.compareUnsigned(flow.origHigh, flow.respHigh);
        order = order == 0 ? Long.compareUnsigned(flow.origLow, flow.respLow) : order;
        return order < 0 || order == 0 && flow.origPort <= flow.respPort;
    }

    private static void putAddress(ByteBuffer input, Flow flow, long high, long low) {
        if (flow.ipVersion == 4) {
            input.putInt((int) low);
        } else {
            input.putLong(high).putLong(low);
        }
    }

    private static void putRest(ByteBuffer input, Flow flow, boolean ports, int first, int second) {
        input.put((byte) flow.ipProto()).put((byte) 0);
        if (ports) {
            input.putShort((short) first).putShort((short) second);
        }
    }

    private static byte[] sha1(ByteBuffer input) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(input.array(), 0, input.position());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks SHA-1, which every Java must have", e);
        }
    }
}
