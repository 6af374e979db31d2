package org.pcapanalyzer.store;

/** Table {@code packets}. */
final class PacketTable implements Table<PacketRow> {
    static final String NAME = "packets";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void copy(PacketRow source, ColumnBatch row) {
        for (PacketColumn column : PacketColumn.STORED) {
            column.copy(source, row);
        }
    }
}
