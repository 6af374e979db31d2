package org.pcapanalyzer.diagnosis;

import java.util.StringJoiner;
import org.pcapanalyzer.diagnosis.Diagnosis.Health;
import org.pcapanalyzer.rule.Wording;

/**
 * Counts of what was said above TCP and UDP, of a service, a host or the whole capture. That something fails up there is
 * for rules to say, who know what must be left out; counts alone show that it works, or that a part of the answers are
 * errors.
 *
 * @param handshakes   TLS handshakes that a ClientHello began
 * @param established  those that were seen to end well
 * @param requests     requests over TCP, as table {@code requests} has them
 * @param responses    those with a response
 * @param serverErrors responses with an HTTP status of 500 or more
 * @param waitNs       median time to the first byte of a response, 0 without one
 * @param queries      DNS queries
 * @param answers      those with an answer
 * @param failures     answers that say that the name server failed or refused
 */
record UpperFacts(
        long handshakes,
        long established,
        long requests,
        long responses,
        long serverErrors,
        long waitNs,
        long queries,
        long answers,
        long failures) {
    static final UpperFacts NONE = new UpperFacts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Whether nothing of all that was seen. */
    boolean isNone() {
        return handshakes + established + requests + responses + serverErrors + waitNs + queries + answers + failures
                == 0;
    }

    /** Without full stop. */
    String tls() {
        return handshakes == 0
                ? "no TLS handshake seen"
                : Wording.ratio(established, handshakes, "TLS handshakes") + " completed";
    }

    Health tlsHealth() {
        return established > 0 ? Health.HEALTHY : Health.NOT_OBSERVED;
    }

    /** Without full stop. */
    String application() {
        StringJoiner words = new StringJoiner(", ");
        words.setEmptyValue("no request seen");
        if (requests > 0) {
            words.add(Wording.ratio(responses, requests, "requests") + " answered"
                    + (responses > 0 ? ", first byte after " + Wording.duration(waitNs) + " (median)" : ""));
        }
        if (serverErrors > 0) {
            words.add(Wording.count(serverErrors, "response", "responses") + " with a status of 500 or more");
        }
        if (queries > 0) {
            words.add(Wording.ratio(answers, queries, "DNS queries") + " answered"
                    + (failures > 0 ? ", " + failures + " of them with failure or refusal" : ""));
        }
        return words.toString();
    }

    Health applicationHealth() {
        long good = responses - serverErrors + answers - failures;
        long bad = serverErrors + failures;
        if (good == 0) {
            return Health.NOT_OBSERVED;
        }
        boolean isPartly = bad >= LadderQuery.SOME_FAILED && bad >= LadderQuery.FAILED_SHARE * (good + bad);
        return isPartly ? Health.DEGRADED : Health.HEALTHY;
    }
}
