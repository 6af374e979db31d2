package org.pcapanalyzer.diagnosis;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.pcapanalyzer.rule.Rule;

/** Which rules explain which, directly and through rules that may not have reported themselves. */
final class Causality {
    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, Set<String>> reached = new HashMap<>();

    Causality(Collection<Rule> rules) {
        rules.forEach(rule -> this.rules.put(rule.id(), rule));
    }

    boolean isDirect(Rule cause, Rule symptom) {
        return cause.explains().contains(symptom.id());
    }

    /** True if a chain of {@code explains} leads from the cause to the symptom. */
    boolean isAny(Rule cause, Rule symptom) {
        return reached.computeIfAbsent(cause.id(), id -> reach(cause)).contains(symptom.id());
    }

    private Set<String> reach(Rule cause) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(cause.explains());
        while (!open.isEmpty()) {
            String id = open.pop();
            if (found.add(id) && rules.containsKey(id)) {
                open.addAll(rules.get(id).explains());
            }
        }
        return found;
    }
}
