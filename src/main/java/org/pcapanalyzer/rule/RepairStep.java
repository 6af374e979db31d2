package org.pcapanalyzer.rule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step of a rule's {@code fix} or {@code verify}. The text comes as a shell user writes it: a command, and after two
 * spaces or more and a hash what to know of it. A text that begins with a capital letter is a sentence.
 *
 * @param command for a shell; empty if the step is a sentence
 * @param note    what to know of the command, or the sentence
 */
public record RepairStep(String command, String note) {
    private static final Pattern COMMAND_WITH_NOTE = Pattern.compile("(\\S.*?)\\s{2,}#\\s+(\\S.*)", Pattern.DOTALL);

    public static RepairStep of(String text) {
        String step = text.strip();
        Matcher matcher = COMMAND_WITH_NOTE.matcher(step);
        if (matcher.matches()) {
            return new RepairStep(matcher.group(1), matcher.group(2));
        }
        boolean isSentence = step.isEmpty() || Character.isUpperCase(step.codePointAt(0));
        return isSentence ? new RepairStep("", step) : new RepairStep(step, "");
    }
}
