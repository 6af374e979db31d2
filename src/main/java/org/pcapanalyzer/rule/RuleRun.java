package org.pcapanalyzer.rule;

import java.util.List;

/**
 * What rules made of the tables of an analysis.
 *
 * @param findings   in the order of the library and of each rule's query
 * @param unfinished rules that took more memory than the database may have, in the order of the library
 */
public record RuleRun(List<Finding> findings, List<Rule> unfinished) {}
