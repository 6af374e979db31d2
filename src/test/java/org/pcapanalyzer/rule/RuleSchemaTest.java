package org.pcapanalyzer.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The schema that editors use says of a rule what the reader of rules says. */
class RuleSchemaTest {
    private JsonNode schema;

    @BeforeEach
    void readSchema() throws IOException {
        schema =
                new ObjectMapper().readTree(Path.of("rules", "rule.schema.json").toFile());
    }

    @Test
    void shouldHaveTheKeysOfARuleAndNoOthers() {
        assertKeys(Rule.class, schema);
        assertKeys(Rule.Report.class, schema.at("/properties/report"));
        assertKeys(Rule.Tests.class, schema.at("/properties/tests"));
        assertKeys(Rule.Parameter.class, schema.at("/properties/parameters/additionalProperties"));
    }

    @Test
    void shouldHaveTheLayersAndSeverities() {
        assertEquals(
                Arrays.stream(Layer.values()).map(Layer::label).toList(), texts(schema.at("/properties/layer/enum")));
        assertEquals(
                Arrays.stream(Severity.values()).map(Severity::label).toList(),
                texts(schema.at("/properties/severity/enum")));
    }

    @Test
    void shouldHaveThePatternsOfNames() {
        assertEquals(
                "^" + RuleForm.KEBAB_CASE + "$",
                schema.at("/properties/id/pattern").asText());
        assertEquals(
                "^" + RuleForm.SNAKE_CASE + "$",
                schema.at("/properties/parameters/propertyNames/pattern").asText());
        assertEquals(
                List.of("number", "string", "boolean"),
                texts(schema.at("/properties/parameters/additionalProperties/properties/value/type")));
    }

    private static void assertKeys(Class<?> type, JsonNode node) {
        List<String> keys = List.copyOf(RuleFileReader.keysOf(type));
        List<String> properties = new ArrayList<>();
        node.get("properties").fieldNames().forEachRemaining(properties::add);
        assertEquals(keys, properties);
        assertEquals(keys, texts(node.get("required")));
        assertEquals("false", node.get("additionalProperties").toString());
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            assertType(components[i], node.get("properties").get(keys.get(i)));
        }
    }

    private static void assertType(RecordComponent component, JsonNode property) {
        if (component.getType() == String.class) {
            assertEquals("string", property.get("type").asText(), component.getName());
        } else if (component.getGenericType() instanceof ParameterizedType list && component.getType() == List.class) {
            assertEquals(String.class, list.getActualTypeArguments()[0]);
            assertEquals("array", property.get("type").asText(), component.getName());
            assertEquals("string", property.at("/items/type").asText(), component.getName());
        }
        assertEquals(
                true, property.has("description") || component.getType() == Rule.Parameter.class, component.getName());
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
