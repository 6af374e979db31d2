package org.pcapanalyzer.flow;

import java.util.List;
import org.pcapanalyzer.flow.Witnesses.Witness;

/**
 * What all witnesses together say of a pause.
 *
 * @param hosts   addresses among those that say that most of it never was, and about the same of it; 0 if one disagrees
 * @param leastNs least of the pause that one of them did not see
 */
record Testimony(int hosts, long leastNs) {
    private static final Testimony NONE = new Testimony(0, 0);

    static Testimony of(List<Witness> witnesses, long gapNs) {
        if (witnesses.stream().anyMatch(witness -> witness.unseenNs() < gapNs / 2)) {
            return NONE;
        }
        List<Witness> settled = witnesses.stream().filter(Witness::isSettled).toList();
        int hosts = 0;
        long leastNs = Long.MAX_VALUE;
        long mostNs = 0;
        for (int i = 0; i < settled.size(); i++) {
            Witness witness = settled.get(i);
            boolean isKnown = settled.subList(0, i).stream().anyMatch(witness::isOnHostOf);
            hosts += isKnown ? 0 : 1;
            leastNs = Math.min(leastNs, witness.unseenNs());
            mostNs = Math.max(mostNs, witness.unseenNs());
        }
        return hosts > 0 && mostNs - leastNs <= gapNs / 4 ? new Testimony(hosts, leastNs) : NONE;
    }
}
