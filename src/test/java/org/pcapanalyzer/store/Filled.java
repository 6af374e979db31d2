package org.pcapanalyzer.store;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Objects of other packages with something different in each field, without the packets that would make them: numbers
 * from 1 to 120, the last constant of each enumeration, true.
 */
final class Filled {
    private static final String OURS = "org.pcapanalyzer";
    private static final int LARGEST = 120;

    private int number;

    private Filled() {}

    static <T> T of(Class<T> type) {
        return type.cast(new Filled().make(type, List.of()));
    }

    private Object make(Class<?> type, List<Class<?>> makers) {
        try {
            Constructor<?> constructor = Arrays.stream(type.getDeclaredConstructors())
                    .min(Comparator.comparingInt(Constructor::getParameterCount))
                    .orElseThrow();
            constructor.setAccessible(true);
            List<Class<?>> path = new ArrayList<>(makers);
            path.add(type);
            Object[] arguments = Arrays.stream(constructor.getParameterTypes())
                    .map(parameter -> isKnown(parameter, path) ? value(parameter, path) : null)
                    .toArray();
            Object made = constructor.newInstance(arguments);
            fill(made, makers);
            return made;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("cannot make a " + type, e);
        }
    }

    private void fill(Object made, List<Class<?>> makers) throws ReflectiveOperationException {
        List<Class<?>> path = new ArrayList<>(makers);
        path.add(made.getClass());
        for (Field field : made.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && isKnown(field.getType(), path)) {
                field.setAccessible(true);
                boolean isPart = isPart(field.getType());
                if (isPart && field.get(made) != null) {
                    fill(field.get(made), path);
                } else if (!Modifier.isFinal(field.getModifiers())) {
                    field.set(made, value(field.getType(), path));
                }
            }
        }
    }

    /** A type that can be filled and does not lead back to an object that is being filled. */
    private static boolean isKnown(Class<?> type, List<Class<?>> makers) {
        return type == int.class
                || type == long.class
                || type == boolean.class
                || type == String.class
                || type.isEnum()
                || isPart(type) && !makers.contains(type);
    }

    private static boolean isPart(Class<?> type) {
        return type.getName().startsWith(OURS) && !type.isInterface() && !type.isEnum() && !type.isArray();
    }

    private Object value(Class<?> type, List<Class<?>> makers) {
        if (type == int.class) {
            return next();
        }
        if (type == long.class) {
            return (long) next();
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == String.class) {
            return "text " + next();
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[type.getEnumConstants().length - 1];
        }
        return make(type, makers);
    }

    private int next() {
        number = number % LARGEST + 1;
        return number;
    }
}
