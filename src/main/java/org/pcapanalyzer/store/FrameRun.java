package org.pcapanalyzer.store;

/**
 * Consecutive frames of the analysis that came from one file.
 *
 * @param captureId number of the file, from 1
 * @param first     number of the first of them in the analysis
 * @param last      number of the last of them
 * @param fileFirst number of the first of them in its file
 */
public record FrameRun(int captureId, long first, long last, long fileFirst) {}
