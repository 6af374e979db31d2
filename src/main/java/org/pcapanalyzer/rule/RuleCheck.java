package org.pcapanalyzer.rule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What {@code analyze rules check} does: everything that can be known of rules without a capture. */
public final class RuleCheck {
    private final Path schema;
    private final Samples samples;

    /**
     * @param schema  the SQL file that creates the tables
     * @param samples directories with the captures that the rules' tests name
     */
    public RuleCheck(Path schema, List<Path> samples) {
        this.schema = schema;
        this.samples = new Samples(List.copyOf(samples));
    }

    /**
     * Faults of the rules in these directories, empty if there are none. Faults of the files themselves hide those that only
     * show when the rules run.
     */
    public List<RuleProblem> check(List<Path> directories) {
        RuleLibrary library;
        List<RuleProblem> problems = new ArrayList<>();
        try {
            library = RuleLibrary.load(directories, RuleSettings.none());
        } catch (RuleException e) {
            return e.problems();
        }
        for (RuleFile file : library.allFiles()) {
            problems.addAll(testProblems(file));
        }
        try {
            runOnNothing(library);
        } catch (RuleException e) {
            problems.addAll(e.problems());
        }
        return problems;
    }

    private void runOnNothing(RuleLibrary library) throws RuleException {
        RuleRunner runner = new RuleRunner(library);
        try (Connection db = DriverManager.getConnection("jdbc:duckdb:")) {
            try (Statement statement = db.createStatement()) {
                statement.execute(Files.readString(schema));
            }
            runner.bind(db);
            for (RuleFile file : library.files()) {
                if (!new RuleQueries(file).match(db, 1).rows().isEmpty()) {
                    throw new RuleException(file.problem(
                            "match",
                            "match returns a row where nothing happened: return no row without a hit (an aggregate without"
                                    + " GROUP BY always returns one; add HAVING count(*) > 0)"));
                }
            }
        } catch (IOException | SQLException | OutOfRoomException e) {
            throw new RuleException(new RuleProblem(schema.toString(), 0, "the tables cannot be created: " + e));
        }
    }

    private List<RuleProblem> testProblems(RuleFile file) {
        List<RuleProblem> problems = new ArrayList<>();
        Rule.Tests tests = file.rule().tests();
        problems.addAll(sampleProblems(file, "tests.fires", tests.fires(), "in which the rule must report"));
        problems.addAll(sampleProblems(file, "tests.silent", tests.silent(), "in which it must not report"));
        Set<String> both = new HashSet<>(tests.fires());
        both.retainAll(tests.silent());
        for (String name : both) {
            problems.add(file.problem("tests", "sample '" + name + "' is in fires and in silent: decide"));
        }
        return problems;
    }

    private List<RuleProblem> sampleProblems(RuleFile file, String key, List<String> names, String purpose) {
        List<RuleProblem> problems = new ArrayList<>();
        if (names.isEmpty()) {
            problems.add(file.problem(key, "'" + key + "' is empty: name a sample " + purpose));
        }
        for (int i = 0; i < names.size(); i++) {
            if (samples.find(file, names.get(i)).isEmpty()) {
                problems.add(file.problem(
                        key + "[" + i + "]",
                        "there is no sample '" + names.get(i) + "' in " + Wording.list(samples.directories(), 3)
                                + ": add the capture or mend the name"));
            }
        }
        return problems;
    }
}
