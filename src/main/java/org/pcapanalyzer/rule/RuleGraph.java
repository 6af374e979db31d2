package org.pcapanalyzer.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What rules say of each other: names that exist, roles that make sense, no circles. */
final class RuleGraph {
    private final Map<String, RuleFile> files = new LinkedHashMap<>();
    private final List<RuleProblem> problems = new ArrayList<>();

    private RuleGraph(Collection<RuleFile> rules) {
        for (RuleFile file : rules) {
            RuleFile first = files.putIfAbsent(file.rule().id(), file);
            if (first != null) {
                problems.add(file.problem(
                        "id", "id '" + file.rule().id() + "' is taken by " + first.path() + ": choose another one"));
            }
        }
    }

    static List<RuleProblem> problems(Collection<RuleFile> rules) {
        RuleGraph graph = new RuleGraph(rules);
        for (RuleFile file : rules) {
            graph.checkNames(file, "explains", file.rule().explains());
            graph.checkNames(file, "unless", file.rule().unless());
            graph.checkRoles(file);
        }
        graph.checkCircles("explains", file -> file.rule().explains());
        graph.checkCircles("unless", file -> file.rule().unless());
        return graph.problems;
    }

    private void checkNames(RuleFile file, String key, List<String> ids) {
        for (int i = 0; i < ids.size(); i++) {
            if (!files.containsKey(ids.get(i))) {
                problems.add(file.problem(
                        key + "[" + i + "]", "there is no rule '" + ids.get(i) + "': mend its spelling or remove it"));
            }
        }
    }

    private void checkRoles(RuleFile file) {
        Rule rule = file.rule();
        for (int i = 0; i < rule.unless().size(); i++) {
            RuleFile other = files.get(rule.unless().get(i));
            if (other != null && other.rule().layer() != Layer.CAPTURE) {
                problems.add(file.problem(
                        "unless[" + i + "]",
                        "'" + other.rule().id() + "' is not of layer capture: only faults of the capture withdraw"
                                + " findings, causes belong in its explains"));
            }
        }
        if (rule.layer() == Layer.CAPTURE && !rule.explains().isEmpty()) {
            problems.add(file.problem(
                    "explains", "a rule of layer capture explains nothing: name it in the other rule's unless"));
        }
        for (int i = 0; i < rule.explains().size(); i++) {
            RuleFile other = files.get(rule.explains().get(i));
            if (other != null && other.rule().layer() == Layer.CAPTURE) {
                problems.add(file.problem(
                        "explains[" + i + "]",
                        "'" + other.rule().id() + "' is of layer capture: the network does not explain a capture's"
                                + " faults, remove it"));
            }
        }
    }

    private void checkCircles(String key, Function<RuleFile, List<String>> edges) {
        Set<String> done = new HashSet<>();
        for (String id : files.keySet()) {
            walk(id, key, edges, new LinkedHashSet<>(), done);
        }
    }

    private void walk(
            String id, String key, Function<RuleFile, List<String>> edges, Set<String> path, Set<String> done) {
        if (path.contains(id)) {
            List<String> steps = new ArrayList<>(path);
            List<String> circle = steps.subList(steps.indexOf(id), steps.size());
            problems.add(files.get(id)
                    .problem(
                            key, key + " goes in a circle: " + String.join(" > ", circle) + " > " + id + ": break it"));
            return;
        }
        if (!files.containsKey(id) || !done.add(id)) {
            return;
        }
        path.add(id);
        for (String next : edges.apply(files.get(id))) {
            walk(next, key, edges, path, done);
        }
        path.remove(id);
    }
}
