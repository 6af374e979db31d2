package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.Flow;
import org.pcapanalyzer.flow.Side;

/**
 * A fact about one direction of a flow.
 *
 * @param side who sends
 */
record OfFlow<F>(Flow flow, Side side, F fact) {
    /** Puts the columns down that all such tables begin with. */
    ColumnBatch begin(ColumnBatch row) {
        boolean isOriginator = side == Side.ORIG;
        int version = flow.ipVersion();
        return row.big("flow_id", flow.flowId())
                .text("dir", side.label())
                .address(
                        "sender_ip",
                        version,
                        isOriginator ? flow.origHigh() : flow.respHigh(),
                        isOriginator ? flow.origLow() : flow.respLow())
                .address(
                        "receiver_ip",
                        version,
                        isOriginator ? flow.respHigh() : flow.origHigh(),
                        isOriginator ? flow.respLow() : flow.origLow());
    }
}
