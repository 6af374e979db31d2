package org.pcapanalyzer.report;

import java.util.List;

/**
 * How a run was set, so that it can be repeated.
 *
 * @param toolName    name of the program
 * @param toolVersion version of the program
 * @param rulesSha256 hex digest over the rules in use, parameters overridden by the user included
 * @param options     options in effect, in the order to be shown; defaults included
 * @param limits      bounds on memory in effect, with unit
 */
public record RunSettings(
        String toolName, String toolVersion, String rulesSha256, List<Setting> options, List<Setting> limits) {

    /** A name and its value as text, with unit where it has one. */
    public record Setting(String name, String value) {}
}
