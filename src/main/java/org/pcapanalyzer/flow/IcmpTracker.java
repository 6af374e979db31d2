package org.pcapanalyzer.flow;

import java.util.function.Function;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.QuotedPacket;

/** Tells each ICMP message, and ties errors to the flow of the packet that they quote. */
final class IcmpTracker {
    private final FlowSink sink;
    private final Function<FlowKey, Flow> liveFlows;
    private final IntervalCounter intervals;
    private final FlowKey quotedKey = new FlowKey();
    private final IcmpMessage message = new IcmpMessage();

    /** @param liveFlows the flow of a key; null if there is none */
    IcmpTracker(FlowSink sink, Function<FlowKey, Flow> liveFlows, IntervalCounter intervals) {
        this.sink = sink;
        this.liveFlows = liveFlows;
        this.intervals = intervals;
    }

    /** Takes the next ICMP or ICMPv6 packet. */
    void note(Packet packet) {
        describe(packet);
        if (message.isError) {
            intervals.countIcmpError();
        }
        message.hasQuoted = packet.hasQuoted();
        if (message.hasQuoted) {
            describeQuoted(packet.quoted());
        }
        sink.icmp(message);
    }

    private void describe(Packet packet) {
        message.timestampNs = packet.timestampNs();
        message.frame = packet.frameNumber();
        message.sourceHigh = packet.sourceHigh();
        message.sourceLow = packet.sourceLow();
        message.destinationHigh = packet.destinationHigh();
        message.destinationLow = packet.destinationLow();
        message.ipVersion = packet.ipVersion();
        message.type = packet.icmpType();
        message.code = packet.icmpCode();
        message.name = IcmpNames.of(packet.ipProtocol(), packet.icmpType(), packet.icmpCode());
        message.isError = IcmpTypes.isError(packet.ipProtocol(), packet.icmpType());
        message.ttl = packet.ttl();
        message.echoId = packet.echoId();
        message.echoSeq = packet.echoSeq();
        message.mtu = packet.icmpMtu() < 0 ? Flow.ABSENT : packet.icmpMtu();
    }

    private void describeQuoted(QuotedPacket quoted) {
        message.quotedProto = FlowProtocol.ofIpProtocol(quoted.ipProtocol());
        message.quotedIpVersion = quoted.ipVersion();
        message.quotedSourceHigh = quoted.sourceHigh();
        message.quotedSourceLow = quoted.sourceLow();
        message.quotedSport = quoted.sourcePort();
        message.quotedDestinationHigh = quoted.destinationHigh();
        message.quotedDestinationLow = quoted.destinationLow();
        message.quotedDport = quoted.destinationPort();
        message.quotedLen = quoted.ipLength();
        message.quotedSeq = quoted.hasSeq() ? quoted.seq() & 0xFFFFFFFFL : Flow.ABSENT;
        message.quotedFlowId = Flow.ABSENT;
        quotedKey.of(quoted);
        Flow flow = liveFlows.apply(quotedKey);
        if (flow != null) {
            flow.icmpErrors++;
            message.quotedFlowId = flow.flowId();
        }
    }
}
