package org.pcapanalyzer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pcapanalyzer.flow.ShardSinks;

/** What a shard laid by in a stretch of frames, to be done by the thread that reads. */
final class Outbox implements ShardSinks.Outbox, Consumer<Runnable> {
    private static final Runnable NOTHING = () -> {};

    private List<Runnable> laidBy = new ArrayList<>();

    @Override
    public void accept(Runnable action) {
        laidBy.add(action);
    }

    @Override
    public Runnable take() {
        if (laidBy.isEmpty()) {
            return NOTHING;
        }
        List<Runnable> actions = laidBy;
        laidBy = new ArrayList<>();
        return () -> actions.forEach(Runnable::run);
    }
}
