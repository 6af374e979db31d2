package org.pcapanalyzer.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the user asks of the rules.
 *
 * @param overrides parameter values that replace those of the files
 * @param only      ids of the rules to run, with the capture rules that their {@code unless} names; empty: all
 * @param disabled  ids of rules not to run; stronger than {@code only}
 */
public record RuleSettings(List<ParameterValue> overrides, Set<String> only, Set<String> disabled) {

    private static final Pattern OVERRIDE = Pattern.compile("([^.=\\s]+)\\.([^.=\\s]+)=(.*)", Pattern.DOTALL);

    public RuleSettings {
        overrides = List.copyOf(overrides);
        only = Set.copyOf(new TreeSet<>(only));
        disabled = Set.copyOf(new TreeSet<>(disabled));
    }

    /** One value for one parameter, as text. */
    public record ParameterValue(String rule, String parameter, String value) {

        /** The form that the option {@code --set} takes. */
        @Override
        public String toString() {
            return rule + "." + parameter + "=" + value;
        }
    }

    /** All rules with the values of their files. */
    public static RuleSettings none() {
        return new RuleSettings(List.of(), Set.of(), Set.of());
    }

    /**
     * Settings from the command line.
     *
     * @param sets values of {@code --set}: {@code RULE.PARAM=VALUE}
     */
    public static RuleSettings of(List<String> sets, List<String> only, List<String> disabled) throws RuleException {
        List<ParameterValue> overrides = new ArrayList<>();
        List<RuleProblem> problems = new ArrayList<>();
        for (String set : sets) {
            Matcher matcher = OVERRIDE.matcher(set);
            if (matcher.matches()) {
                overrides.add(new ParameterValue(matcher.group(1), matcher.group(2), matcher.group(3)));
            } else {
                problems.add(new RuleProblem("--set", 0, "'" + set + "' is not of the form RULE.PARAM=VALUE"));
            }
        }
        if (!problems.isEmpty()) {
            throw new RuleException(problems);
        }
        return new RuleSettings(overrides, new TreeSet<>(only), new TreeSet<>(disabled));
    }
}
