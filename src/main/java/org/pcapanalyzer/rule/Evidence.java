package org.pcapanalyzer.rule;

/**
 * A frame that proves a finding.
 *
 * @param frame       frame number as Wireshark counts
 * @param timestampNs nanoseconds since the epoch
 * @param what        what the frame shows, one short sentence of plain text
 */
public record Evidence(long frame, long timestampNs, String what) {}
