package org.pcapanalyzer.cli;

import java.util.List;

/**
 * Runs command lines one after the other, {@value #NEXT} between them, and fails if one does: the launcher has the JVM archive the
 * classes that are loaded meanwhile, and what one command line does not load another one does.
 */
public final class Rehearsal {
    private static final String NEXT = "+";

    private Rehearsal() {}

    public static void main(String[] args) {
        List<String> words = List.of(args);
        for (int start = 0; start < words.size(); ) {
            int next = words.subList(start, words.size()).indexOf(NEXT);
            int end = next < 0 ? words.size() : start + next;
            int status = Main.run(words.subList(start, end));
            if (status != ExitStatus.OK) {
                throw new IllegalStateException(words.subList(start, end) + " ended with " + status);
            }
            start = end + 1;
        }
    }
}
