package org.pcapanalyzer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.pcapanalyzer.report.RunSettings.Setting;
import org.pcapanalyzer.select.Selection;
import org.pcapanalyzer.select.SelectionException;
import org.pcapanalyzer.select.SelectionException.Reason;

/** The options that say which frames of the capture are looked at. */
record SelectionArguments(Optional<String> filter, Optional<String> from, Optional<String> to) {
    static Options addTo(Options options) {
        return options.addOption(Arguments.option(
                        "f",
                        "filter",
                        "EXPR",
                        "only frames that match, as in tcpdump but without names of hosts; needs libpcap"))
                .addOption(Arguments.option(
                        null,
                        "from",
                        "TIME",
                        "only frames from then on: 2026-11-21T14:05:46.5Z (UTC without a zone), seconds since 1970, or +30s "
                                + "behind the first frame"))
                .addOption(Arguments.option(null, "to", "TIME", "only frames before then"));
    }

    static SelectionArguments of(CommandLine line) {
        return new SelectionArguments(
                Optional.ofNullable(line.getOptionValue("filter")),
                Optional.ofNullable(line.getOptionValue("from")),
                Optional.ofNullable(line.getOptionValue("to")));
    }

    /** For one reading of the capture. */
    Selection selection() throws CommandException {
        try {
            return Selection.of(filter, from, to);
        } catch (SelectionException e) {
            throw failure(e);
        }
    }

    static CommandException failure(SelectionException e) {
        return e.reason() == Reason.REQUEST
                ? CommandException.usage(e.getMessage())
                : CommandException.failed(e.getMessage(), e);
    }

    /** As they were given. */
    List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        filter.ifPresent(expression -> settings.add(new Setting("--filter", expression)));
        from.ifPresent(time -> settings.add(new Setting("--from", time)));
        to.ifPresent(time -> settings.add(new Setting("--to", time)));
        return settings;
    }
}
