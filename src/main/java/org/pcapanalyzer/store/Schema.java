package org.pcapanalyzer.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The SQL that lays down the tables, as the program carries it. */
final class Schema {
    private Schema() {}

    /** Tables and views of every analysis. */
    static String analysis() {
        return read("schema.sql");
    }

    /** The statement that makes the temporary table {@code led}, which {@link #requests} needs. */
    static String lookups() {
        return read("lookups.sql");
    }

    /** The statement that fills table {@code requests} from the others, for flows from {@code $first} to {@code $last}. */
    static String requests() {
        return read("requests.sql");
    }

    /** Table {@code packets}. */
    static String packets() {
        return read("packets.sql");
    }

    private static String read(String name) {
        try (InputStream resource = Schema.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " of the program cannot be read", e);
        }
    }
}
