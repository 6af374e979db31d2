package org.pcapanalyzer.rule;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/**
 * One run of a rule, or several of which the last decides.
 *
 * @param findings empty if the rule ran out of memory
 * @param ns       how long it took
 */
record RuleAttempt(CompiledRule rule, Optional<List<Finding>> findings, long ns) {

    /** @param listing with ALL the functions for lists of flows stay as the connection has them */
    static RuleAttempt of(CompiledRule rule, Connection db, FlowListing listing) throws RuleException {
        long start = System.nanoTime();
        Optional<List<Finding>> findings = Optional.empty();
        try {
            if (listing != FlowListing.ALL) {
                listing.applyTo(db);
            }
            findings = Optional.of(rule.findings(db));
        } catch (OutOfRoomException e) {
            // The rule has no findings then, and is told by that.
        }
        return new RuleAttempt(rule, findings, System.nanoTime() - start);
    }

    /** Runs the rule again while no other does, with ever shorter lists of flows until it has room. */
    RuleAttempt alone(Connection db, FlowListing first) throws RuleException {
        RuleAttempt last = this;
        for (FlowListing listing : FlowListing.values()) {
            if (last.findings().isEmpty() && listing.compareTo(first) >= 0) {
                RuleAttempt next = of(rule, db, listing);
                last = new RuleAttempt(rule, next.findings(), last.ns() + next.ns());
            }
        }
        FlowListing.ALL.applyTo(db);
        return last;
    }
}
