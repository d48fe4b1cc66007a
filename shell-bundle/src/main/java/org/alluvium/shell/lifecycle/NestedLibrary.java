package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A library that a driver's archive holds as a bundle of its own, told of by the header {@code Alluvium-Library:
 * PATH;bundle-symbolic-name=NAME;bundle-version=VERSION}. Drivers that name the same name and version share its classes.
 *
 * @param path of the library's archive in the driver's
 */
record NestedLibrary(String path, String symbolicName, Version version) {
    static final String HEADER = "Alluvium-Library";

    NestedLibrary {
        requireNonNull(path);
        requireNonNull(symbolicName);
        requireNonNull(version);
    }

    /** Of a bundle, whatever its state; empty when it has none. */
    static Optional<NestedLibrary> of(Bundle bundle) {
        return Optional.ofNullable(bundle.getHeaders("").get(HEADER)).flatMap(NestedLibrary::parse);
    }

    /** The value of the header; empty when it lacks the path, the name or the version. */
    static Optional<NestedLibrary> parse(String header) {
        return HeaderClause.parse(header).stream()
                .filter(clause -> clause.attributes().containsKey(Constants.BUNDLE_SYMBOLICNAME_ATTRIBUTE)
                        && clause.attributes().containsKey(Constants.BUNDLE_VERSION_ATTRIBUTE))
                .findFirst()
                .flatMap(NestedLibrary::read);
    }

    private static Optional<NestedLibrary> read(HeaderClause clause) {
        try {
            return Optional.of(new NestedLibrary(
                    clause.names().get(0),
                    requireNonNull(clause.attributes().get(Constants.BUNDLE_SYMBOLICNAME_ATTRIBUTE)),
                    Version.parseVersion(clause.attributes().get(Constants.BUNDLE_VERSION_ATTRIBUTE))));
        } catch (IllegalArgumentException noVersion) {
            return Optional.empty();
        }
    }

    /** Whether a bundle is this library. */
    boolean is(Bundle bundle) {
        return symbolicName.equals(bundle.getSymbolicName()) && version.equals(bundle.getVersion());
    }

    /** For people. */
    @Override
    public String toString() {
        return symbolicName + " " + version;
    }
}
