package org.pcapanalyzer.store;

import java.io.IOException;
import java.util.List;

/** Writes the result of a query row by row. Values are null, Boolean, Number, String, List, Map or JsonNode. */
interface RowPrinter {
    void begin(List<ResultColumn> columns) throws IOException;

    void row(List<Object> values) throws IOException;

    void end() throws IOException;
}
