package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import org.alluvium.driver.DriverDeclaration;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.VersionRange;

/**
 * What the manifest of a revision tells, whether its bundle is installed or not.
 *
 * @param symbolicName of the bundle
 * @param version of the bundle
 * @param declaration what the driver declares; empty when the build did not write it
 * @param requirements without which the bundle does not resolve, in their order
 * @param spi the versions of the server's packages that it takes, by package
 * @param library that it nests and shares with others
 */
record RevisionManifest(
        String symbolicName,
        String version,
        Optional<DriverDeclaration> declaration,
        List<Need> requirements,
        SortedMap<String, String> spi,
        Optional<NestedLibrary> library) {
    private static final String SERVERS_OWN = "org.alluvium.";

    /**
     * Something that another bundle or the platform has to offer.
     *
     * @param namespace of the capability
     * @param filter that it has to match; empty for any
     * @param name for people: {@code the package a.b [1.0,2)}
     */
    record Need(String namespace, String filter, String name) {
        Need {
            requireNonNull(namespace);
            requireNonNull(filter);
            requireNonNull(name);
        }
    }

    RevisionManifest {
        requireNonNull(symbolicName);
        requireNonNull(version);
        requireNonNull(declaration);
        requirements = List.copyOf(requirements);
        spi = new TreeMap<>(spi);
        requireNonNull(library);
    }

    static RevisionManifest of(DriverArchive archive) {
        Attributes headers = archive.headers();
        Map<String, String> byName = new LinkedHashMap<>();
        headers.forEach((name, value) -> byName.put(name.toString(), value.toString()));
        return of(archive.symbolicName(), archive.version().toString(), byName);
    }

    static RevisionManifest of(Bundle bundle) {
        Map<String, String> byName = new LinkedHashMap<>();
        var headers = bundle.getHeaders("");
        for (var names = headers.keys(); names.hasMoreElements(); ) {
            String name = names.nextElement();
            byName.put(name, headers.get(name));
        }
        return of(bundle.getSymbolicName(), bundle.getVersion().toString(), byName);
    }

    /** This manifest, with what the driver says where the build did not write it down. */
    RevisionManifest declaredBy(Supplier<DriverDeclaration> driver) {
        return declaration.isPresent()
                ? this
                : new RevisionManifest(symbolicName, version, Optional.of(driver.get()), requirements, spi, library);
    }

    private static RevisionManifest of(String symbolicName, String version, Map<String, String> headers) {
        List<HeaderClause> imports = HeaderClause.parse(headers.getOrDefault(Constants.IMPORT_PACKAGE, ""));
        List<Need> needs = new ArrayList<>();
        SortedMap<String, String> spi = new TreeMap<>();
        for (HeaderClause clause : imports) {
            String range = clause.attributes().getOrDefault(Constants.VERSION_ATTRIBUTE, "0");
            for (String name : clause.names()) {
                if (name.startsWith(SERVERS_OWN)) {
                    spi.put(name, range);
                }
                // Packages of the JDK are there, or the class files could not be read either.
                if (!clause.optional() && !name.startsWith("java.")) {
                    needs.add(need("osgi.wiring.package", name, Constants.VERSION_ATTRIBUTE, range, "package"));
                }
            }
        }
        Optional<NestedLibrary> library =
                Optional.ofNullable(headers.get(NestedLibrary.HEADER)).flatMap(NestedLibrary::parse);
        for (HeaderClause clause : HeaderClause.parse(headers.getOrDefault(Constants.REQUIRE_BUNDLE, ""))) {
            String range = clause.attributes().getOrDefault(Constants.BUNDLE_VERSION_ATTRIBUTE, "0");
            for (String name : clause.names()) {
                // The library that it nests is installed with it.
                if (!clause.optional()
                        && library.filter(nested -> nested.symbolicName().equals(name))
                                .isEmpty()) {
                    needs.add(need("osgi.wiring.bundle", name, Constants.BUNDLE_VERSION_ATTRIBUTE, range, "bundle"));
                }
            }
        }
        for (HeaderClause clause : HeaderClause.parse(headers.getOrDefault(Constants.REQUIRE_CAPABILITY, ""))) {
            String filter = clause.directives().getOrDefault("filter", "");
            if (!clause.optional()) {
                clause.names().forEach(name -> needs.add(new Need(name, filter, (name + " " + filter).strip())));
            }
        }
        return new RevisionManifest(
                symbolicName,
                version,
                DriverDeclaration.read(name -> Optional.ofNullable(headers.get(name))),
                needs,
                spi,
                library);
    }

    private static Need need(String namespace, String name, String attribute, String range, String kind) {
        String named = "(" + namespace + "=" + name + ")";
        String versioned =
                range.equals("0") ? named : "(&" + named + new VersionRange(range).toFilterString(attribute) + ")";
        return new Need(namespace, versioned, ("the " + kind + " " + name + " " + range).replaceFirst(" 0$", ""));
    }
}
