package org.alluvium.rest.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.alluvium.rest.description.CollectionDescription;
import org.alluvium.rest.description.Operation;

/** Answers of the mock cloud for the documentation, kept as files; a test holds them against the mock cloud. */
final class Examples {
    private Examples() {}

    /** An answer in XML, {@code {base}} standing for the server's address. What was created looks as it is shown later. */
    static Optional<String> of(CollectionDescription collection, Operation operation) {
        String name = operation.name().equals("create") ? "show" : operation.name();
        String file = "examples/" + collection.name() + "-" + name + ".xml";
        try (InputStream in = Examples.class.getResourceAsStream(file)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
