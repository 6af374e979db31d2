package org.pcapanalyzer.flow;

/** The bounds of what the tracker keeps, as {@code limits_json} names them. */
enum Limit {
    LIVE_FLOWS("live_flows"),
    LINGERING_FLOWS("lingering_flows"),
    GAPS_PER_DIRECTION("gaps_per_direction"),
    SEGMENTS_PER_DIRECTION("segments_per_direction"),
    SACKED_RANGES_PER_DIRECTION("sacked_ranges_per_direction"),
    ZEEK_GAPS_PER_DIRECTION("zeek_gaps_per_direction"),
    PENDING_RESENDS_PER_DIRECTION("pending_resends_per_direction"),
    STALLS_PER_DIRECTION("stalls_per_direction"),
    TURNS_PER_CONNECTION("turns_per_connection"),
    STREAM_STATE("stream_state"),
    PENDING_NEIGHBORS("pending_neighbors"),
    HOSTS("hosts"),
    CLOCK_STEPS("clock_steps"),
    HELD_BYTES_PER_DIRECTION("held_bytes_per_direction"),
    HELD_BYTES("held_bytes"),
    COMPARED_BYTES("compared_bytes");

    private final String label;

    Limit(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
