package org.pcapanalyzer.diagnosis;

import java.util.Map;

/**
 * Counts of one service, or of one host in all its flows.
 *
 * @param proto          empty for a host
 * @param flows          flows that it takes part in; of a service those that it answers
 * @param peers          distinct addresses at the other end; 0 if they are many and the details not known yet
 * @param sentPackets    packets that it sent in them
 * @param hostPackets    packets that its host sent in any flow (service: that it answers)
 * @param attempts       TCP connections asked of it that began with a SYN, but for those too late to be judged
 * @param completed      those whose handshake completed
 * @param refused        those answered by RST instead
 * @param unanswered     those not answered at all
 * @param late           connections begun too shortly before the capture's end to be judged
 * @param tcpFlows       its TCP flows
 * @param dataSegments   segments with payload in them
 * @param resentSegments those that were sent again for real
 * @param udpFlows       UDP flows that it answers
 * @param udpAnswered    those with packets both ways
 * @param opened         host: TCP connections that it asked of others, but for those too late to be judged
 * @param openedComplete host: those whose handshake completed
 * @param touched        flows that a finding concerns, by the finding's place in the list
 */
record LadderFacts(
        String ip,
        String proto,
        int port,
        long flows,
        long peers,
        long sentPackets,
        long hostPackets,
        long attempts,
        long completed,
        long refused,
        long unanswered,
        long late,
        long tcpFlows,
        long dataSegments,
        long resentSegments,
        long udpFlows,
        long udpAnswered,
        long opened,
        long openedComplete,
        Map<Integer, Long> touched,
        Details details) {

    /**
     * What is asked for only where it is needed.
     *
     * @param openedPeers host: distinct addresses that it asked for TCP connections
     * @param stallNs     time that senders waited in its flows for their retransmission timers
     * @param unreachable flows about whose packets ICMP said that they cannot be delivered
     * @param closedPort  flows about whose packets ICMP said that nobody listens
     * @param fragmented  datagrams from or to it that came in fragments
     * @param whole       those of which all fragments came
     * @param asked       requests for its hardware address (ARP, ND)
     * @param answered    those that were answered
     * @param upper       what was said above TCP and UDP; of a host, what it was asked
     */
    record Details(
            long openedPeers,
            long stallNs,
            long unreachable,
            long closedPort,
            long fragmented,
            long whole,
            long asked,
            long answered,
            UpperFacts upper) {
        static final Details NONE = new Details(0, 0, 0, 0, 0, 0, 0, 0, UpperFacts.NONE);
    }

    boolean isHost() {
        return proto.isEmpty();
    }

    /** Connections asked of it that were refused or not answered. */
    long failed() {
        return refused + unanswered;
    }

    LadderFacts with(long peerCount, Details found) {
        return new LadderFacts(
                ip,
                proto,
                port,
                flows,
                peerCount,
                sentPackets,
                hostPackets,
                attempts,
                completed,
                refused,
                unanswered,
                late,
                tcpFlows,
                dataSegments,
                resentSegments,
                udpFlows,
                udpAnswered,
                opened,
                openedComplete,
                touched,
                found);
    }
}
