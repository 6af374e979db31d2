package org.pcapanalyzer.cli;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.pcapanalyzer.capture.CaptureException;
import org.pcapanalyzer.capture.CaptureSet;
import org.pcapanalyzer.capture.CaptureSummary;
import org.pcapanalyzer.capture.Frame;
import org.pcapanalyzer.capture.FrameReader;
import org.pcapanalyzer.decode.Packet;
import org.pcapanalyzer.decode.PacketDecoder;
import org.pcapanalyzer.flow.FlowSink;
import org.pcapanalyzer.flow.FlowTracker;
import org.pcapanalyzer.flow.OverlapPolicy;
import org.pcapanalyzer.flow.Side;
import org.pcapanalyzer.flow.StreamOptions;
import org.pcapanalyzer.select.Selection;
import org.pcapanalyzer.select.SelectionException;
import org.pcapanalyzer.select.Verdict;

/** {@code analyze follow}: prints the bytes that the sides of one TCP flow sent each other. */
final class FollowCommand implements Command {
    private static final String USAGE = "analyze follow CAPTURE... FLOW [options]";
    private static final Options OPTIONS = SelectionArguments.addTo(new Options()
                    .addOption(Arguments.option(null, "side", "SIDE", "orig, resp or both (default)"))
                    .addOption(Arguments.option(
                            null,
                            "format",
                            "FORMAT",
                            "text, hex or raw; default: raw for one side into a file or pipe, else text"))
                    .addOption(Arguments.option("o", "out", "FILE", "where to write; default: standard output"))
                    .addOption(Arguments.option(
                            null,
                            "overlap",
                            "COPY",
                            "which of two copies counts that disagree: first (default) or last"))
                    .addOption(
                            Arguments.flag(null, "strict", "exit 3 if the capture was damaged or bytes are missing")))
            .addOption(Arguments.help());

    private enum Format {
        TEXT,
        HEX,
        RAW
    }

    private record Task(
            List<String> captures,
            long flowId,
            Selection selection,
            Set<Side> sides,
            Format format,
            OverlapPolicy overlap) {}

    @Override
    public int run(List<String> arguments, Terminal terminal) throws CommandException {
        CommandLine line = Arguments.parse(OPTIONS, arguments);
        if (line.hasOption("help")) {
            Arguments.printHelp(terminal, USAGE, OPTIONS);
            return ExitStatus.OK;
        }
        Task task = task(line, terminal);
        boolean isWhole = line.hasOption("out")
                ? followInto(Path.of(line.getOptionValue("out")), task, terminal)
                : followOut(task, terminal);
        return isWhole || !line.hasOption("strict") ? ExitStatus.OK : ExitStatus.DAMAGED_INPUT;
    }

    private static Task task(CommandLine line, Terminal terminal) throws CommandException {
        List<String> words = line.getArgList();
        int last = words.size() - 1;
        if (last < 1 || !words.get(last).matches("[1-9]\\d{0,17}")) {
            throw CommandException.usage("a capture and the flow_id of a flow are wanted, as in: "
                    + "analyze follow capture.pcap 12; flow_id is the number of the flow's first frame");
        }
        boolean isToTerminal = terminal.isOutTerminal() && !line.hasOption("out");
        Set<Side> sides = sides(line.getOptionValue("side", "both"));
        String common = sides.size() == 1 && !isToTerminal ? "raw" : "text";
        Format format = choice(Format.class, "format", line.getOptionValue("format", common));
        if (format == Format.RAW && sides.size() > 1) {
            throw CommandException.usage("--format raw cannot tell two sides apart; choose --side orig or --side resp");
        }
        if (format == Format.RAW && isToTerminal) {
            throw CommandException.usage(
                    "raw bytes could steer the terminal; use --out FILE, a pipe, or --format text");
        }
        OverlapPolicy overlap = choice(OverlapPolicy.class, "overlap", line.getOptionValue("overlap", "first"));
        List<String> captures = AnalyzeCommand.captures(words.subList(0, last));
        Selection selection = SelectionArguments.of(line).selection();
        return new Task(captures, Long.parseLong(words.get(last)), selection, sides, format, overlap);
    }

    private static Set<Side> sides(String name) throws CommandException {
        return switch (name) {
            case "orig" -> EnumSet.of(Side.ORIG);
            case "resp" -> EnumSet.of(Side.RESP);
            case "both" -> EnumSet.allOf(Side.class);
            default -> throw CommandException.usage("--side: no side '" + name + "'; sides are orig, resp, both");
        };
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String option, String name) throws CommandException {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(name)) {
                return constant;
            }
        }
        String all = EnumSet.allOf(type).toString().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        throw CommandException.usage("--" + option + ": no " + option + " '" + name + "'; there are " + all);
    }

    private static boolean followInto(Path file, Task task, Terminal terminal) throws CommandException {
        for (String capture : task.captures()) {
            requireOther(file, capture);
        }
        try (OutputFile output = OutputFile.create(file)) {
            boolean isWhole = follow(task, output.out(), false, terminal);
            output.complete();
            return isWhole;
        } catch (FileSystemException e) {
            throw CommandException.failed(Failures.describe(e), e);
        } catch (IOException e) {
            throw CommandException.failed("writing to " + file + " failed: " + e.getMessage(), e);
        }
    }

    private static void requireOther(Path file, String capture) throws CommandException {
        try {
            Path source = Path.of(capture);
            if (Files.exists(file) && Files.exists(source) && Files.isSameFile(file, source)) {
                throw CommandException.usage("--out " + file + " is the capture itself; give another name");
            }
        } catch (IOException e) {
            throw CommandException.failed("cannot look at " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean followOut(Task task, Terminal terminal) throws CommandException {
        try (OutputStream out = new BufferedOutputStream(terminal.results())) {
            return follow(task, out, terminal.wantsColour(), terminal);
        } catch (IOException e) {
            throw CommandException.failed("the stream cannot be written: " + e.getMessage(), e);
        }
    }

    /** @return false if the capture was damaged or bytes are missing */
    private static boolean follow(Task task, OutputStream out, boolean isColoured, Terminal terminal)
            throws IOException, CommandException {
        try (StreamPrinter printer = printer(task.format(), out, isColoured);
                CaptureSet set = CaptureSet.of(task.captures());
                FrameReader reader = set.isRereadable() ? set.reopen() : set.open();
                Progress progress = new Progress(terminal, false, "Reading", set.sizeBytes())) {
            AnalyzeCommand.warnOf(set.leftOut(), terminal);
            FollowedFlow flow = new FollowedFlow(task.flowId(), task.sides(), printer);
            read(reader, task.selection(), flow, task.overlap(), progress);
            if (!flow.isFound()) {
                task.selection().requireMeaning();
                throw noSuchFlow(task);
            }
            return tell(task, flow, reader.summaries(), terminal);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (SelectionException e) {
            throw SelectionArguments.failure(e);
        } catch (CaptureException e) {
            throw CommandException.failed(e.getMessage(), e);
        }
    }

    private static StreamPrinter printer(Format format, OutputStream out, boolean isColoured) {
        if (format == Format.RAW) {
            return new RawPrinter(out);
        }
        LinePrinter lines =
                new LinePrinter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)), isColoured);
        return format == Format.HEX ? new HexPrinter(lines) : new TextPrinter(lines);
    }

    /** Reads until the flow is over, or the capture. */
    private static void read(
            FrameReader reader, Selection selection, FollowedFlow flow, OverlapPolicy overlap, Progress progress)
            throws IOException {
        PacketDecoder decoder = new PacketDecoder(datagram -> {}, Analysis.DECODE_LIMITS);
        StreamOptions options = StreamOptions.forHeap(Runtime.getRuntime().maxMemory(), overlap);
        FlowTracker tracker = new FlowTracker(FlowSink.NONE, Analysis.FLOW_LIMITS, flow, options);
        Frame frame = new Frame();
        while (!flow.isOver() && reader.next(frame)) {
            if (selection.judge(frame) == Verdict.SELECTED) {
                Packet packet = tracker.packet();
                decoder.decode(frame, packet);
                tracker.track(packet);
            }
            if ((frame.number() & Analysis.PROGRESS_MASK) == 0) {
                progress.advanceTo(reader.sourceBytesRead());
            }
        }
        tracker.finish();
    }

    private static CommandException noSuchFlow(Task task) {
        return CommandException.failed(
                "%s: no TCP flow begins with frame %d; to list flows, analyze it and ask: analyze sql NAME.analysis/flows.duckdb %s"
                        .formatted(
                                String.join(", ", task.captures()),
                                task.flowId(),
                                "\"SELECT flow_id, orig_ip, orig_port, resp_ip, resp_port FROM flows WHERE proto = 'tcp'\""),
                null);
    }

    private static boolean tell(Task task, FollowedFlow flow, List<CaptureSummary> captures, Terminal terminal) {
        if (task.format() == Format.RAW) {
            flow.gapNotes().forEach(note -> warn(terminal, note));
        }
        flow.conflictNotes().forEach(note -> warn(terminal, note));
        boolean isWhole = flow.isComplete();
        for (CaptureSummary capture : captures) {
            capture.damage().forEach(damage -> warn(terminal, capture.name() + ": " + damage));
            isWhole &= !capture.truncated() && capture.damageCount() == 0;
        }
        return isWhole;
    }

    private static void warn(Terminal terminal, String note) {
        terminal.err().println("analyze: " + Text.line(note));
    }
}
