package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import org.alluvium.driver.DriverDeclaration;
import org.alluvium.shell.lifecycle.RevisionManifest.Need;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class RevisionManifestTest {
    @Test
    void aHeaderIsReadWithQuotesTypesAndSeveralNames() {
        List<HeaderClause> clauses = HeaderClause.parse(
                "a;b;version=\"[1.0,2)\";x:List<String>=\"p,q\",osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\","
                        + " c");

        assertThat(clauses)
                .containsExactly(
                        new HeaderClause(List.of("a", "b"), Map.of("version", "[1.0,2)", "x", "p,q"), Map.of()),
                        new HeaderClause(
                                List.of("osgi.ee"), Map.of(), Map.of("filter", "(&(osgi.ee=JavaSE)(version=17))")),
                        new HeaderClause(List.of("c"), Map.of(), Map.of()));
        assertThat(HeaderClause.parse("")).isEmpty();
    }

    @Test
    void aLongHeaderDoesNotUseUpTheStack() {
        assertThat(HeaderClause.parse("x".repeat(1_000_000) + ",b"))
                .extracting(clause -> clause.names().get(0).length())
                .containsExactly(1_000_000, 1);
        assertThat(HeaderClause.parse("a;filter:=\"" + "\\\"".repeat(500_000) + "\",b"))
                .hasSize(2);
        assertThat(HeaderClause.parse("a" + ";v=\"1\"".repeat(100_000))).hasSize(1);
        assertThat(HeaderClause.parse("a" + "\"b\"".repeat(100_000) + ",c")).hasSize(2);
    }

    @Test
    void whatABundleNeedsIsWhatItCannotDoWithout() {
        RevisionManifest manifest = manifest(
                "1.0.0",
                "Import-Package",
                "java.util,org.alluvium.driver;version=\"[1.0,2)\",org.slf4j,x.y;resolution:=optional",
                "Require-Capability",
                "osgi.service;filter:=\"(objectClass=a.B)\";effective:=active,osgi.extender;filter:=\"(a=b)\"",
                "Require-Bundle",
                "org.base;bundle-version=\"[1.0,2)\",org.plain,org.spare;resolution:=optional,org.nested",
                "Alluvium-Library",
                "library/x.jar;bundle-symbolic-name=org.nested;bundle-version=\"1.0.0\"");

        assertThat(manifest.requirements())
                .containsExactly(
                        new Need(
                                "osgi.wiring.package",
                                "(&(osgi.wiring.package=org.alluvium.driver)(&(version>=1.0.0)(!(version>=2.0.0))))",
                                "the package org.alluvium.driver [1.0,2)"),
                        new Need("osgi.wiring.package", "(osgi.wiring.package=org.slf4j)", "the package org.slf4j"),
                        new Need(
                                "osgi.wiring.bundle",
                                "(&(osgi.wiring.bundle=org.base)(&(bundle-version>=1.0.0)(!(bundle-version>=2.0.0))))",
                                "the bundle org.base [1.0,2)"),
                        new Need("osgi.wiring.bundle", "(osgi.wiring.bundle=org.plain)", "the bundle org.plain"),
                        new Need("osgi.extender", "(a=b)", "osgi.extender (a=b)"));
        assertThat(manifest.spi()).containsExactly(Map.entry("org.alluvium.driver", "[1.0,2)"));
    }

    @Test
    void aDiffTellsWhatComesAndGoesAndWhichSpiIsTaken() {
        RevisionManifest before = manifest(
                "1.0.0",
                "Import-Package",
                "org.alluvium.driver;version=\"[1.0,2)\"",
                "Alluvium-Driver",
                "mock",
                "Alluvium-Collections",
                "keys,realms",
                "Alluvium-Operations",
                "key.list,realm.list");
        RevisionManifest after = manifest(
                "1.1.0",
                "Import-Package",
                "org.alluvium.driver;version=\"[1.1,2)\"",
                "Alluvium-Driver",
                "mock",
                "Alluvium-Collections",
                "realms",
                "Alluvium-Operations",
                "realm.find,realm.list",
                "Alluvium-Parameters",
                "instances.create.user_data");

        assertThat(new DriverDiff("mock", before, after).lines())
                .containsExactly(
                        "Driver mock 1.0.0 -> 1.1.0",
                        "  + operation realm.find",
                        "  + parameter instances.create.user_data",
                        "  - collection keys",
                        "  - operation key.list",
                        "  SPI org.alluvium.driver [1.0,2) -> [1.1,2)");
    }

    @Test
    void revisionsThatDifferInNothingAreToldSo() {
        RevisionManifest one =
                manifest("1.0.0", "Import-Package", "org.alluvium.driver;version=\"[1.0,2)\"", "Alluvium-Driver", "a");

        assertThat(new DriverDiff("a", one, one).lines())
                .containsExactly(
                        "Driver a 1.0.0 -> 1.0.0",
                        "  No collection, operation, feature or parameter comes or goes.",
                        "  SPI as before: org.alluvium.driver [1.0,2)");
    }

    @Test
    void aRevisionThatDeclaresNothingIsNamed() {
        RevisionManifest silent = manifest("1.1.0");
        RevisionManifest telling = manifest("1.0.0", "Alluvium-Driver", "a");

        assertThat(new DriverDiff("a", telling, silent).lines())
                .contains("  1.1.0 does not tell in its manifest what it offers.");
        assertThat(silent.declaredBy(() -> telling.declaration().orElseThrow()).declaration())
                .map(DriverDeclaration::driver)
                .contains("a");
        assertThat(silent.declaration()).isEqualTo(Optional.empty());
    }

    @Test
    void aPlanTellsOfTheBundlesAndOfWhatIsInTheWay() {
        RevisionManifest one = manifest("1.0.0", "Alluvium-Driver", "a");
        RevisionManifest two = manifest("2.0.0", "Alluvium-Driver", "a");

        assertThat(new UpgradePlan(
                                new DriverDiff("a", one, two),
                                List.of("it needs the package org.gone, which nothing here offers"))
                        .lines())
                .contains(
                        "  Bundles: a.bundle 2.0.0 is started beside a.bundle 1.0.0, which is stopped once its"
                                + " requests are answered; no other is touched.",
                        "  It will be refused: it needs the package org.gone, which nothing here offers.");
    }

    @Test
    void aPlanTellsWhetherTheLibraryIsThereAlready() {
        String shared = "library/x.jar;bundle-symbolic-name=lib;bundle-version=\"2.40.2.1\"";
        RevisionManifest alone = manifest("1.0.0", "Alluvium-Driver", "a");
        RevisionManifest one = manifest("1.1.0", "Alluvium-Driver", "a", "Alluvium-Library", shared);
        RevisionManifest two = manifest("1.2.0", "Alluvium-Driver", "a", "Alluvium-Library", shared);

        assertThat(bundles(alone, one)).endsWith("It brings the library lib 2.40.2.1.");
        assertThat(bundles(one, two)).endsWith("They share the library lib 2.40.2.1.");
        assertThat(bundles(one, alone)).endsWith("no other is touched.");
    }

    private static String bundles(RevisionManifest from, RevisionManifest to) {
        return new UpgradePlan(new DriverDiff("a", from, to), List.of())
                .lines().stream()
                        .filter(line -> line.startsWith("  Bundles:"))
                        .findFirst()
                        .orElseThrow();
    }

    private static RevisionManifest manifest(String version, String... headers) {
        Attributes attributes = new Attributes();
        for (int i = 0; i < headers.length; i += 2) {
            attributes.putValue(headers[i], headers[i + 1]);
        }
        return RevisionManifest.of(new DriverArchive(
                Path.of("a.jar"), "a.bundle", Version.parseVersion(version), attributes, "sha256:00"));
    }
}
