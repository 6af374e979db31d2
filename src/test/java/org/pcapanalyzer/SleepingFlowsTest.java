package org.pcapanalyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.FlowLimits;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.flow.Replay;
import org.pcapanalyzer.protocol.ProtocolSink;
import org.pcapanalyzer.protocol.Protocols;

/** A flow that was packed between any two of its packets gives the same rows as one that never was. */
final class SleepingFlowsTest {
    private static final Path SAMPLES = Path.of("samples");
    private static final FlowLimits AWAKE = FlowLimits.forHeap(1L << 30);
    private static final FlowLimits ASLEEP = new FlowLimits(
            AWAKE.liveFlows(),
            AWAKE.flowBytes(),
            0,
            AWAKE.gapsPerDirection(),
            AWAKE.segmentsPerDirection(),
            AWAKE.stateBytes(),
            AWAKE.pendingNeighbors(),
            AWAKE.lingerNs());

    private final Map<Class<?>, List<Method>> accessors = new HashMap<>();

    @Test
    void shouldGiveTheSameRowsOfEverySampleWhenAllFlowsSleep() throws IOException {
        List<Path> samples;
        try (Stream<Path> files = Files.list(SAMPLES)) {
            samples = files.filter(file -> file.toString().contains(".pcap"))
                    .sorted()
                    .toList();
        }
        assertFalse(samples.isEmpty());
        for (Path sample : samples) {
            assertEquals(rows(sample, AWAKE), rows(sample, ASLEEP), sample.toString());
        }
    }

    /** All rows as text, in an order of their own: flows that are open at the end come in that of their last activity. */
    private List<String> rows(Path sample, FlowLimits limits) throws IOException {
        List<String> rows = new ArrayList<>();
        InvocationHandler handler = (proxy, method, arguments) -> {
            rows.add(method.getName() + text(arguments));
            return null;
        };
        Protocols protocols = new Protocols(sink(ProtocolSink.class, handler));
        FlowTracker tracker = new FlowTracker(
                sink(FlowSink.class, handler), limits, protocols, Protocols.streamOptions(1L << 30), protocols);
        Replay.of(sample, tracker);
        rows.add(tracker.limitCounts().toString());
        Collections.sort(rows);
        return rows;
    }

    private static <T> T sink(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private String text(Object[] arguments) {
        StringBuilder text = new StringBuilder();
        for (Object argument : arguments) {
            text.append(' ');
            boolean isOwner = argument instanceof Flow && arguments.length > 1;
            text.append(isOwner ? "of " + ((Flow) argument).flowId() : text(argument));
        }
        return text.toString();
    }

    private String text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(this::text).orElse("-");
        }
        if (value instanceof Collection<?> values) {
            return values.stream().map(this::text).toList().toString();
        }
        boolean isRow = value != null
                && !(value instanceof Enum)
                && value.getClass().getName().startsWith("org.pcap");
        if (!isRow) {
            return String.valueOf(value);
        }
        StringBuilder text = new StringBuilder();
        for (Method accessor : accessors.computeIfAbsent(value.getClass(), SleepingFlowsTest::accessorsOf)) {
            text.append(accessor.getName())
                    .append('=')
                    .append(column(accessor, value))
                    .append(' ');
        }
        return text.toString();
    }

    private String column(Method accessor, Object row) {
        try {
            return text(accessor.invoke(row));
        } catch (ReflectiveOperationException e) {
            return "not of this row";
        }
    }

    private static List<Method> accessorsOf(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType().isPrimitive()
                        ? method.getReturnType() != void.class
                        : !method.getReturnType().isArray() && method.getReturnType() != Flow.class)
                .filter(method -> method.getDeclaringClass() != Object.class
                        && !method.getName().equals("hashCode")
                        && !method.getName().equals("toString"))
                .sorted(Comparator.comparing(Method::getName))
                .peek(method -> method.setAccessible(true))
                .toList();
    }
}
