package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Several threads read a table, in no fixed order: an aggregate that picks one of several equals has to say which one, or
 * the same capture is told in two ways.
 */
class RuleTiesTest {
    private static final Pattern PICKING = Pattern.compile("\\b(mode|arg_max|arg_min)\\(");
    /** By a number that no two rows of a group share, or by a value that holds one. */
    private static final Pattern BY_NUMBER = Pattern.compile(", (flow_id|txn|\\{.*flow_id})$");

    @Test
    void shouldSayWhichOfSeveralEqualsIsMeant() throws Exception {
        List<String> picked = RuleLibrary.load(List.of(Path.of("rules")), RuleSettings.none()).rules().stream()
                .flatMap(rule -> Stream.of(rule.match(), rule.evidence())
                        .flatMap(sql -> picks(sql).map(arguments -> rule.id() + ": " + arguments)))
                .toList();

        assertTrue(picked.size() > 60, () -> "only found " + picked);
        assertEquals(
                List.of(),
                picked.stream()
                        .filter(arguments -> !arguments.contains(" ORDER BY "))
                        .filter(arguments -> !BY_NUMBER.matcher(arguments).find())
                        .toList());
    }

    /** The arguments of each such aggregate. */
    private static Stream<String> picks(String sql) {
        return PICKING.matcher(sql).results().map(MatchResult::end).map(begin -> sql.substring(begin, end(sql, begin)));
    }

    /** Where the parenthesis that is open at {@code begin} closes. */
    private static int end(String sql, int begin) {
        int depth = 1;
        int at = begin;
        while (depth > 0) {
            depth += switch (sql.charAt(at++)) {
                case '(' -> 1;
                case ')' -> -1;
                default -> 0;
            };
        }
        return at - 1;
    }
}
