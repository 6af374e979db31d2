package org.pcapanalyzer.rule;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Runs rules over the tables of an analysis. The same tables give the same findings, with any number of connections.
 */
public final class RuleRunner {
    private final List<CompiledRule> rules = new ArrayList<>();
    private final RuleLibrary library;

    public RuleRunner(RuleLibrary library) throws RuleException {
        this.library = library;
        forEach(library.files(), file -> rules.add(CompiledRule.of(file)));
    }

    /** Is told how long each rule took that had anything to look at; called in the order of the library, after the last. */
    public interface Watch {
        void ran(Rule rule, long ns);
    }

    /**
     * Checks that every rule can run on these tables, filled or empty: SQL binds, columns have the right types, texts name
     * only what they are given. Meant for the moment before the capture is read. Rules that an earlier run has checked are
     * not checked again.
     */
    public void bind(Connection db) throws RuleException {
        if (!library.isSound()) {
            forEach(rules, rule -> rule.bind(db));
            library.keepSound();
        }
    }

    /** As {@link #run(List, Watch)}, on one connection. */
    public List<Finding> run(Connection db) throws RuleException {
        return run(List.of(db), (rule, ns) -> {});
    }

    /**
     * All findings, in the order of the library and of each rule's query.
     *
     * @param connections to the same tables; so many rules run at once, since most of a rule's time is spent on planning
     *                    its query, which a database does in one thread
     * @throws RuleException if rules fail on the data; the findings of the others are not worth much without them
     */
    public List<Finding> run(List<Connection> connections, Watch watch) throws RuleException {
        BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(connections.size(), false, connections);
        ExecutorService threads = Executors.newFixedThreadPool(connections.size());
        try {
            Set<String> empty = emptyTables(connections.get(0));
            List<Future<Run>> runs = new ArrayList<>();
            rules.stream()
                    .filter(rule -> Collections.disjoint(rule.rule().needs(), empty))
                    .forEach(rule -> runs.add(threads.submit(() -> run(rule, idle))));
            List<Finding> findings = new ArrayList<>();
            forEach(runs, future -> {
                Run run = result(future);
                watch.ran(run.rule(), run.ns());
                findings.addAll(run.findings());
            });
            if (library.isWorthKeeping()) {
                bind(connections.get(0));
            }
            return List.copyOf(findings);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Of the tables that rules need, those without rows: most of a rule's time is spent on planning its query. */
    private Set<String> emptyTables(Connection db) throws RuleException {
        String sql = rules.stream()
                .flatMap(rule -> rule.rule().needs().stream())
                .distinct()
                .map(table -> "SELECT '%1$s' WHERE NOT EXISTS (FROM %1$s)".formatted(table))
                .collect(Collectors.joining(" UNION ALL "));
        Set<String> empty = new HashSet<>();
        if (sql.isEmpty()) {
            return empty;
        }
        try (Statement statement = db.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                empty.add(row.getString(1));
            }
            return empty;
        } catch (SQLException e) {
            throw new RuleException(new RuleProblem(
                    "needs", 0, "cannot be looked up: " + SqlFault.of(e, 0).message()));
        }
    }

    private record Run(Rule rule, List<Finding> findings, long ns) {}

    private static Run run(CompiledRule rule, BlockingQueue<Connection> idle) throws RuleException {
        long start = System.nanoTime();
        Connection db = idle.remove();
        try {
            return new Run(rule.rule(), rule.findings(db), System.nanoTime() - start);
        } finally {
            idle.add(db);
        }
    }

    private static Run result(Future<Run> future) throws RuleException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuleException fault) {
                throw fault;
            }
            throw new IllegalStateException("a rule failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rules run", e);
        }
    }

    private interface Step<T> {
        void apply(T item) throws RuleException;
    }

    /** Applies the step to all, and throws all problems together. */
    private static <T> void forEach(List<T> items, Step<T> step) throws RuleException {
        List<RuleProblem> problems = new ArrayList<>();
        for (T item : items) {
            try {
                step.apply(item);
            } catch (RuleException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new RuleException(problems);
        }
    }
}
