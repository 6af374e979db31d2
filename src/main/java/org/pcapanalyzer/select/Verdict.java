package org.pcapanalyzer.select;

import java.util.Locale;

/** Whether a frame belongs to a selection, and why not. */
public enum Verdict {
    /** The analysis is about it. */
    SELECTED,
    /** Its time lies outside of the period. */
    OUTSIDE_PERIOD,
    /** The filter rejects it. */
    NOT_MATCHED_BY_FILTER,
    /** The filter has no meaning for frames of its link type. */
    LINK_TYPE_WITHOUT_FILTER;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Name in tables and reports: lower case with underscores. */
    public String label() {
        return label;
    }
}
