package org.pcapanalyzer.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** Writes records as JSON: components in their order, names in snake_case; lists, maps, texts, numbers, booleans, null. */
final class RecordJson {
    private final JsonGenerator out;

    private RecordJson(JsonGenerator out) {
        this.out = out;
    }

    /** Writes an indented document; leaves {@code target} open. */
    static void write(Record value, Writer target) throws IOException {
        try (JsonGenerator generator = new JsonFactory().createGenerator(target)) {
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            generator.setPrettyPrinter(new DefaultPrettyPrinter());
            new RecordJson(generator).write(value);
        }
    }

    private void write(Object value) throws IOException {
        if (value instanceof Record parts) {
            record(parts);
        } else if (value instanceof Map<?, ?> map) {
            map(map);
        } else if (value instanceof Collection<?> list) {
            list(list);
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value == null) {
            out.writeNull();
        } else {
            out.writeString((String) value);
        }
    }

    private void record(Record value) throws IOException {
        out.writeStartObject(value);
        for (Map.Entry<String, Method> component :
                RecordParts.of(value.getClass()).components().entrySet()) {
            out.writeFieldName(snakeCase(component.getKey()));
            write(RecordParts.value(value, component.getValue()));
        }
        out.writeEndObject();
    }

    private void map(Map<?, ?> map) throws IOException {
        out.writeStartObject(map);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeFieldName((String) entry.getKey());
            write(entry.getValue());
        }
        out.writeEndObject();
    }

    private void list(Collection<?> list) throws IOException {
        out.writeStartArray(list, list.size());
        for (Object element : list) {
            write(element);
        }
        out.writeEndArray();
    }

    private void number(Number value) throws IOException {
        if (value instanceof Double) {
            out.writeNumber(value.doubleValue());
        } else if (value instanceof Float) {
            out.writeNumber(value.floatValue());
        } else if (value instanceof BigDecimal decimal) {
            out.writeNumber(decimal);
        } else if (value instanceof BigInteger integer) {
            out.writeNumber(integer);
        } else {
            out.writeNumber(value.longValue());
        }
    }

    private static String snakeCase(String name) {
        StringBuilder words = new StringBuilder(name.length() + 4);
        for (char c : name.toCharArray()) {
            if (Character.isUpperCase(c)) {
                words.append('_');
            }
            words.append(c);
        }
        return words.toString().toLowerCase(Locale.ROOT);
    }
}
