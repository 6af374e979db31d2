package org.pcapanalyzer.comparison;

import java.io.IOException;
import java.nio.file.Path;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.flow.Replay;
import org.pcapanalyzer.protocol.ProtocolSink;
import org.pcapanalyzer.protocol.Protocols;

/** Our reading of the messages in one capture. */
final class ProtocolReading {
    private ProtocolReading() {}

    static void read(Path capture, ProtocolSink sink) throws IOException {
        Protocols protocols = new Protocols(sink);
        FlowTracker tracker = new FlowTracker(
                FlowSink.NONE,
                Pipeline.LIMITS,
                protocols,
                Protocols.streamOptions(Runtime.getRuntime().maxMemory()),
                protocols);
        Replay.of(capture, tracker);
    }
}
