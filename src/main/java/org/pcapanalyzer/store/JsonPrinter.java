package org.pcapanalyzer.store;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A JSON array of objects, one to a line. A name that comes again gets a number: {@code a}, {@code a_1}. */
final class JsonPrinter implements RowPrinter {
    private final Appendable out;
    private List<String> names = List.of();
    private boolean isFirst = true;

    JsonPrinter(Appendable out) {
        this.out = out;
    }

    @Override
    public void begin(List<ResultColumn> columns) throws IOException {
        Set<String> unique = new LinkedHashSet<>();
        for (ResultColumn column : columns) {
            String name = column.name();
            for (int copy = 1; !unique.add(name); copy++) {
                name = column.name() + "_" + copy;
            }
        }
        names = List.copyOf(unique);
        out.append('[');
    }

    @Override
    public void row(List<Object> values) throws IOException {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int at = 0; at < names.size(); at++) {
            row.put(names.get(at), values.get(at));
        }
        out.append(isFirst ? "\n" : ",\n").append(JsonText.of(row));
        isFirst = false;
    }

    @Override
    public void end() throws IOException {
        out.append(isFirst ? "]\n" : "\n]\n");
    }
}
