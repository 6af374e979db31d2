package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.ClockStep;
import org.pcapanalyzer.flow.Flow;

/** Table {@code clock_steps}. */
final class ClockStepTable implements Table<ClockStep> {
    @Override
    public String name() {
        return "clock_steps";
    }

    @Override
    public void copy(ClockStep source, ColumnBatch row) {
        row.text("direction", source.direction().label())
                .big("step_ns", source.stepNs())
                .big("ts_before", source.beforeNs())
                .big("ts_after", source.afterNs())
                .big("frame_before", source.frameBefore())
                .big("frame_after", source.frameAfter())
                .big("witnesses", source.witnesses() == 0 ? Flow.ABSENT : source.witnesses());
    }
}
