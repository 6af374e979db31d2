package org.pcapanalyzer.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Aligned columns for people. Where the columns do not fit the terminal, long cells end in an ellipsis; where even that
 * does not help, each row becomes a block of lines with one column each: no column is ever left out. The first rows
 * decide the widths, so that any number of rows streams.
 */
final class TablePrinter implements RowPrinter {
    private static final int ROWS_MEASURED = 1000;
    private static final int LEAST_WIDTH = 8;
    private static final String GAP = "  ";

    private final Appendable out;
    private final int terminalWidth;
    private final List<List<String>> measured = new ArrayList<>();
    private List<ResultColumn> columns = List.of();
    private int[] widths = {};
    private boolean isMeasuring = true;
    private boolean isInBlocks;
    private long rows;

    /** @param terminalWidth columns of the terminal, 0 for any width */
    TablePrinter(Appendable out, int terminalWidth) {
        this.out = out;
        this.terminalWidth = terminalWidth;
    }

    @Override
    public void begin(List<ResultColumn> columns) {
        this.columns = columns.stream()
                .map(column -> new ResultColumn(CellText.forTerminal(column.name()), column.isNumber()))
                .toList();
    }

    @Override
    public void row(List<Object> values) throws IOException {
        List<String> cells = values.stream()
                .map(value -> value == null ? "" : CellText.forTerminal(CellText.of(value)))
                .toList();
        if (!isMeasuring) {
            print(cells);
            return;
        }
        measured.add(cells);
        if (measured.size() == ROWS_MEASURED) {
            printMeasured();
        }
    }

    @Override
    public void end() throws IOException {
        if (isMeasuring) {
            printMeasured();
        }
        out.append('(').append(Long.toString(rows)).append(rows == 1 ? " row)\n" : " rows)\n");
    }

    private void printMeasured() throws IOException {
        isMeasuring = false;
        chooseWidths();
        if (!isInBlocks) {
            line(columns.stream().map(ResultColumn::name).toList());
            List<String> rules = new ArrayList<>();
            for (int width : widths) {
                rules.add("-".repeat(width));
            }
            line(rules);
        }
        for (List<String> cells : measured) {
            print(cells);
        }
        measured.clear();
    }

    private void chooseWidths() {
        widths = new int[columns.size()];
        for (int at = 0; at < widths.length; at++) {
            widths[at] = Math.max(1, CellText.width(columns.get(at).name()));
            for (List<String> cells : measured) {
                widths[at] = Math.max(widths[at], CellText.width(cells.get(at)));
            }
        }
        int room = terminalWidth - GAP.length() * (widths.length - 1);
        if (terminalWidth == 0 || room(Integer.MAX_VALUE) <= room) {
            return;
        }
        int most = LEAST_WIDTH;
        isInBlocks = room(most) > room;
        while (!isInBlocks && room(most + 1) <= room) {
            most++;
        }
        for (int at = 0; at < widths.length; at++) {
            widths[at] = Math.min(widths[at], most);
        }
    }

    /** Columns of the terminal that the cells of a line take if none may be wider than {@code most}. */
    private long room(int most) {
        long sum = 0;
        for (int width : widths) {
            sum += Math.min(width, most);
        }
        return sum;
    }

    private void print(List<String> cells) throws IOException {
        rows++;
        if (isInBlocks) {
            block(cells);
        } else {
            line(cells);
        }
    }

    private void line(List<String> cells) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int at = 0; at < cells.size(); at++) {
            String cell = terminalWidth == 0 ? cells.get(at) : CellText.cut(cells.get(at), widths[at]);
            String padding = padding(widths[at], cell);
            line.append(at == 0 ? "" : GAP).append(columns.get(at).isNumber() ? padding + cell : cell + padding);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private void block(List<String> cells) throws IOException {
        int nameWidth = columns.stream()
                .mapToInt(column -> CellText.width(column.name()))
                .max()
                .orElse(0);
        int cellWidth = Math.max(LEAST_WIDTH, terminalWidth - nameWidth - GAP.length());
        out.append("-- row ").append(Long.toString(rows)).append('\n');
        for (int at = 0; at < cells.size(); at++) {
            String name = columns.get(at).name();
            String line = name + padding(nameWidth, name) + GAP + CellText.cut(cells.get(at), cellWidth);
            out.append(line.stripTrailing()).append('\n');
        }
    }

    private static String padding(int width, String cell) {
        return " ".repeat(Math.max(0, width - CellText.width(cell)));
    }
}
