package org.pcapanalyzer.rule;

import java.nio.file.Path;

/**
 * A rule and the file that it came from.
 *
 * @param path    the file as named by the user
 * @param text    its content
 * @param rule    its content, bound; parameters hold the values in force
 * @param isSound true if an earlier run found nothing wrong with it, on the tables of an analysis and whatever the values in
 *                force
 */
record RuleFile(Path path, String text, Rule rule, boolean isSound) {

    /** Lines of its keys; read again where one is asked for, which is seldom. */
    YamlOutline outline() {
        try {
            return YamlOutline.read(path.toString(), text);
        } catch (RuleException e) {
            throw new IllegalStateException("a text that was read cannot be read any more", e);
        }
    }

    /** A problem at a key such as {@code tests.fires[0]}. */
    RuleProblem problem(String key, String message) {
        return new RuleProblem(path.toString(), outline().line(key), message);
    }

    /** A problem in the text under a key, {@code line} lines (from 1) below its beginning. */
    RuleProblem problemInText(String key, int line, String message) {
        return new RuleProblem(path.toString(), outline().contentLine(key) + Math.max(1, line) - 1, message);
    }

    RuleFile with(Rule changed) {
        return new RuleFile(path, text, changed, isSound);
    }
}
