package org.pcapanalyzer.rule;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Sample captures by name.
 *
 * @param directories where to look, in this order
 */
record Samples(List<Path> directories) {
    private static final List<String> EXTENSIONS = List.of(".pcapng", ".pcap", ".pcapng.gz", ".pcap.gz");

    Optional<Path> find(String name) {
        return directories.stream()
                .flatMap(directory -> EXTENSIONS.stream().map(extension -> directory.resolve(name + extension)))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
