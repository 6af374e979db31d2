package org.pcapanalyzer.cli;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.pcapanalyzer.rule.RuleException;
import org.pcapanalyzer.rule.RuleLibrary;
import org.pcapanalyzer.rule.RuleRunner;

/** Rules on their way: read and compiled in a thread of their own, while the database is made ready. */
final class RuleLoading {
    private final FutureTask<Loaded> task;

    private RuleLoading(FutureTask<Loaded> task) {
        this.task = task;
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

    /** @param afterwards what else may be done while the capture is read, in the same thread */
    static RuleLoading start(Source source, Runnable afterwards) {
        FutureTask<Loaded> task = new FutureTask<>(() -> {
            RuleLibrary library = source.load();
            return new Loaded(library, new RuleRunner(library));
        });
        Runnable work = () -> {
            task.run();
            afterwards.run();
        };
        Thread thread = new Thread(work, "rule-loading");
        thread.setDaemon(true);
        thread.start();
        return new RuleLoading(task);
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
