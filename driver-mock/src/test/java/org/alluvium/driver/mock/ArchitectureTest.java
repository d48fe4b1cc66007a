package org.alluvium.driver.mock;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md, as far as they begin here. */
class ArchitectureTest {
    private final JavaClasses driver = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(MockDriver.class);

    @Test
    void theDriverDependsOnTheCoreOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.alluvium.model",
                        "org.alluvium.capability",
                        "org.alluvium.driver",
                        "org.alluvium.driver.mock",
                        "org.slf4j",
                        "org.osgi..",
                        "org.jspecify.annotations")
                .check(driver);
    }

    @Test
    void theDriverIsOnePackage() {
        classes().should().resideInAPackage("org.alluvium.driver.mock").check(driver);
    }

    @Test
    void onlyTheDriverItselfIsPublic() {
        classes()
                .that()
                .arePublic()
                .should()
                .haveFullyQualifiedName(MockDriver.class.getName())
                .orShould()
                .haveFullyQualifiedName(MockDriver.Config.class.getName())
                .check(driver);
    }

    @Test
    void theBundleExportsNothing() throws Exception {
        try (var manifest = MockDriver.class.getResourceAsStream("/META-INF/MANIFEST.MF")) {
            org.assertj.core.api.Assertions.assertThat(
                            new Manifest(manifest).getMainAttributes().getValue("Export-Package"))
                    .isNull();
        }
    }
}
