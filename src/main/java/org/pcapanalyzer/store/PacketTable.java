package org.pcapanalyzer.store;

import java.util.EnumSet;

/** Table {@code packets}. */
final class PacketTable implements Table<PacketRow> {
    static final String NAME = "packets";

    private static final PacketColumn[] COLUMNS =
            EnumSet.complementOf(EnumSet.of(PacketColumn.PAYLOAD)).toArray(PacketColumn[]::new);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void copy(PacketRow source, ColumnBatch row) {
        for (PacketColumn column : COLUMNS) {
            column.copy(source, row);
        }
    }
}
