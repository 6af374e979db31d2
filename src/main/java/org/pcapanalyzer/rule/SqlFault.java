package org.pcapanalyzer.rule;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DuckDB's complaint in one line, and the line of the rule's query that it is about. */
record SqlFault(int line, String message) {
    private static final Pattern POSITION = Pattern.compile("^LINE (\\d+):", Pattern.MULTILINE);

    /** @param linesBefore lines that the engine put before the rule's query */
    static SqlFault of(SQLException e, int linesBefore) {
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        Matcher position = POSITION.matcher(text);
        boolean found = position.find();
        int line = found ? Math.max(1, Integer.parseInt(position.group(1)) - linesBefore) : 1;
        String message =
                (found ? text.substring(0, position.start()) : text).strip().replaceAll("\\s*\\R\\s*", " ");
        return new SqlFault(line, message);
    }
}
