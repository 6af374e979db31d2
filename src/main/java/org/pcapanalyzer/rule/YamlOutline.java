package org.pcapanalyzer.rule;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;

/**
 * Where each key of a YAML text stands. Reading it refuses what a rule has no use for and what people write by accident:
 * anchors, tags, several documents, duplicate keys, and plain scalars that YAML 1.1 takes for something else.
 */
final class YamlOutline {
    private static final int MAX_DEPTH = 8;
    private static final Pattern BOOLEAN_WORD = Pattern.compile("(?i)y|yes|n|no|on|off");
    private static final Pattern ODD_NUMBER = Pattern.compile("[-+]?(0[0-9]+|0[xob][0-9a-fA-F_]+|[0-9]+(:[0-5]?[0-9])+"
            + "|[0-9][0-9_]*_[0-9_]*)(\\.[0-9_]*)?|[-+]?\\.(?i:inf|nan)");
    private static final Pattern NULL_WORD = Pattern.compile("~|(?i:null)|");

    private final String source;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, Integer> contentLines = new HashMap<>();
    private final List<RuleProblem> problems = new ArrayList<>();
    private final Deque<Collection> open = new ArrayDeque<>();
    private boolean documentSeen;
    private boolean stopped;

    private YamlOutline(String source) {
        this.source = source;
    }

    /** Reads the text; the exception holds every fault up to the first that makes the rest unreadable. */
    static YamlOutline read(String source, String text) throws RuleException {
        YamlOutline outline = new YamlOutline(source);
        try {
            for (Event event : new Yaml(limits()).parse(new StringReader(text))) {
                outline.accept(event);
                if (outline.stopped) {
                    break;
                }
            }
        } catch (MarkedYAMLException e) {
            Mark mark = Optional.ofNullable(e.getProblemMark()).orElse(e.getContextMark());
            outline.problems.add(new RuleProblem(
                    source, mark == null ? 0 : mark.getLine() + 1, "not YAML: " + firstLine(e.getProblem())));
        } catch (YAMLException e) {
            outline.problems.add(new RuleProblem(source, 0, "not YAML: " + firstLine(e.getMessage())));
        }
        if (!outline.problems.isEmpty()) {
            throw new RuleException(outline.problems);
        }
        return outline;
    }

    /** Limits for every YAML reader of rules; the size of a file is bounded before. */
    static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(RuleFileReader.MAX_FILE_BYTES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(0);
        options.setAllowDuplicateKeys(false);
        return options;
    }

    /** Line of a key such as {@code parameters.ratio.unit} or {@code explains[1]}, else of the nearest key around it. */
    int line(String path) {
        for (String key = path; ; key = parent(key)) {
            Integer line = lines.get(key);
            if (line != null) {
                return line;
            }
            if (key.isEmpty()) {
                return 1;
            }
        }
    }

    /** Line in which the text of this key begins. */
    int contentLine(String path) {
        return contentLines.getOrDefault(path, line(path));
    }

    /** Keys of the mapping at this path, in no order. */
    Set<String> children(String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        return lines.keySet().stream()
                .filter(key -> !key.isEmpty() && key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .filter(key -> key.indexOf('.') < 0 && key.indexOf('[') < 0)
                .collect(Collectors.toSet());
    }

    static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    private void accept(Event event) {
        if (event instanceof DocumentStartEvent) {
            if (documentSeen) {
                refuse(event, "a second document begins: keep one rule in a file");
            }
            documentSeen = true;
        }
        if (event instanceof MappingEndEvent || event instanceof SequenceEndEvent) {
            open.pop();
        }
        if (event instanceof NodeEvent node) {
            checkProperties(node);
            enter(node);
        }
    }

    private void checkProperties(NodeEvent event) {
        if (event instanceof AliasEvent || event.getAnchor() != null) {
            refuse(event, "anchors and aliases (& and *) are not allowed: write the value out");
        }
        boolean tagged = event instanceof ScalarEvent scalar && scalar.getTag() != null
                || event instanceof CollectionStartEvent collection && collection.getTag() != null;
        if (tagged) {
            refuse(event, "tags (!) are not allowed: remove the tag or quote the text");
        }
    }

    private void enter(NodeEvent event) {
        Collection around = open.peek();
        if (around != null && around.mapping && around.key == null) {
            key(around, event);
            return;
        }
        String path = around == null ? "" : around.nextPath();
        int line = event.getStartMark().getLine() + 1;
        lines.putIfAbsent(path, line);
        if (event instanceof ScalarEvent scalar) {
            boolean block =
                    scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED;
            contentLines.put(path, block ? line + 1 : line);
            checkPlain(scalar);
        } else if (event instanceof CollectionStartEvent) {
            if (open.size() >= MAX_DEPTH) {
                refuse(event, "nested more than " + MAX_DEPTH + " levels deep: no rule is");
                stopped = true;
            }
            open.push(new Collection(path, event instanceof MappingStartEvent));
        }
    }

    private void key(Collection mapping, NodeEvent event) {
        if (!(event instanceof ScalarEvent scalar)) {
            refuse(event, "a key must be plain text");
            stopped = true;
            return;
        }
        mapping.key = scalar.getValue();
        lines.putIfAbsent(mapping.path(), event.getStartMark().getLine() + 1);
        if (!mapping.keys.add(mapping.key)) {
            refuse(event, "key '" + mapping.key + "' is there twice: remove one");
        }
    }

    private void checkPlain(ScalarEvent scalar) {
        if (!scalar.isPlain()) {
            return;
        }
        String value = scalar.getValue();
        if (NULL_WORD.matcher(value).matches()) {
            refuse(scalar, "a value is missing: fill it in, or quote the text");
        } else if (BOOLEAN_WORD.matcher(value).matches()) {
            refuse(scalar, "'" + value + "' is read as true or false by YAML: quote it, or write true or false");
        } else if (ODD_NUMBER.matcher(value).matches()) {
            refuse(scalar, "'" + value + "' is read differently by different YAML: quote it, or write a plain decimal");
        }
    }

    private void refuse(Event event, String message) {
        problems.add(new RuleProblem(source, event.getStartMark().getLine() + 1, message));
    }

    private static String firstLine(String message) {
        return message == null
                ? "unreadable"
                : message.lines().findFirst().orElse("unreadable").strip();
    }

    /** A mapping or sequence that is being read. */
    private static final class Collection {
        private final String base;
        private final boolean mapping;
        private final Set<String> keys = new HashSet<>();
        private String key;
        private int index;

        private Collection(String base, boolean mapping) {
            this.base = base;
            this.mapping = mapping;
        }

        private String path() {
            return base.isEmpty() ? key : base + "." + key;
        }

        private String nextPath() {
            if (!mapping) {
                return base + "[" + index++ + "]";
            }
            String path = path();
            key = null;
            return path;
        }
    }
}
