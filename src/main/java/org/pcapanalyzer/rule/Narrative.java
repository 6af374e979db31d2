package org.pcapanalyzer.rule;

import java.util.List;

/** The rule's report texts with the finding's values filled in: plain text, not escaped for any format. */
public record Narrative(
        String summary,
        String rootCause,
        List<String> alternatives,
        String cannotSee,
        List<String> fix,
        List<String> verify,
        String lesson) {}
