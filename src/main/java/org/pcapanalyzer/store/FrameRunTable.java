package org.pcapanalyzer.store;

/** Table {@code frame_runs}. */
final class FrameRunTable implements Table<FrameRun> {
    @Override
    public String name() {
        return "frame_runs";
    }

    @Override
    public void copy(FrameRun run, ColumnBatch row) {
        row.number("capture_id", run.captureId())
                .big("frame_first", run.first())
                .big("frame_last", run.last())
                .big("file_frame_first", run.fileFirst());
    }
}
