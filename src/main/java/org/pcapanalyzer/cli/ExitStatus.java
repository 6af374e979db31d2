package org.pcapanalyzer.cli;

/** Exit statuses of the process. */
final class ExitStatus {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int DAMAGED_INPUT = 3;
    static final int SEVERITY_REACHED = 4;
    static final int INTERNAL_FAULT = 70;

    private ExitStatus() {}
}
