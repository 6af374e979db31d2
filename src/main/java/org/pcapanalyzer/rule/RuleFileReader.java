package org.pcapanalyzer.rule;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one rule file into a {@link Rule}; what is not exactly a rule is refused with file and line. */
final class RuleFileReader {
    /** A rule is a page or two; nothing legitimate comes near. */
    static final int MAX_FILE_BYTES = 256 * 1024;

    private static final char REPLACEMENT = '\uFFFD';

    private RuleFileReader() {}

    static RuleFile read(Path path) throws RuleException {
        return read(path, readText(path));
    }

    /** @param text what the file holds */
    static RuleFile read(Path path, String text) throws RuleException {
        String source = path.toString();
        YamlOutline outline = YamlOutline.read(source, text);
        try {
            Rule rule = Yaml.RULES.readValue(text);
            return new RuleFile(path, text, rule, false);
        } catch (JsonProcessingException e) {
            throw new RuleException(problem(source, outline, e));
        }
    }

    /** Made when the first rule is read. */
    private static final class Yaml {
        private static final ObjectReader RULES = mapper().readerFor(Rule.class);
    }

    private static YAMLMapper mapper() {
        YAMLFactory factory = YAMLFactory.builder()
                .loaderOptions(YamlOutline.limits())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        YAMLMapper mapper = YAMLMapper.builder(factory)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
        for (CoercionInputShape shape : new CoercionInputShape[] {
            CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
        return mapper;
    }

    static String readText(Path path) throws RuleException {
        String source = path.toString();
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw new RuleException(new RuleProblem(
                        source, 0, "larger than " + MAX_FILE_BYTES / 1024 + " KiB: this is no rule, remove it"));
            }
            return text(bytes);
        } catch (CharacterCodingException e) {
            throw new RuleException(new RuleProblem(source, 0, "is not UTF-8 text: save it as UTF-8"));
        } catch (IOException e) {
            throw new RuleException(new RuleProblem(source, 0, "cannot be read (" + e + "): check its permissions"));
        }
    }

    /** What is no UTF-8 becomes a character that only the strict decoder tells from itself, and that is slow at first. */
    private static String text(byte[] bytes) throws CharacterCodingException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0
                ? text
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
    }

    private static RuleProblem problem(String source, YamlOutline outline, JsonProcessingException e) {
        String key = e instanceof JsonMappingException mapping ? keyOf(mapping) : "";
        boolean missing = e.getOriginalMessage().startsWith("Missing required");
        if (missing) {
            return missing(source, outline, key);
        }
        return new RuleProblem(source, outline.line(key), describe(key, e));
    }

    /** A key that is missing beside one that is unknown is most likely misspelt. */
    private static RuleProblem missing(String source, YamlOutline outline, String key) {
        String parent = YamlOutline.parent(key);
        Set<String> known = keysOf(typeAt(parent));
        Optional<String> unknown = outline.children(parent).stream()
                .filter(child -> !known.contains(child))
                .sorted()
                .findFirst();
        if (unknown.isEmpty()) {
            return new RuleProblem(source, outline.line(key), "key '" + key + "' is missing: add it");
        }
        String path = parent.isEmpty() ? unknown.get() : parent + "." + unknown.get();
        return new RuleProblem(
                source,
                outline.line(path),
                "unknown key '" + path + "' where '" + key + "' is missing: mend its spelling");
    }

    private static Class<?> typeAt(String path) {
        return switch (path) {
            case "" -> Rule.class;
            case "report" -> Rule.Report.class;
            case "tests" -> Rule.Tests.class;
            default -> Rule.Parameter.class;
        };
    }

    /** Keys of a part of a rule, from the record that it is bound to. */
    static Set<String> keysOf(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> {
                    String name = component
                            .getAccessor()
                            .getAnnotation(JsonProperty.class)
                            .value();
                    return name.isEmpty() ? component.getName() : name;
                })
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String describe(String key, JsonProcessingException e) {
        if (e instanceof PropertyBindingException unknown) {
            return "unknown key '" + key + "': remove it or mend its spelling (known here: "
                    + names(unknown.getKnownPropertyIds()) + ")";
        }
        if (e instanceof MismatchedInputException mismatch) {
            return (key.isEmpty() ? "the file" : "'" + key + "'") + " must be " + kind(mismatch.getTargetType());
        }
        return "cannot be read as a rule: "
                + e.getOriginalMessage().lines().findFirst().orElse("no reason given");
    }

    private static String names(Collection<Object> ids) {
        return ids == null ? "" : ids.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String kind(Class<?> type) {
        if (type == null || Map.class.isAssignableFrom(type)) {
            return "a mapping of names to values ({} if there are none)";
        }
        if (type == String.class) {
            return "text: quote it";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list ([] if it is empty)";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant ->
                                    constant instanceof Layer layer ? layer.label() : ((Severity) constant).label())
                            .collect(Collectors.joining(", "));
        }
        return "a mapping with the keys of rules/README.md";
    }

    private static String keyOf(JsonMappingException e) {
        StringBuilder key = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            if (reference.getFieldName() == null) {
                key.append('[').append(reference.getIndex()).append(']');
            } else {
                key.append(key.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return key.toString();
    }
}
