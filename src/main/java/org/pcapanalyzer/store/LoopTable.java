package org.pcapanalyzer.store;

import org.pcapanalyzer.flow.Loop;

/** Table {@code loops}. */
final class LoopTable implements Table<OfFlow<Loop>> {
    @Override
    public String name() {
        return "loops";
    }

    @Override
    public void copy(OfFlow<Loop> source, ColumnBatch row) {
        Loop loop = source.fact();
        source.begin(row)
                .big("packets", loop.packets())
                .big("sightings", loop.sightings())
                .number("most_sightings", loop.mostSightings())
                .number("ttl_high", loop.ttlHigh())
                .number("ttl_low", loop.ttlLow())
                .number("ttl_step", loop.ttlStep())
                .big("ts_first", loop.firstNs())
                .big("ts_last", loop.lastNs())
                .big("frame_first", loop.frameFirst())
                .big("frame_second", loop.frameSecond())
                .big("frame_third", loop.frameThird());
    }
}
