package org.pcapanalyzer.rule;

import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.TemplateSequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The functions that report texts may call; each gives {@code unknown} for a value that is missing. */
final class TextFunctions {
    static final String UNKNOWN = "unknown";

    private static final int DEFAULT_LIST_LENGTH = 5;

    /** By name. */
    static final Map<String, TemplateMethodModelEx> ALL = Map.of(
            "duration", arguments -> figure("duration(ns)", arguments, Wording::duration),
            "bytes", arguments -> figure("bytes(n)", arguments, Wording::bytes),
            "percent", arguments -> figure("percent(ratio)", arguments, Wording::percent),
            "count", TextFunctions::count,
            "list", TextFunctions::list);

    private TextFunctions() {}

    private interface Format {
        String apply(double value);
    }

    private static String figure(String form, List<?> arguments, Format format) throws TemplateModelException {
        expect(arguments.size() == 1, form);
        return arguments.get(0) == null
                ? UNKNOWN
                : format.apply(number(arguments.get(0), form).doubleValue());
    }

    private static String count(List<?> arguments) throws TemplateModelException {
        String form = "count(n, 'flow', 'flows')";
        expect(arguments.size() == 3, form);
        return arguments.get(0) == null
                ? UNKNOWN
                : Wording.count(
                        number(arguments.get(0), form).longValue(),
                        text(arguments.get(1), form),
                        text(arguments.get(2), form));
    }

    private static String list(List<?> arguments) throws TemplateModelException {
        String form = "list(values, max)";
        expect(arguments.size() == 1 || arguments.size() == 2, form);
        if (arguments.get(0) == null) {
            return UNKNOWN;
        }
        int max = arguments.size() == 2 ? number(arguments.get(1), form).intValue() : DEFAULT_LIST_LENGTH;
        if (!(arguments.get(0) instanceof TemplateSequenceModel sequence)) {
            throw new TemplateModelException(form + " wants a list");
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < sequence.size(); i++) {
            values.add(element(sequence, i, form));
        }
        return Wording.list(values, max);
    }

    private static String element(TemplateSequenceModel sequence, int index, String form)
            throws TemplateModelException {
        return sequence.get(index) instanceof TemplateNumberModel number
                ? number.getAsNumber().toString()
                : text(sequence.get(index), form);
    }

    private static Number number(Object argument, String form) throws TemplateModelException {
        expect(argument instanceof TemplateNumberModel, form);
        return ((TemplateNumberModel) argument).getAsNumber();
    }

    private static String text(Object argument, String form) throws TemplateModelException {
        expect(argument instanceof TemplateScalarModel, form);
        return ((TemplateScalarModel) argument).getAsString();
    }

    private static void expect(boolean holds, String form) throws TemplateModelException {
        if (!holds) {
            throw new TemplateModelException("write it as " + form);
        }
    }
}
