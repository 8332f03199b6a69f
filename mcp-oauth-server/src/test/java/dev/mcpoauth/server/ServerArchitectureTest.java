package dev.mcpoauth.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The dependency rules of DESIGN for this module. */
@AnalyzeClasses(packages = "dev.mcpoauth", importOptions = ImportOption.DoNotIncludeTests.class)
class ServerArchitectureTest {
    @ArchTest
    static final ArchRule SERVLETS_AT_THE_EDGE_ONLY = noClasses()
            .that()
            .resideInAPackage("dev.mcpoauth.server..")
            .and()
            .resideOutsideOfPackage("dev.mcpoauth.server..servlet..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule SQL_IN_THE_JDBC_STORE_ONLY = noClasses()
            .that()
            .resideInAPackage("dev.mcpoauth.server..")
            .and()
            .resideOutsideOfPackage("dev.mcpoauth.server.store.jdbc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule LIBRARIES_INSIDE_ONLY = noClasses()
            .that()
            .resideInAPackage("dev.mcpoauth.server..")
            .and()
            .resideOutsideOfPackage("dev.mcpoauth.server..internal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson..", "com.github.benmanes..", "com.nimbusds..");

    @ArchTest
    static final ArchRule NO_SIBLINGS = noClasses()
            .that()
            .resideInAPackage("dev.mcpoauth.server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.mcpoauth.client..", "dev.mcpoauth.transport..", "dev.mcpoauth.core.internal..");

    @ArchTest
    static final ArchRule NO_SYSTEM_CLOCK_IN_THE_CENTRE = noClasses()
            .that()
            .resideInAPackage("dev.mcpoauth.server..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.mcpoauth.server.(**)").should().beFreeOfCycles();
}
