package org.pcapanalyzer.store;

import java.util.function.BiFunction;

/** How the rows of a query are written. */
public enum SqlFormat {
    /** For people: aligned columns that fit the terminal. */
    TABLE(TablePrinter::new),
    /** RFC 4180, safe to open in a spreadsheet. NULL is an empty field, the empty text a quoted one. */
    CSV((out, width) -> new CsvPrinter(out)),
    /** An array of objects, one to a line; ASCII only. */
    JSON((out, width) -> new JsonPrinter(out));

    private final BiFunction<Appendable, Integer, RowPrinter> printer;

    SqlFormat(BiFunction<Appendable, Integer, RowPrinter> printer) {
        this.printer = printer;
    }

    RowPrinter printer(Appendable out, int width) {
        return printer.apply(out, width);
    }
}
