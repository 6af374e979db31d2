package org.pcapanalyzer.store;

import java.util.List;

/**
 * A diagnosis as rows of its tables.
 *
 * @param services        of table {@code service_layers}
 * @param hosts           of table {@code host_layers}
 * @param unfinished     how many rules and the like ran out of memory, told among the limits of table {@code captures}
 */
public record DiagnosisRecord(
        List<FindingRow> findings,
        List<IncidentRow> incidents,
        List<LadderRow> services,
        List<LadderRow> hosts,
        int unfinished) {}
