/**
 * Judgement as data: reads rule files (YAML with SQL and texts), runs them over the tables of an analysis and yields
 * findings with evidence.
 *
 * <p>Uses JDBC alone to reach the tables. Start reading at {@link org.pcapanalyzer.rule.RuleLibrary} (files to rules) and
 * {@link org.pcapanalyzer.rule.RuleRunner} (rules to findings); {@link org.pcapanalyzer.rule.RuleCheck} is what a rule's
 * author meets. What a rule file may say stands in {@code rules/README.md}.
 */
package org.pcapanalyzer.rule;
