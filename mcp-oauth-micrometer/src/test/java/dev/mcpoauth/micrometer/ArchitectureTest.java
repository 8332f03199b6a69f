package dev.mcpoauth.micrometer;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The one module that knows Micrometer knows the others by what they publish, and nobody knows it. */
@AnalyzeClasses(packages = "dev.mcpoauth", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule knowsNoInternals = noClasses()
            .that()
            .resideInAPackage("dev.mcpoauth.micrometer..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.mcpoauth..internal.."));

    @ArchTest
    static final ArchRule nobodyElseKnowsMicrometer = noClasses()
            .that()
            .resideOutsideOfPackage("dev.mcpoauth.micrometer..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.micrometer..", "dev.mcpoauth.micrometer.."));
}
