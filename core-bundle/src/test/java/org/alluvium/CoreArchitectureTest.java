package org.alluvium;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md, as far as they begin in the core. */
class CoreArchitectureTest {
    private final JavaClasses core = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.alluvium");

    @Test
    void theCoreDependsOnThePlatformOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.alluvium.model",
                        "org.alluvium.capability",
                        "org.alluvium.driver",
                        "org.alluvium.registry",
                        "org.slf4j",
                        "org.osgi..",
                        "org.jspecify.annotations")
                .check(core);
    }

    @Test
    void theModelDependsOnNoOtherPackageOfTheCore() {
        noClasses()
                .that()
                .resideInAPackage("org.alluvium.model")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.alluvium.capability", "org.alluvium.driver", "org.alluvium.registry")
                .check(core);
    }

    @Test
    void nothingDependsOnTheRegistry() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.alluvium.registry")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.alluvium.registry")
                .check(core);
    }

    @Test
    void capabilitiesAreMarkedInterfaces() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Operations")
                .should()
                .beInterfaces()
                .andShould()
                .beAnnotatedWith("org.alluvium.capability.Capability")
                .check(core);
    }
}
