package org.pcapanalyzer.rule;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule file, bound as it stands; the keys are described in {@code rules/README.md}.
 *
 * @param needs tables of facts, perhaps with a condition; where one of them has no such row, the rule has nothing to report
 */
public record Rule(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) Layer layer,
        @JsonProperty(required = true) Severity severity,
        @JsonProperty(required = true) String description,
        @JsonProperty(required = true) Map<String, Parameter> parameters,
        @JsonProperty(required = true) List<String> needs,
        @JsonProperty(required = true) String match,
        @JsonProperty(required = true) String evidence,
        @JsonProperty(required = true) List<String> explains,
        @JsonProperty(required = true) List<String> unless,
        @JsonProperty(required = true) Report report,
        @JsonProperty(required = true) List<String> references,
        @JsonProperty(required = true) Tests tests) {

    public Rule {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        needs = List.copyOf(needs);
        explains = List.copyOf(explains);
        unless = List.copyOf(unless);
        references = List.copyOf(references);
    }

    /** The same rule with other parameters. */
    Rule withParameters(Map<String, Parameter> changed) {
        return new Rule(
                id,
                title,
                layer,
                severity,
                description,
                changed,
                needs,
                match,
                evidence,
                explains,
                unless,
                report,
                references,
                tests);
    }

    /**
     * A threshold of the rule.
     *
     * @param value Long, Double, String or Boolean
     * @param unit  unit of the value, {@code 1} for a ratio or count without one
     * @param why   reason for the value
     */
    public record Parameter(
            @JsonProperty(required = true) Object value,
            @JsonProperty(required = true) String unit,
            @JsonProperty(required = true) String why) {

        public Parameter {
            value = value instanceof Integer whole ? Long.valueOf(whole) : value;
        }
    }

    /** FreeMarker texts over the row of the match. */
    public record Report(
            @JsonProperty(required = true) String summary,

            @JsonProperty(required = true, value = "root_cause")
            String rootCause,

            @JsonProperty(required = true) List<String> alternatives,

            @JsonProperty(required = true, value = "cannot_see")
            String cannotSee,

            @JsonProperty(required = true) List<String> fix,
            @JsonProperty(required = true) List<String> verify,
            @JsonProperty(required = true) String lesson) {}

    /** Names of samples (without extension) in which the rule must report, and must not. */
    public record Tests(
            @JsonProperty(required = true) List<String> fires,
            @JsonProperty(required = true) List<String> silent) {}
}
