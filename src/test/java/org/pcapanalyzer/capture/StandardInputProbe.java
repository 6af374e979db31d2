package org.pcapanalyzer.capture;

import java.io.IOException;

/** A process that reads standard input to its end, or closes it after as many frames as its argument says. */
final class StandardInputProbe {
    private StandardInputProbe() {}

    public static void main(String[] arguments) throws IOException {
        FrameReader reader = CaptureFiles.open(CaptureFiles.STANDARD_INPUT);
        long most = arguments.length == 0 ? Long.MAX_VALUE : Long.parseLong(arguments[0]);
        Frame frame = new Frame();
        long count = 0;
        while (count < most && reader.next(frame)) {
            count++;
        }
        reader.close();
        CaptureSummary summary = reader.summary();
        if (most == Long.MAX_VALUE) {
            System.out.println(
                    count + " frames of " + summary.name() + " " + summary.sizeBytes() + " " + summary.sha256());
        } else {
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("capture-"))
                    .count();
            System.out.println(count + " frames closed, threads " + threads);
        }
    }
}
