package org.pcapanalyzer.flow;

/** The bounds of {@link FlowLimits}, as {@code limits_json} names them. */
enum Limit {
    LIVE_FLOWS("live_flows"),
    LINGERING_FLOWS("lingering_flows"),
    GAPS_PER_DIRECTION("gaps_per_direction"),
    SEGMENTS_PER_DIRECTION("segments_per_direction"),
    PENDING_NEIGHBORS("pending_neighbors");

    private final String label;

    Limit(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
