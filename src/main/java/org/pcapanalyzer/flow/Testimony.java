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
        int hosts = 0;
        long leastNs = Long.MAX_VALUE;
        long mostNs = 0;
        for (int i = 0; i < witnesses.size(); i++) {
            Witness witness = witnesses.get(i);
            if (witness.unseenNs() < gapNs / 2) {
                return NONE;
            }
            if (witness.isSettled()) {
                hosts += isOnNewHost(witness, witnesses.subList(0, i)) ? 1 : 0;
                leastNs = Math.min(leastNs, witness.unseenNs());
                mostNs = Math.max(mostNs, witness.unseenNs());
            }
        }
        return hosts > 0 && mostNs - leastNs <= gapNs / 4 ? new Testimony(hosts, leastNs) : NONE;
    }

    private static boolean isOnNewHost(Witness witness, List<Witness> before) {
        for (Witness other : before) {
            if (other.isSettled() && other.isOnHostOf(witness)) {
                return false;
            }
        }
        return true;
    }
}
