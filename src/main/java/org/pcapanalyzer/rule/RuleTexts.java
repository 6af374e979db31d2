package org.pcapanalyzer.rule;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The files of some rules, read and not looked into yet.
 *
 * @param paths    files that could be read
 * @param contents what they hold, each at the place of its path
 * @param problems why others could not be read
 */
record RuleTexts(List<Path> paths, List<String> contents, List<RuleProblem> problems) {

    static RuleTexts read(List<Path> paths) {
        List<Path> readable = new ArrayList<>();
        List<String> contents = new ArrayList<>();
        List<RuleProblem> problems = new ArrayList<>();
        for (Path path : paths) {
            try {
                contents.add(RuleFileReader.readText(path));
                readable.add(path);
            } catch (RuleException e) {
                problems.addAll(e.problems());
            }
        }
        return new RuleTexts(readable, contents, problems);
    }

    /**
     * Other files, other names or other content have another one, 64 bits in hex: two checksums, since a digest took a seventh of
     * the loading of rules. It need not withstand who could as well change what is kept under it.
     */
    String fingerprint() {
        CRC32 first = new CRC32();
        CRC32C second = new CRC32C();
        for (int i = 0; i < paths.size(); i++) {
            String head = paths.get(i).toAbsolutePath() + "\n" + contents.get(i).length() + "\n";
            for (String part : List.of(head, contents.get(i))) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                first.update(bytes);
                second.update(bytes);
            }
        }
        return HexFormat.of().toHexDigits(first.getValue() << Integer.SIZE | second.getValue());
    }

    /** The files with rules that are known to be theirs, in their order; empty if these cannot be all. */
    Optional<List<RuleFile>> with(List<Rule> rules) {
        if (!problems.isEmpty() || rules.size() != paths.size()) {
            return Optional.empty();
        }
        List<RuleFile> files = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            files.add(new RuleFile(paths.get(i), contents.get(i), rules.get(i), true));
        }
        return Optional.of(files);
    }

    /** The files with the rules that they hold; what is no rule is a problem. */
    List<RuleFile> bind(List<RuleProblem> faults) {
        List<RuleFile> files = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            try {
                files.add(RuleFileReader.read(paths.get(i), contents.get(i)));
            } catch (RuleException e) {
                faults.addAll(e.problems());
            }
        }
        return files;
    }
}
