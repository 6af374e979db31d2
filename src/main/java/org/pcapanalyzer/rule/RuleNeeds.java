package org.pcapanalyzer.rule;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * The rows without which a rule has nothing to report, as {@code table} or {@code table WHERE condition}. To look for those
 * of all rules takes about as long as to plan the query of one.
 */
final class RuleNeeds {
    /** The name of a table, and perhaps a condition. */
    static final Pattern FORM = Pattern.compile("(" + RuleForm.SNAKE_CASE + ")(\\s+WHERE\\s.+)?", Pattern.DOTALL);

    private RuleNeeds() {}

    /** What this rule needs, with the values of its parameters. */
    static List<String> of(Rule rule) {
        return rule.needs().stream()
                .map(need -> SqlTemplate.parse(need)
                        .fill(name ->
                                ColumnType.literal(rule.parameters().get(name).value())))
                .toList();
    }

    /** Those of {@code needs} that these tables meet. */
    static Set<String> met(Connection db, Collection<String> needs) throws SQLException {
        List<String> distinct = needs.stream().distinct().toList();
        StringJoiner sql = new StringJoiner(" UNION ALL ");
        for (int place = 0; place < distinct.size(); place++) {
            sql.add("(SELECT " + place + " FROM " + distinct.get(place) + " LIMIT 1)");
        }
        Set<String> met = new HashSet<>();
        if (distinct.isEmpty()) {
            return met;
        }
        try (PreparedStatement statement = db.prepareStatement(sql.toString());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                met.add(distinct.get(row.getInt(1)));
            }
        }
        return met;
    }
}
