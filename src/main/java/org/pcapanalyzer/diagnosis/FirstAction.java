package org.pcapanalyzer.diagnosis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcapanalyzer.rule.Narrative;
import org.pcapanalyzer.rule.RepairStep;
import org.pcapanalyzer.rule.Wording;

/** What to do first about a finding, in words: its first fix, or else its first check. */
final class FirstAction {
    /** About two lines of a terminal; a remark that does not fit into it is left to the report. */
    private static final int MAX_LENGTH = 160;

    /** {@code on 10.2.0.2: does anything listen}: a place, up to the first punctuation outside of brackets, and a remark. */
    private static final Pattern PLACE =
            Pattern.compile("((?:on|from|at) (?:\\([^)]*\\)|[^(]|\\()+?)(?:[:;,] (.*))?", Pattern.DOTALL);

    private FirstAction() {}

    /** Empty where the rule knows nothing to do. */
    static Optional<String> of(Narrative narrative) {
        return narrative.fix().stream()
                .findFirst()
                .or(() -> narrative.verify().stream().findFirst())
                .map(RepairStep::of)
                .map(FirstAction::words);
    }

    private static String words(RepairStep step) {
        if (step.command().isEmpty()) {
            return step.note();
        }
        Matcher place = PLACE.matcher(step.note());
        boolean isPlaced = place.matches();
        String action = (isPlaced ? Wording.capitalized(place.group(1)) + " run: " : "Run: ") + step.command();
        String remark = isPlaced ? place.group(2) : step.note();
        boolean isShort = remark != null && !remark.isEmpty() && action.length() + remark.length() < MAX_LENGTH;
        return isShort ? action + " (" + remark + ")" : action;
    }
}
