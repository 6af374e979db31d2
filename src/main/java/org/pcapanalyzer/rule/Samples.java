package org.pcapanalyzer.rule;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sample captures by name.
 *
 * @param directories where to look, in this order, before the folder {@code samples} beside the rule's own layer
 */
record Samples(List<Path> directories) {
    private static final List<String> EXTENSIONS = List.of(".pcapng", ".pcap", ".pcapng.gz", ".pcap.gz");

    Optional<Path> find(RuleFile rule, String name) {
        return Stream.concat(directories.stream(), ownFolder(rule).stream())
                .flatMap(directory -> EXTENSIONS.stream().map(extension -> directory.resolve(name + extension)))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** {@code DIR/samples} for a rule in {@code DIR/LAYER}. */
    private static Optional<Path> ownFolder(RuleFile rule) {
        Path layer = rule.path().toAbsolutePath().getParent();
        return Optional.ofNullable(layer.getParent()).map(directory -> directory.resolve("samples"));
    }
}
