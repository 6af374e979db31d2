package org.pcapanalyzer.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rules of one run, in the order of layer and id, with the values of their parameters in force. Immutable.
 *
 * <p>Loading checks all that needs no database; {@link RuleRunner#bind} checks the rest.
 */
public final class RuleLibrary {
    private static final Comparator<RuleFile> ORDER = Comparator.comparing(
                    (RuleFile file) -> file.rule().layer())
            .thenComparing(file -> file.rule().id());

    /** One more than rules need, so that a rule laid too deep is refused and not passed over. */
    private static final int MAX_DEPTH = 3;

    private final List<RuleFile> all;
    private final List<RuleFile> active;
    private final RuleSettings settings;
    private final Optional<Runnable> keeping;

    /** @param keeping puts the rules into a cache; empty if there is no reason to */
    private RuleLibrary(List<RuleFile> all, List<RuleFile> active, RuleSettings settings, Optional<Runnable> keeping) {
        this.all = all;
        this.active = active;
        this.settings = settings;
        this.keeping = keeping;
    }

    /** As {@link #load(List, RuleSettings, RuleCache)}, from the files alone. */
    public static RuleLibrary load(List<Path> directories, RuleSettings settings) throws RuleException {
        return load(directories, settings, RuleCache.none());
    }

    /**
     * Reads {@code DIR/LAYER/ID.yaml} of each directory; {@code DIR/samples} is left alone.
     *
     * @param cache saves reading and checking files that are as they were
     * @throws RuleException with one problem per fault of the rules and of the settings
     */
    public static RuleLibrary load(List<Path> directories, RuleSettings settings, RuleCache cache)
            throws RuleException {
        RuleTexts texts = RuleTexts.read(list(directories));
        String fingerprint = texts.fingerprint();
        Optional<List<RuleFile>> known = cache.rules(fingerprint).flatMap(texts::with);
        List<RuleFile> files = new ArrayList<>(known.isPresent() ? known.get() : checked(texts));
        Runnable keeping =
                () -> cache.keep(fingerprint, files.stream().map(RuleFile::rule).toList());
        List<RuleFile> ordered = files.stream().sorted(ORDER).toList();
        List<RuleFile> set = RuleOverrides.apply(ordered, settings);
        List<RuleFile> active = select(set, settings);
        boolean isNews = cache.isThere() && known.isEmpty() && active.size() == set.size();
        return new RuleLibrary(set, active, settings, isNews ? Optional.of(keeping) : Optional.empty());
    }

    private static List<RuleFile> checked(RuleTexts texts) throws RuleException {
        List<RuleProblem> problems = new ArrayList<>(texts.problems());
        List<RuleFile> files = texts.bind(problems);
        boolean complete = problems.isEmpty();
        for (RuleFile file : files) {
            problems.addAll(RuleForm.problems(file));
        }
        if (complete) {
            problems.addAll(RuleGraph.problems(files));
        }
        if (!problems.isEmpty()) {
            throw new RuleException(problems);
        }
        return files;
    }

    /** True if an earlier run found nothing wrong with these rules on the tables of an analysis. */
    boolean isSound() {
        return active.stream().allMatch(RuleFile::isSound);
    }

    /** True if the next run would be spared something by {@link #keepSound}. */
    boolean isWorthKeeping() {
        return keeping.isPresent();
    }

    /** Says that all rules were found sound, their SQL and their texts too: the next run need not look again. */
    void keepSound() {
        keeping.ifPresent(Runnable::run);
    }

    /** Rules that run. */
    public List<Rule> rules() {
        return active.stream().map(RuleFile::rule).toList();
    }

    /** Every rule that was read, those that are switched off included. */
    public List<Rule> allRules() {
        return all.stream().map(RuleFile::rule).toList();
    }

    /** The rule of this id, even if it is switched off. */
    public Optional<Rule> rule(String id) {
        return allRules().stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    public RuleSettings settings() {
        return settings;
    }

    /**
     * SHA-256 over the files of the rules that run and over the values set by the user: equal rules, equal digest. Computed anew by
     * each call.
     */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (RuleFile file : active) {
                digest.update(file.text().getBytes(StandardCharsets.UTF_8));
                file.rule()
                        .parameters()
                        .forEach((name, parameter) -> digest.update(
                                (name + "=" + parameter.value() + "\n").getBytes(StandardCharsets.UTF_8)));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    List<RuleFile> files() {
        return active;
    }

    List<RuleFile> allFiles() {
        return all;
    }

    private static List<Path> list(List<Path> directories) throws RuleException {
        List<Path> paths = new ArrayList<>();
        List<RuleProblem> problems = new ArrayList<>();
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                problems.add(
                        new RuleProblem(directory.toString(), 0, "is no directory of rules: name one that exists"));
                continue;
            }
            try (Stream<Path> found = Files.walk(directory, MAX_DEPTH)) {
                Path samples = directory.resolve("samples");
                found.filter(path -> !path.startsWith(samples)).sorted().forEach(path -> {
                    if (path.toString().endsWith(".yaml")) {
                        paths.add(path);
                    } else if (path.toString().endsWith(".yml")) {
                        problems.add(new RuleProblem(path.toString(), 0, "is not read: rename it to .yaml"));
                    }
                });
            } catch (IOException | UncheckedIOException e) {
                problems.add(
                        new RuleProblem(directory.toString(), 0, "cannot be read (" + e + "): check its permissions"));
            }
        }
        if (!problems.isEmpty()) {
            throw new RuleException(problems);
        }
        return paths;
    }

    /** With {@code only}, the capture rules that could withdraw the chosen ones run too: nobody is accused without them. */
    private static List<RuleFile> select(List<RuleFile> files, RuleSettings settings) throws RuleException {
        Map<String, Rule> rules = new LinkedHashMap<>();
        files.forEach(file -> rules.put(file.rule().id(), file.rule()));
        List<RuleProblem> problems = new ArrayList<>();
        checkIds("--only", settings.only(), rules, problems);
        checkIds("--disable", settings.disabled(), rules, problems);
        if (!problems.isEmpty()) {
            throw new RuleException(problems);
        }
        Set<String> wanted = new TreeSet<>(settings.only().isEmpty() ? rules.keySet() : settings.only());
        settings.only().forEach(id -> addUnless(rules.get(id), rules, wanted));
        wanted.removeAll(settings.disabled());
        return files.stream().filter(file -> wanted.contains(file.rule().id())).toList();
    }

    private static void addUnless(Rule rule, Map<String, Rule> rules, Set<String> wanted) {
        for (String id : rule.unless()) {
            wanted.add(id);
            addUnless(rules.get(id), rules, wanted);
        }
    }

    private static void checkIds(String option, Set<String> ids, Map<String, Rule> rules, List<RuleProblem> problems) {
        for (String id : new TreeSet<>(ids)) {
            if (!rules.containsKey(id)) {
                problems.add(new RuleProblem(option, 0, "there is no rule '" + id + "': see analyze rules list"));
            }
        }
    }
}
