package org.pcapanalyzer.rule;

/**
 * A fault in a rule, or in what was asked of the rules.
 *
 * @param source  file, or the option that is wrong
 * @param line    line in the file from 1; 0 where no line is at fault
 * @param message what is wrong and what to do, one line
 */
public record RuleProblem(String source, int line, String message) {

    /** One line: {@code source:line: message}. */
    @Override
    public String toString() {
        return source + (line > 0 ? ":" + line : "") + ": " + message;
    }
}
