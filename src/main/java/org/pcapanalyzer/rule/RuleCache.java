package org.pcapanalyzer.rule;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules that were found sound, kept between runs: to read and check their files again would take longer than to analyse a
 * small capture. Kept is one set of rules, under the fingerprint of its files; other files are read anew and take its place.
 */
public final class RuleCache {
    private static final String NAME = "rules.cache";

    private final Optional<Path> file;

    private RuleCache(Optional<Path> file) {
        this.file = file;
    }

    /** Keeps nothing. */
    public static RuleCache none() {
        return new RuleCache(Optional.empty());
    }

    public static RuleCache in(Path folder) {
        return new RuleCache(Optional.of(folder.resolve(NAME)));
    }

    boolean isThere() {
        return file.isPresent();
    }

    /** The rules of the files with this fingerprint, in the order in which they were kept; empty if they are not there. */
    Optional<List<Rule>> rules(String fingerprint) {
        if (file.isEmpty() || !Files.isReadable(file.get())) {
            return Optional.empty();
        }
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file.get())));
            if (!new String(in.readNBytes(fingerprint.length()), StandardCharsets.UTF_8).equals(fingerprint)) {
                return Optional.empty();
            }
            List<Rule> rules = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                rules.add(RuleCodec.read(in));
            }
            return Optional.of(rules);
        } catch (IOException | IllegalArgumentException e) {
            // Not what was written; the files themselves are there.
            return Optional.empty();
        }
    }

    void keep(String fingerprint, List<Rule> rules) {
        if (file.isEmpty()) {
            return;
        }
        String name = NAME + ".partial-" + ProcessHandle.current().pid();
        Path partial = file.get().resolveSibling(name);
        try {
            Files.write(partial, content(fingerprint, rules));
            Files.move(partial, file.get(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // A cache that cannot be written costs time, nothing else.
            partial.toFile().delete();
        }
    }

    private static byte[] content(String fingerprint, List<Rule> rules) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(content);
        out.write(fingerprint.getBytes(StandardCharsets.UTF_8));
        out.writeInt(rules.size());
        for (Rule rule : rules) {
            RuleCodec.write(rule, out);
        }
        return content.toByteArray();
    }
}
