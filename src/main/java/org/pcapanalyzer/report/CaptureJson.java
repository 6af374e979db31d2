package org.pcapanalyzer.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pcapanalyzer.report.ReportQueries.Interface;

/** Reads the JSON columns of the table {@code captures}, as the schema describes them. */
final class CaptureJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private CaptureJson() {}

    /** An object of numbers. */
    static Map<String, Long> counts(String json) throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (JsonParser in = FACTORY.createParser(json)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                counts.put(name, in.getLongValue());
            }
        }
        return counts;
    }

    /** A list of interfaces; of what each tells the report takes some. */
    static List<Interface> interfaces(String json) throws IOException {
        List<Interface> interfaces = new ArrayList<>();
        try (JsonParser in = FACTORY.createParser(json)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.START_OBJECT) {
                interfaces.add(oneInterface(in));
            }
        }
        return interfaces;
    }

    private static Interface oneInterface(JsonParser in) throws IOException {
        String name = "";
        int linkType = 0;
        long snaplen = 0;
        String filter = "";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "name" -> name = in.getText();
                case "link_type" -> linkType = in.getIntValue();
                case "snaplen" -> snaplen = in.getLongValue();
                case "filter" -> filter = in.getText();
                default -> in.skipChildren();
            }
        }
        return new Interface(name, linkType, snaplen, filter);
    }
}
