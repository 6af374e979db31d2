package org.pcapanalyzer.rule;

/** How much a finding hurts, from least to most. */
public enum Severity {
    INFO,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
