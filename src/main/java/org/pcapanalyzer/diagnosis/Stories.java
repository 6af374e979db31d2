package org.pcapanalyzer.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pcapanalyzer.rule.Evidence;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Flows;
import org.pcapanalyzer.rule.Narrative;
import org.pcapanalyzer.rule.Scope;
import org.pcapanalyzer.rule.Wording;

/**
 * Findings of one rule that tell one story become one incident, where the rule itself did not group them: what one
 * service does to several clients, what one client meets at many servers, what many services of one host do, at the same
 * time. Findings of different rules are never joined here: that takes {@code explains}.
 */
final class Stories {
    /** Two servers that fail one client may be two faults; at three the client or its path is at fault. */
    private static final int MANY = 3;

    /** Pauses up to this do not end a story. */
    private static final long SLACK_NS = 10_000_000_000L;

    private static final int MAX_EVIDENCE = 20;
    private static final int MAX_FILTERS = 5;
    private static final int MAX_NAMED = 3;

    /** @param part of the story that {@code lead} tells; @param because one sentence */
    record Part(Finding part, Finding lead, String because) {}

    private final List<Part> parts = new ArrayList<>();
    private List<Finding> leads;

    private Stories(List<Finding> findings) {
        this.leads = findings;
    }

    /** @param findings gravest first; the gravest of a story leads it */
    static Stories of(List<Finding> findings) {
        Stories stories = new Stories(findings);
        stories.join(2, Stories::service, "the same service, about the same time", scope -> scope.clients());
        stories.join(MANY, Stories::clients, "the same client, about the same time", Stories::targets);
        stories.join(MANY, Stories::servers, "another service of the same host, about the same time", Stories::targets);
        return stories;
    }

    /** What is left, one finding a story, in the order given. */
    List<Finding> leads() {
        return leads;
    }

    List<Part> parts() {
        return parts;
    }

    private static Optional<List<Object>> service(Finding finding) {
        Scope scope = finding.scope();
        return scope.servers().isEmpty() ? Optional.empty() : Optional.of(List.of(scope.servers(), scope.service()));
    }

    private static Optional<List<Object>> clients(Finding finding) {
        return finding.scope().clients().isEmpty()
                ? Optional.empty()
                : Optional.of(List.of(finding.scope().clients()));
    }

    private static Optional<List<Object>> servers(Finding finding) {
        return finding.scope().servers().isEmpty()
                ? Optional.empty()
                : Optional.of(List.of(finding.scope().servers()));
    }

    private static List<String> targets(Scope scope) {
        String service = scope.service().isEmpty() ? "" : " (" + scope.service() + ")";
        return scope.servers().stream().map(server -> server + service).toList();
    }

    private void join(
            int least, Function<Finding, Optional<List<Object>>> key, String why, Function<Scope, List<String>> names) {
        Map<List<Object>, List<Finding>> alike = new LinkedHashMap<>();
        for (Finding lead : leads) {
            key.apply(lead)
                    .ifPresent(
                            found -> alike.computeIfAbsent(List.of(lead.rule().id(), found), none -> new ArrayList<>())
                                    .add(lead));
        }
        for (List<Finding> candidates : alike.values()) {
            for (List<Finding> story : atOneTime(candidates)) {
                if (story.size() >= least) {
                    tell(story, why, names);
                }
            }
        }
    }

    /** The findings in groups that follow each other without a long pause, each gravest first. */
    private static List<List<Finding>> atOneTime(List<Finding> findings) {
        List<List<Finding>> groups = new ArrayList<>();
        long end = Long.MIN_VALUE;
        for (Finding finding : findings.stream()
                .sorted(Comparator.comparingLong(Finding::startNs))
                .toList()) {
            if (groups.isEmpty() || finding.startNs() - SLACK_NS > end) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(finding);
            end = Math.max(end, finding.endNs());
        }
        groups.forEach(group -> group.sort(Gravity.ORDER));
        return groups;
    }

    private void tell(List<Finding> story, String why, Function<Scope, List<String>> names) {
        Finding lead = story.get(0);
        List<Finding> others = story.subList(1, story.size());
        Finding whole = widened(lead, others, names);
        Set<String> told = story.stream().map(Finding::id).collect(Collectors.toSet());
        leads = leads.stream()
                .map(finding -> finding == lead ? whole : finding)
                .filter(finding -> finding == whole || !told.contains(finding.id()))
                .toList();
        parts.replaceAll(part -> told.contains(part.lead().id()) ? new Part(part.part(), whole, part.because()) : part);
        for (Finding other : others) {
            parts.add(new Part(other, whole, "Part of " + lead.id() + ": " + why + "."));
        }
    }

    private static Finding widened(Finding lead, List<Finding> others, Function<Scope, List<String>> names) {
        TreeSet<String> clients = new TreeSet<>(lead.scope().clients());
        TreeSet<String> servers = new TreeSet<>(lead.scope().servers());
        Flows flows = lead.flows();
        LinkedHashSet<String> alsoNamed = new LinkedHashSet<>();
        boolean isOneService = true;
        long start = lead.startNs();
        long end = lead.endNs();
        for (Finding other : others) {
            clients.addAll(other.scope().clients());
            servers.addAll(other.scope().servers());
            flows = flows.and(other.flows());
            alsoNamed.addAll(names.apply(other.scope()));
            isOneService &= other.scope().service().equals(lead.scope().service());
            start = Math.min(start, other.startNs());
            end = Math.max(end, other.endNs());
        }
        names.apply(lead.scope()).forEach(alsoNamed::remove);
        return new Finding(
                lead.id(),
                lead.rule(),
                lead.severity(),
                lead.confidence(),
                new Scope(
                        List.copyOf(clients),
                        List.copyOf(servers),
                        isOneService ? lead.scope().service() : ""),
                start,
                end,
                flows,
                lead.metrics(),
                evidence(lead, others),
                filter(lead, others),
                narrative(lead.narrative(), List.copyOf(alsoNamed)));
    }

    private static List<Evidence> evidence(Finding lead, List<Finding> others) {
        return Stream.concat(
                        lead.evidence().stream(),
                        others.stream()
                                .flatMap(other -> other.evidence().stream().limit(2)))
                .distinct()
                .limit(MAX_EVIDENCE)
                .sorted(Comparator.comparingLong(Evidence::frame))
                .toList();
    }

    private static String filter(Finding lead, List<Finding> others) {
        List<String> filters = Stream.concat(Stream.of(lead), others.stream())
                .map(Finding::wiresharkFilter)
                .filter(filter -> !filter.isEmpty())
                .distinct()
                .limit(MAX_FILTERS)
                .toList();
        return filters.size() == 1
                ? filters.get(0)
                : String.join(" or ", filters.stream().map(f -> "(" + f + ")").toList());
    }

    private static Narrative narrative(Narrative lead, List<String> alsoNamed) {
        String summary = lead.summary().strip();
        String open = summary.endsWith(".") ? summary.substring(0, summary.length() - 1) : summary;
        return new Narrative(
                alsoNamed.isEmpty() ? summary : open + "; the same with " + Wording.list(alsoNamed, MAX_NAMED) + ".",
                lead.rootCause(),
                lead.alternatives(),
                lead.cannotSee(),
                lead.fix(),
                lead.verify(),
                lead.lesson());
    }
}
