package org.pcapanalyzer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pcapanalyzer.decode.Packet;

/** Holds the rows of a tracker against the packets that it was given. */
final class CheckedRows implements FlowSink {
    private static final List<Method> TCP_FLOW_NUMBERS = numbersOf(Flow.class);
    private static final List<Method> DIRECTION_NUMBERS = numbersOf(TcpDirection.class);

    private final Set<Long> flowIds = new HashSet<>();
    private final Set<Long> eventFlowIds = new HashSet<>();
    private long frames;
    private long packets;
    private long icmpPackets;
    private long flowPackets;
    private long flowBytes;
    private long bytes;
    private long copies;
    private long copiedBytes;
    private long icmpRows;
    private long secondPackets;
    private Flow last;
    private long lastNs;
    private boolean isDisordered;

    /** Counts a packet before it is tracked. */
    void note(Packet packet) {
        frames++;
        isDisordered |= packet.timestampNs() < lastNs;
        lastNs = packet.timestampNs();
        switch (packet.kind()) {
            case TCP, UDP, SCTP, OTHER_IP, ICMP, ICMPV6 -> {
                packets++;
                bytes += packet.ipLength();
            }
            case ARP, ND, FRAGMENT, SET_ASIDE -> {}
        }
        if (packet.kind() == Packet.Kind.ICMP || packet.kind() == Packet.Kind.ICMPV6) {
            icmpPackets++;
        }
    }

    /** Each packet is counted by one flow, as a copy, or not at all if it is of no flow. */
    void assertAddUp() {
        assertEquals(packets, flowPackets + copies, "packets of all flows");
        assertEquals(bytes, flowBytes + copiedBytes, "bytes of all flows");
        assertEquals(icmpPackets, icmpRows, "ICMP messages");
        assertEquals(frames, secondPackets, "frames of all seconds");
        assertTrue(flowIds.containsAll(eventFlowIds), "an event of no flow");
    }

    @Override
    public void flow(Flow flow) {
        assertTrue(flowIds.add(flow.flowId()), "two flows with one id");
        assertTrue(flow.frameFirst() >= 1 && flow.frameFirst() <= flow.frameLast() && flow.frameLast() <= frames);
        assertTrue(flow.startNs() <= flow.endNs(), "a flow that ends before it starts");
        assertTrue(flow.origPkts() + flow.respPkts() >= 1, "a flow without packets");
        if (flow.isTcp()) {
            assertSensible(TCP_FLOW_NUMBERS, flow);
        }
        flowPackets += flow.origPkts() + flow.respPkts();
        flowBytes += flow.origIpBytes() + flow.respIpBytes();
        last = flow;
    }

    @Override
    public void tcpDirection(Flow flow, TcpDirection direction) {
        assertEquals(last, flow, "a direction must follow its flow");
        assertSensible(DIRECTION_NUMBERS, direction);
        assertTrue(direction.uniqueBytes() <= direction.payloadBytes(), "more bytes than were sent");
        assertTrue(direction.rttMinNs() <= direction.rttMaxNs() || direction.rttSamples() == 0, "round trips");
        copies += direction.captureDupCount();
        copiedBytes += direction.captureDupIpBytes();
    }

    @Override
    public void tcpEvent(TcpEvent event) {
        eventFlowIds.add(event.flowId());
        assertTrue(event.frame() >= 1 && event.frame() <= frames, () -> "an event in frame " + event.frame());
        assertTrue(event.origFrame() == Flow.ABSENT || event.origFrame() >= 1 && event.origFrame() <= frames);
    }

    @Override
    public void stall(Stall stall) {
        eventFlowIds.add(stall.flowId());
        assertTrue(stall.ns() >= StallTracker.LEAST_NS, "a stall that nobody notices");
        assertTrue(stall.frame() == Flow.ABSENT || stall.frame() >= 1 && stall.frame() <= frames);
        assertTrue(stall.heldBytes() == Flow.ABSENT || stall.heldBytes() >= 0, "held bytes below 0");
    }

    @Override
    public void icmp(IcmpMessage message) {
        icmpRows++;
        assertTrue(message.frame() >= 1 && message.frame() <= frames);
    }

    @Override
    public void neighbor(NeighborRow row) {
        throw new AssertionError("nobody asked for a neighbour");
    }

    @Override
    public void interval(Interval interval) {
        secondPackets += interval.pkts();
    }

    /** Counts are not negative, nor durations while time does not run backwards, but for what stands for absence. */
    private void assertSensible(List<Method> numbers, Object row) {
        for (Method number : numbers) {
            if (isDisordered && number.getName().endsWith("Ns")) {
                continue;
            }
            long value = value(number, row);
            assertTrue(
                    value >= -1 || value == Flow.ABSENT || number.getName().equals("flowId"),
                    () -> number.getName() + " is " + value);
        }
    }

    private static long value(Method number, Object row) {
        try {
            return ((Number) number.invoke(row)).longValue();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(number.getName(), e);
        }
    }

    private static List<Method> numbersOf(Class<?> row) {
        return Arrays.stream(row.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0)
                .filter(method -> method.getReturnType() == long.class || method.getReturnType() == int.class)
                .filter(method -> !method.getName().matches(".*(High|Low|[sS]eq|[aA]ck)"))
                .toList();
    }
}
