package org.pcapanalyzer.store;

import java.sql.SQLException;
import java.util.Optional;
import org.pcapanalyzer.select.Selection;

/** Table {@code selection}. */
final class SelectionTable {
    static final String NAME = "selection";

    private SelectionTable() {}

    static void insert(RowInsert row, Selection.Scope scope) throws SQLException {
        if (scope.filter().isPresent()) {
            row.text(scope.filter().get());
        } else {
            row.absent();
        }
        add(row, scope.fromNs());
        add(row, scope.toNs());
        row.insert();
    }

    private static void add(RowInsert row, Optional<Long> timeNs) throws SQLException {
        if (timeNs.isPresent()) {
            row.number(timeNs.get());
        } else {
            row.absent();
        }
    }
}
