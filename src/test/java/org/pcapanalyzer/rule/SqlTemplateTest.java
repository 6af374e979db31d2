package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTemplateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "SELECT $a~SELECT <a>",
                "a>$a_1+$b~a><a_1>+<b>",
                "($a)~(<a>)",
                "'$a'~'$a'",
                "'it''s $a' || $b~'it''s $a' || <b>",
                "E'\\' $a' || $b~E'\\' $a' || <b>",
                "note'$a'~note'$a'",
                "\"$a\"\"$a\" $b~\"$a\"\"$a\" <b>",
                "1 -- $a~1 -- $a",
                "/* $a /* $a */ $a */ $b~/* $a /* $a */ $a */ <b>",
                "col$a + $b~col$a + <b>",
                "1-$a~1-<a>"
            })
    void shouldReplacePlaceholdersWhereSqlReadsThem(String sql, String filled) {
        SqlTemplate template = SqlTemplate.parse(sql);
        assertEquals(List.of(), template.faults());
        assertEquals(filled, template.fill(name -> "<" + name + ">"));
    }

    @Test
    void shouldKeepThePlaceholderAfterALineComment() {
        SqlTemplate template = SqlTemplate.parse("SELECT 1 -- it's $no\n, $yes");
        assertEquals(Set.of("yes"), template.placeholders());
        assertEquals(2, template.lineOf("yes"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 1; SELECT 2|';' is not allowed: a rule's SQL is one query",
                "SELECT ?|'?' is not allowed: write $name",
                "SELECT $1|'$' must be followed by the name of a parameter or column",
                "SELECT $|'$' must be followed by the name of a parameter or column",
                "SELECT $$x$$|strings in dollar signs are not allowed: use single quotes",
                "SELECT $a$b|strings in dollar signs are not allowed: use single quotes",
                "SELECT $t$x$t$|strings in dollar signs are not allowed: use single quotes",
                "SELECT 'x|the string that begins here has no end: add the closing '",
                "SELECT \"x|the quoted name that begins here has no end: add the closing \"",
                "SELECT /* x|the comment that begins here has no end: add */"
            })
    void shouldRefuseWhatARuleHasNoUseFor(String sql, String message) {
        assertEquals(message, SqlTemplate.parse(sql).faults().get(0).message());
    }

    @Test
    void shouldNameTheLineOfAFault() {
        assertEquals(3, SqlTemplate.parse("a\nb\n'c\nd").faults().get(0).line());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'", "$", "/*", "E'\\", "\"", "a$", "--", "$a$", "E'", "''", "/**/*/"})
    void shouldEndOnEveryBeginning(String sql) {
        SqlTemplate template = SqlTemplate.parse(sql);
        assertTrue(template.fill(name -> "$" + name).length() <= sql.length());
    }
}
