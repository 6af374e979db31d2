package org.pcapanalyzer.store;

/** What somebody wrote to a frame in the capture. */
public record FrameComment(long frame, long timestampNs, String text) {}
