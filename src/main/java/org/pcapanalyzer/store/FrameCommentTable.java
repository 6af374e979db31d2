package org.pcapanalyzer.store;

/** Table {@code frame_comments}. */
final class FrameCommentTable implements Table<FrameComment> {
    @Override
    public String name() {
        return "frame_comments";
    }

    @Override
    public void copy(FrameComment comment, ColumnBatch row) {
        row.big("frame", comment.frame()).big("ts", comment.timestampNs()).text("comment", comment.text());
    }
}
