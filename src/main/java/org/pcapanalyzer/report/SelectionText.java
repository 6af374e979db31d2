package org.pcapanalyzer.report;

import java.util.StringJoiner;
import org.pcapanalyzer.report.ReportModel.Selection;

/** Says what part of the captures an analysis was asked for. */
final class SelectionText {
    private SelectionText() {}

    /** {@code 12 of 106 packets: filter "tcp port 80", from 2026-11-21T14:05:46.500000000Z}. */
    static String of(Selection selection, long packets) {
        StringJoiner parts = new StringJoiner(", ");
        if (selection.filter() != null) {
            parts.add("filter \"" + VisibleText.cut(selection.filter()) + "\"");
        }
        if (selection.from() != null) {
            parts.add("from " + selection.from());
        }
        if (selection.to() != null) {
            parts.add("before " + selection.to());
        }
        return Display.number(selection.frames()) + " of " + Display.number(packets) + " packets: " + parts;
    }
}
