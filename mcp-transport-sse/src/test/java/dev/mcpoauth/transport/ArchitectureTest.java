package dev.mcpoauth.transport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependency rule of the design, for this module. */
@AnalyzeClasses(packages = "dev.mcpoauth.transport", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNoSibling = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.mcpoauth.core..", "dev.mcpoauth.server..", "dev.mcpoauth.client..")
            .because("the transport knows no OAuth");

    @ArchTest
    static final ArchRule servletsStayInTheirPackage = noClasses()
            .that()
            .resideOutsideOfPackage("dev.mcpoauth.transport.servlet..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule jsonLibrariesStayInTheirPackage = noClasses()
            .that()
            .resideOutsideOfPackage("dev.mcpoauth.transport.json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson..", "com.networknt..");

    @ArchTest
    static final ArchRule schemaDerivationStaysInside = noClasses()
            .that()
            .resideOutsideOfPackage("dev.mcpoauth.transport.json.internal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.victools..", "com.fasterxml.classmate..");

    @ArchTest
    static final ArchRule serversKnowNoClientsAndClientsNoServers = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.mcpoauth.transport.server..",
                    "dev.mcpoauth.transport.servlet..",
                    "dev.mcpoauth.transport.internal.serving..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.mcpoauth.transport.client..", "java.net.http..");

    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching("dev.mcpoauth.transport.(**)").should().beFreeOfCycles();
}
