package org.pcapanalyzer.diagnosis;

import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.pcapanalyzer.rule.Finding;
import org.pcapanalyzer.rule.Flows;
import org.pcapanalyzer.rule.Layer;
import org.pcapanalyzer.rule.Scope;
import org.pcapanalyzer.rule.Wording;

/**
 * How much of one finding others account for.
 *
 * @param share  0 to 1: of its flows if both sides know theirs, else of its hosts
 * @param main   the one that accounts for most of it; empty if none does for any
 * @param reason what they have in common, to stand behind "which"
 */
record Coverage(double share, Optional<Finding> main, String reason) {
    /** From here on a finding counts as accounted for: most of it. */
    static final double MOST = 0.5;

    /** Host lists say nothing of time, so what shares only hosts must also have happened about then. */
    private static final long SLACK_NS = 10_000_000_000L;

    private static final Coverage NONE = new Coverage(0, Optional.empty(), "");

    boolean isMost() {
        return share >= MOST;
    }

    /** Coverage by faults of the capture: those that name neither flows nor hosts concern all of it. */
    static Coverage byCapture(Finding finding, List<Finding> captureFindings) {
        return of(finding, captureFindings, (cause, symptom) -> true);
    }

    /** Coverage by possible causes. */
    static Coverage byCauses(Finding finding, List<Finding> causes) {
        return of(finding, causes, Coverage::isAboutThen);
    }

    private static Coverage of(Finding finding, List<Finding> others, BiPredicate<Finding, Finding> hostsCount) {
        Coverage best = NONE;
        List<Long> ids = finding.flows().ids();
        BitSet covered = new BitSet(ids.size());
        for (Finding other : others) {
            int comparable = comparable(ids, other.flows());
            Coverage single = comparable > 0
                    ? byFlows(finding, comparable, mark(ids, other.flows().ids(), covered), other)
                    : hostsCount.test(other, finding) ? byHosts(finding, other) : NONE;
            best = single.share() > best.share() ? single : best;
        }
        double union = ids.isEmpty() ? 0 : (double) covered.cardinality() / ids.size();
        return union > best.share() ? new Coverage(union, best.main(), best.reason()) : best;
    }

    /** How many of these flows, the first, the other finding would hold if it concerned them; ids ascend. */
    private static int comparable(List<Long> ids, Flows other) {
        if (other.isEmpty()) {
            return 0;
        }
        if (!other.isCut()) {
            return ids.size();
        }
        int place = Collections.binarySearch(ids, other.ids().get(other.ids().size() - 1));
        return place < 0 ? -place - 1 : place + 1;
    }

    /** By the flows that can be compared: the first of them, where one of the two findings does not keep all of its. */
    private static Coverage byFlows(Finding finding, int comparable, int shared, Finding other) {
        long all = finding.flows().count();
        String among = comparable == all ? " of" : String.format(Locale.ROOT, " of the first %,d of", comparable);
        String reason = "concerns " + (shared == comparable ? "all" : shared) + among + " its "
                + Wording.count(all, "flow", "flows");
        return shared == 0 ? NONE : new Coverage((double) shared / comparable, Optional.of(other), reason);
    }

    /** Marks the positions of {@code ids} that {@code others} hold too, and counts them; both ascend. */
    private static int mark(List<Long> ids, List<Long> others, BitSet covered) {
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < ids.size() && j < others.size()) {
            int order = Long.compare(ids.get(i), others.get(j));
            if (order == 0) {
                covered.set(i);
                shared++;
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return shared;
    }

    private static Coverage byHosts(Finding finding, Finding other) {
        Scope wide = other.scope();
        if (wide.clients().isEmpty() && wide.servers().isEmpty()) {
            return other.flows().isEmpty() ? new Coverage(1, Optional.of(other), "concerns the whole capture") : NONE;
        }
        Scope scope = finding.scope();
        double share = other.rule().layer() == Layer.LINK
                ? Math.max(share(scope.servers(), wide.servers()), share(scope.clients(), wide.servers()))
                : sameService(scope, wide)
                        ? Math.min(
                                shareIfNamed(scope.servers(), wide.servers()),
                                shareIfNamed(scope.clients(), wide.clients()))
                        : 0;
        return share == 0 ? NONE : new Coverage(share, Optional.of(other), "concerns the same hosts");
    }

    private static boolean sameService(Scope one, Scope other) {
        return one.service().isEmpty()
                || other.service().isEmpty()
                || one.service().equals(other.service());
    }

    /** A side that one of them does not name does not tell them apart. */
    private static double shareIfNamed(List<String> hosts, List<String> wide) {
        return hosts.isEmpty() || wide.isEmpty() ? 1 : share(hosts, wide);
    }

    private static double share(Collection<String> hosts, Collection<String> wide) {
        return hosts.isEmpty()
                ? 0
                : (double) hosts.stream().filter(wide::contains).count() / hosts.size();
    }

    private static boolean isAboutThen(Finding cause, Finding symptom) {
        return cause.startNs() - SLACK_NS <= symptom.endNs() && symptom.startNs() - SLACK_NS <= cause.endNs();
    }
}
