package org.pcapanalyzer.rule;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules in a form that is read in a moment, which YAML is not. Texts as UTF-8 behind their length in bytes. */
final class RuleCodec {
    /** In place of the kind of a parameter's value. */
    private static final String WHOLE = "whole";

    private static final String REAL = "real";
    private static final String FLAG = "flag";
    private static final String TEXT = "text";

    private RuleCodec() {}

    static void write(Rule rule, DataOutputStream out) throws IOException {
        text(rule.id(), out);
        text(rule.title(), out);
        text(rule.layer().name(), out);
        text(rule.severity().name(), out);
        text(rule.description(), out);
        out.writeInt(rule.parameters().size());
        for (Map.Entry<String, Rule.Parameter> parameter : rule.parameters().entrySet()) {
            text(parameter.getKey(), out);
            value(parameter.getValue().value(), out);
            text(parameter.getValue().unit(), out);
            text(parameter.getValue().why(), out);
        }
        texts(rule.needs(), out);
        text(rule.match(), out);
        text(rule.evidence(), out);
        texts(rule.explains(), out);
        texts(rule.unless(), out);
        write(rule.report(), out);
        texts(rule.references(), out);
        texts(rule.tests().fires(), out);
        texts(rule.tests().silent(), out);
    }

    private static void write(Rule.Report report, DataOutputStream out) throws IOException {
        text(report.summary(), out);
        text(report.rootCause(), out);
        texts(report.alternatives(), out);
        text(report.cannotSee(), out);
        texts(report.fix(), out);
        texts(report.verify(), out);
        text(report.lesson(), out);
    }

    /** The parts of a rule in the order of {@link #write}, which is that of its record. */
    static Rule read(DataInputStream in) throws IOException {
        return new Rule(
                text(in),
                text(in),
                Layer.valueOf(text(in)),
                Severity.valueOf(text(in)),
                text(in),
                parameters(in),
                texts(in),
                text(in),
                text(in),
                texts(in),
                texts(in),
                new Rule.Report(text(in), text(in), texts(in), text(in), texts(in), texts(in), text(in)),
                texts(in),
                new Rule.Tests(texts(in), texts(in)));
    }

    private static Map<String, Rule.Parameter> parameters(DataInputStream in) throws IOException {
        Map<String, Rule.Parameter> parameters = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            parameters.put(text(in), new Rule.Parameter(value(in), text(in), text(in)));
        }
        return parameters;
    }

    private static void value(Object value, DataOutputStream out) throws IOException {
        text(kind(value), out);
        text(value.toString(), out);
    }

    private static String kind(Object value) throws IOException {
        if (value instanceof Long) {
            return WHOLE;
        }
        if (value instanceof Double) {
            return REAL;
        }
        if (value instanceof Boolean) {
            return FLAG;
        }
        if (value instanceof String) {
            return TEXT;
        }
        throw new IOException("no form for a value of " + value.getClass());
    }

    private static Object value(DataInputStream in) throws IOException {
        String kind = text(in);
        String value = text(in);
        return switch (kind) {
            case WHOLE -> Long.valueOf(value);
            case REAL -> Double.valueOf(value);
            case FLAG -> Boolean.valueOf(value);
            default -> value;
        };
    }

    private static void texts(List<String> texts, DataOutputStream out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(text, out);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(text(in));
        }
        return texts;
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
