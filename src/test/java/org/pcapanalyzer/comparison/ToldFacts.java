package org.pcapanalyzer.comparison;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.ShardSinks;
import org.pcapanalyzer.protocol.ProtocolSink;

/** Facts as text, in the order in which they were told: what was told and all plain values of it. */
final class ToldFacts implements ShardSinks.Outbox {
    private final List<String> facts;
    private final Map<Class<?>, List<Method>> accessors = new HashMap<>();
    private List<String> laidBy = new ArrayList<>();

    /** @param facts get all that was told, once the outbox is emptied */
    ToldFacts(List<String> facts) {
        this.facts = facts;
    }

    /** Takes facts. */
    interface Sink extends FlowSink, ProtocolSink {}

    Sink sink() {
        return (Sink) Proxy.newProxyInstance(
                Sink.class.getClassLoader(), new Class<?>[] {Sink.class}, (proxy, method, arguments) -> {
                    StringBuilder fact = new StringBuilder(method.getName());
                    for (Object argument : arguments) {
                        append(argument, fact);
                    }
                    laidBy.add(fact.toString());
                    return null;
                });
    }

    private void append(Object told, StringBuilder fact) throws IllegalAccessException {
        for (Method accessor : accessors.computeIfAbsent(told.getClass(), ToldFacts::accessorsOf)) {
            fact.append(' ').append(accessor.getName()).append('=');
            try {
                fact.append(accessor.invoke(told));
            } catch (InvocationTargetException e) {
                // A value that this kind of thing does not have.
                fact.append(e.getCause().getClass().getSimpleName());
            }
        }
    }

    private static List<Method> accessorsOf(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getDeclaringClass() == type && isPlain(method.getReturnType()))
                .filter(method -> !method.getName().equals("hashCode")
                        && !method.getName().equals("toString"))
                .peek(method -> method.setAccessible(true))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    private static boolean isPlain(Class<?> type) {
        return type.isPrimitive() && type != void.class || type.isEnum() || type == String.class;
    }

    @Override
    public Runnable take() {
        List<String> taken = laidBy;
        laidBy = new ArrayList<>();
        return () -> facts.addAll(taken);
    }
}
