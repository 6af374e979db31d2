package org.pcapanalyzer.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the user's values for parameters in place of those of the files; a value must have the type of the one it replaces. */
final class RuleOverrides {

    private RuleOverrides() {}

    static List<RuleFile> apply(List<RuleFile> files, RuleSettings settings) throws RuleException {
        Map<String, RuleFile> byId = new LinkedHashMap<>();
        files.forEach(file -> byId.put(file.rule().id(), file));
        List<RuleProblem> problems = new ArrayList<>();
        for (RuleSettings.ParameterValue override : settings.overrides()) {
            RuleFile file = byId.get(override.rule());
            if (file == null) {
                problems.add(problem(override, "there is no rule '" + override.rule() + "': see analyze rules list"));
                continue;
            }
            Rule.Parameter parameter = file.rule().parameters().get(override.parameter());
            if (parameter == null) {
                problems.add(problem(
                        override,
                        "rule " + override.rule() + " has no parameter '" + override.parameter() + "': it has "
                                + Wording.list(
                                        List.copyOf(file.rule().parameters().keySet()), 20)));
                continue;
            }
            Optional<Object> value = parse(override.value(), parameter.value());
            if (value.isEmpty()) {
                problems.add(problem(
                        override,
                        "'" + override.value() + "' does not fit: give " + kind(parameter.value()) + " such as "
                                + parameter.value()));
                continue;
            }
            byId.put(override.rule(), file.with(withValue(file.rule(), override.parameter(), value.get())));
        }
        if (!problems.isEmpty()) {
            throw new RuleException(problems);
        }
        return List.copyOf(byId.values());
    }

    private static RuleProblem problem(RuleSettings.ParameterValue override, String message) {
        return new RuleProblem("--set " + override, 0, message);
    }

    private static Optional<Object> parse(String text, Object like) {
        try {
            if (like instanceof Double) {
                double value = Double.parseDouble(text);
                return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
            }
            if (like instanceof Long) {
                return Optional.of(Long.parseLong(text));
            }
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        if (like instanceof Boolean) {
            return text.equals("true") || text.equals("false") ? Optional.of(text.equals("true")) : Optional.empty();
        }
        return Optional.of(text);
    }

    private static String kind(Object like) {
        return like instanceof Long ? "a whole number" : like instanceof Double ? "a number" : "true or false";
    }

    private static Rule withValue(Rule rule, String name, Object value) {
        Map<String, Rule.Parameter> parameters = new LinkedHashMap<>(rule.parameters());
        Rule.Parameter old = parameters.get(name);
        parameters.put(name, new Rule.Parameter(value, old.unit(), old.why()));
        return rule.withParameters(parameters);
    }
}
