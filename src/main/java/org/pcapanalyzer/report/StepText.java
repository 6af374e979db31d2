package org.pcapanalyzer.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcapanalyzer.report.ReportView.Step;

/**
 * Steps of a rule's {@code fix} and {@code verify} come as a shell user writes them: a command, and after two spaces or
 * more and a hash what to know of it. A text that begins with a capital letter is a sentence.
 */
final class StepText {
    private static final Pattern COMMAND_WITH_NOTE = Pattern.compile("(\\S.*?)\\s{2,}#\\s+(\\S.*)", Pattern.DOTALL);

    private StepText() {}

    static Step of(String text) {
        String step = text.strip();
        Matcher matcher = COMMAND_WITH_NOTE.matcher(step);
        if (matcher.matches()) {
            return new Step(matcher.group(1), matcher.group(2));
        }
        boolean isSentence = step.isEmpty() || Character.isUpperCase(step.codePointAt(0));
        return isSentence ? new Step("", step) : new Step(step, "");
    }
}
