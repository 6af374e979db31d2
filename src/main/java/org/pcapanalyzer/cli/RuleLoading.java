package org.pcapanalyzer.cli;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.pcapanalyzer.rule.RuleException;
import org.pcapanalyzer.rule.RuleLibrary;
import org.pcapanalyzer.rule.RuleRunner;

/** Rules on their way: read and compiled in a thread of their own, while the database is made ready. */
final class RuleLoading {
    private final FutureTask<Loaded> task;
    private final Runnable afterwards;

    private RuleLoading(FutureTask<Loaded> task, Runnable afterwards) {
        this.task = task;
        this.afterwards = afterwards;
    }

    /** @param runner runs the rules of the library */
    record Loaded(RuleLibrary library, RuleRunner runner) {}

    /** Reads rules. */
    interface Source {
        RuleLibrary load() throws RuleException;
    }

    static RuleLoading start(Source source) {
        return start(source, () -> {});
    }

    /** @param afterwards what can be done beforehand for what comes after the rules, by {@link #goOn} */
    static RuleLoading start(Source source, Runnable afterwards) {
        FutureTask<Loaded> task = new FutureTask<>(() -> {
            RuleLibrary library = source.load();
            return new Loaded(library, new RuleRunner(library));
        });
        start("rule-loading", task);
        return new RuleLoading(task, afterwards);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Begins with what else can be done, in a thread of its own, as soon as the rules are there; once. */
    void goOn() {
        start("report-preparation", () -> {
            try {
                task.get();
                afterwards.run();
            } catch (ExecutionException | InterruptedException e) {
                // Told to who waits for the rules; without them there is no report.
                return;
            }
        });
    }

    /**
     * The rules, as soon as they are there.
     *
     * @throws RuleException if a rule cannot be used
     */
    Loaded await() throws RuleException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuleException fault) {
                throw fault;
            }
            throw new IllegalStateException("the rules cannot be loaded", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rules are loaded", e);
        }
    }
}
