package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.pcapanalyzer.fuzz.Choices;

/**
 * Any text where rules have text: the whole file, the SQL, a text of the report, an argument of {@code --set}; by the first
 * byte of the input. Whatever is wrong is a problem with a line, never a failure.
 */
@Tag("fuzz")
final class RuleFuzzTest {
    private static final Path FOLDER = temporaryFolder();

    @FuzzTest
    void read(byte[] input) throws IOException {
        Choices choices = new Choices(input);
        int where = choices.below(4);
        String text = new String(choices.rest(), StandardCharsets.UTF_8);
        try {
            switch (where) {
                case 0 -> load(text);
                case 1 -> readSql(text);
                case 2 -> fillIn(text);
                default -> override(text);
            }
        } catch (RuleException e) {
            assertTold(e.problems());
        }
    }

    private static RuleFile write(String text) throws IOException, RuleException {
        Path file = RuleFixture.writeSlow(FOLDER, text);
        file.getParent().toFile().deleteOnExit();
        file.toFile().deleteOnExit();
        return RuleFileReader.read(file);
    }

    private static void load(String text) throws IOException, RuleException {
        RuleFile file = write(text);
        assertTold(RuleForm.problems(file));
        ReportTexts.compile(file).unknownNames(java.util.Set.of());
    }

    /** Every character of the SQL is text or part of a placeholder. */
    private static void readSql(String sql) {
        SqlTemplate template = SqlTemplate.parse(sql);
        assertEquals(sql, template.fill(name -> "$" + name));
        long lines = sql.chars().filter(c -> c == '\n').count() + 1;
        for (SqlTemplate.Fault fault : template.faults()) {
            assertTrue(fault.line() >= 1 && fault.line() <= lines, () -> "line " + fault.line());
        }
        for (String name : template.placeholders()) {
            assertTrue(template.lineOf(name) >= 1 && template.lineOf(name) <= lines);
        }
    }

    /** Values of a capture are no part of the template. */
    private static void fillIn(String text) throws IOException, RuleException {
        RuleFile file = write(RuleFixture.SLOW);
        ReportText compiled = ReportText.compile(file, "report.summary", text);
        Map<String, Object> model = new TreeMap<>(TextFunctions.ALL);
        model.put("servers", List.of("${1/0}", "<#list 1..9999999 as x>"));
        model.put("worst_ns", Long.MAX_VALUE);
        model.put("flow_count", 0);
        compiled.render(file, model);
    }

    private static void override(String text) throws RuleException, IOException {
        RuleSettings settings = RuleSettings.of(List.of(text, "slow-handshake." + text), List.of(), List.of());
        RuleFile file = write(RuleFixture.SLOW);
        RuleOverrides.apply(List.of(file), settings);
    }

    private static void assertTold(List<RuleProblem> problems) {
        for (RuleProblem problem : problems) {
            assertTrue(problem.line() >= 0, () -> "line " + problem.line());
            assertTrue(!problem.message().isEmpty(), "a problem without a word");
        }
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("fuzz-");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
