package dev.mcpoauth.client;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependency rule of the design, for this module. */
@AnalyzeClasses(packages = "dev.mcpoauth.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNoServerAndNoInternalsOfSiblings = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "dev.mcpoauth.server..",
                    "dev.mcpoauth.core.internal..",
                    "dev.mcpoauth.core.store..",
                    "dev.mcpoauth.transport.internal..",
                    "jakarta.servlet.."));

    @ArchTest
    static final ArchRule onlyBindingBridgeAndDoctorKnowTheTransport = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.mcpoauth.client.binding..", "dev.mcpoauth.client.bridge..", "dev.mcpoauth.client.doctor..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.mcpoauth.transport.."));

    @ArchTest
    static final ArchRule protocolRulesOpenNoSocketAndNoFile = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.mcpoauth.client",
                    "dev.mcpoauth.client.discovery..",
                    "dev.mcpoauth.client.registration..",
                    "dev.mcpoauth.client.grant..",
                    "dev.mcpoauth.client.authentication..",
                    "dev.mcpoauth.client.dpop..",
                    "dev.mcpoauth.client.jose..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.net.http..", "com.sun.net..", "java.nio.file.."));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.mcpoauth.client.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingButCommandLinesWritesToTheConsole = noClasses()
            .that()
            .resideOutsideOfPackage("dev.mcpoauth.client.bridge..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");
}
