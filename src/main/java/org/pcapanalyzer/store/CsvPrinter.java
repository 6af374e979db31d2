package org.pcapanalyzer.store;

import java.io.IOException;
import java.util.List;

/**
 * Comma-separated values (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front, and
 * control characters other than tab and line ends are left out.
 */
final class CsvPrinter implements RowPrinter {
    private static final String LINE_END = "\r\n";
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private final Appendable out;

    CsvPrinter(Appendable out) {
        this.out = out;
    }

    @Override
    public void begin(List<ResultColumn> columns) throws IOException {
        line(columns.stream().map(column -> (Object) column.name()).toList());
    }

    @Override
    public void row(List<Object> values) throws IOException {
        line(values);
    }

    @Override
    public void end() {
        // Nothing follows the last row.
    }

    private void line(List<Object> values) throws IOException {
        for (int at = 0; at < values.size(); at++) {
            out.append(at == 0 ? "" : ",").append(field(values.get(at)));
        }
        out.append(LINE_END);
    }

    private static String field(Object value) {
        if (value == null) {
            return "";
        }
        String text = CellText.of(value);
        if (value instanceof Number || value instanceof Boolean) {
            return text;
        }
        String safe = withoutControls(text);
        if (!safe.isEmpty() && FORMULA_STARTS.indexOf(safe.charAt(0)) >= 0) {
            safe = "'" + safe;
        }
        boolean isPlain =
                !safe.isEmpty() && safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return isPlain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    private static String withoutControls(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.chars()
                .filter(c -> c == '\t' || c == '\r' || c == '\n' || !Character.isISOControl(c))
                .forEach(c -> safe.append((char) c));
        return safe.toString();
    }
}
