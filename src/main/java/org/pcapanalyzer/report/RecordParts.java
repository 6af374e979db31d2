package org.pcapanalyzer.report;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What records are made of, for those who print any record: the libraries for it look at every class from all sides first,
 * which takes longer than a small capture.
 */
final class RecordParts {
    private static final ClassValue<RecordParts> OF_CLASSES = new ClassValue<>() {
        @Override
        protected RecordParts computeValue(Class<?> type) {
            return new RecordParts(type);
        }
    };

    private final Map<String, Method> components = new LinkedHashMap<>();
    private final Map<String, Method> values = new LinkedHashMap<>();

    private RecordParts(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getParameterCount() == 0 && Modifier.isPublic(method.getModifiers())) {
                values.put(method.getName(), method);
            }
        }
        for (RecordComponent component : type.getRecordComponents()) {
            components.put(component.getName(), component.getAccessor());
        }
    }

    static RecordParts of(Class<? extends Record> type) {
        return OF_CLASSES.get(type);
    }

    /** Accessors of its components, in their order. */
    Map<String, Method> components() {
        return components;
    }

    /** What a component, or a further method without parameters, gives; null where it gives null or there is none. */
    Object value(Record owner, String name) {
        Method method = values.get(name);
        return method == null ? null : value(owner, method);
    }

    static Object value(Record owner, Method accessor) {
        try {
            return accessor.invoke(owner);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(accessor + " cannot be asked", e);
        }
    }
}
