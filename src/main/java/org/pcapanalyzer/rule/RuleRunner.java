package org.pcapanalyzer.rule;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

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
        bind(() -> db);
    }

    /** As {@link #bind(Connection)}, on tables that are made or waited for only if there is something to check. */
    public void bind(Supplier<Connection> tables) throws RuleException {
        if (!library.isSound()) {
            Connection db = tables.get();
            forEach(rules, rule -> rule.bind(db));
            library.keepSound();
        }
    }

    /** As {@link #run(List, Watch)}, on one connection. */
    public RuleRun run(Connection db) throws RuleException {
        return run(List.of(db), (rule, ns) -> {});
    }

    /**
     * What the rules find. Those that run out of memory beside others run again, alone.
     *
     * @param connections to the same tables; so many rules run at once, since most of a rule's time is spent on planning
     *                    its query, which a database does in one thread
     * @throws RuleException if rules fail on the data; the findings of the others are not worth much without them
     */
    public RuleRun run(List<Connection> connections, Watch watch) throws RuleException {
        Connection first = connections.get(0);
        FlowListing listing = FlowListing.forFlows(flowCount(first));
        List<RuleAttempt> attempts = new ArrayList<>();
        forEach(together(connections, listing), future -> attempts.add(result(future)));
        List<Finding> findings = new ArrayList<>();
        List<Rule> unfinished = new ArrayList<>();
        forEach(attempts, attempt -> {
            RuleAttempt last = attempt.findings().isPresent() ? attempt : attempt.alone(first, listing);
            watch.ran(last.rule().rule(), last.ns());
            last.findings()
                    .ifPresentOrElse(
                            findings::addAll, () -> unfinished.add(last.rule().rule()));
        });
        if (library.isWorthKeeping()) {
            bind(first);
        }
        return new RuleRun(List.copyOf(findings), List.copyOf(unfinished));
    }

    /**
     * All rules that have anything to look at, as many at once as there are connections. Those with the longest queries begin,
     * so that none of them is left running alone.
     */
    private List<Future<RuleAttempt>> together(List<Connection> connections, FlowListing listing) throws RuleException {
        BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(connections.size(), false, connections);
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(
                connections.size(), work -> new Thread(work, "rules-" + number.incrementAndGet()));
        try {
            List<CompiledRule> worthRunning = worthRunning(connections.get(0));
            List<CompiledRule> longestFirst = worthRunning.stream()
                    .sorted(Comparator.comparingInt(rule -> -rule.rule().match().length()))
                    .toList();
            List<Future<RuleAttempt>> attempts = threads.invokeAll(longestFirst.stream()
                    .<Callable<RuleAttempt>>map(rule -> () -> attempt(rule, idle, listing))
                    .toList());
            return worthRunning.stream()
                    .map(rule -> attempts.get(longestFirst.indexOf(rule)))
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rules run", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long flowCount(Connection db) throws RuleException {
        try (Statement statement = db.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM flows")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new RuleException(new RuleProblem(
                    "table flows", 0, "cannot be read: " + SqlFault.of(e, 0).message()));
        }
    }

    /** Rules that have anything to look at: most of a rule's time is spent on planning its query. */
    private List<CompiledRule> worthRunning(Connection db) throws RuleException {
        try {
            Set<String> met = RuleNeeds.met(
                    db, rules.stream().flatMap(rule -> rule.needs().stream()).toList());
            return rules.stream().filter(rule -> met.containsAll(rule.needs())).toList();
        } catch (SQLException e) {
            throw new RuleException(new RuleProblem(
                    "needs", 0, "cannot be looked up: " + SqlFault.of(e, 0).message()));
        }
    }

    private static RuleAttempt attempt(CompiledRule rule, BlockingQueue<Connection> idle, FlowListing listing)
            throws RuleException {
        Connection db = idle.remove();
        try {
            return RuleAttempt.of(rule, db, listing);
        } finally {
            idle.add(db);
        }
    }

    private static RuleAttempt result(Future<RuleAttempt> future) throws RuleException {
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
