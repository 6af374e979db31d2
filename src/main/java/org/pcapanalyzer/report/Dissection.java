package org.pcapanalyzer.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A frame taken apart for reading.
 *
 * @param headline who to whom and what, one line; empty if the frame could not be decoded that far
 * @param headers  from the link layer upward; empty if nothing could be decoded
 * @param problem  why decoding stopped, empty if it did not
 */
public record Dissection(String headline, List<Header> headers, String problem) {
    static final Dissection NONE = new Dissection("", List.of(), "");

    /** Indented lines, one per header. */
    String outline() {
        StringBuilder out = new StringBuilder();
        for (Header header : headers) {
            out.append(header.fields().stream()
                    .map(field -> field.name() + " " + field.value())
                    .collect(Collectors.joining("; ", "    " + header.name() + ": ", "\n")));
        }
        return problem.isEmpty() ? out.toString() : out + "    " + problem + "\n";
    }

    public record Header(String name, List<Field> fields) {}

    public record Field(String name, String value) {}
}
