package dev.mcpoauth.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

/** The dependency rule of the design, for this module. */
@AnalyzeClasses(packages = "dev.mcpoauth", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule dependsOnTheJdkAndFourLibrariesOnly = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "dev.mcpoauth.core..",
                    "java..",
                    "javax.crypto..",
                    "org.jspecify..",
                    "org.slf4j..",
                    "com.fasterxml.jackson.."))
            .because("core knows no servlet, no HTTP library and no sibling");

    @ArchTest
    static final ArchRule speaksNoHttpAndNoSql = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.net.http..", "java.sql..", "javax.sql..", "com.sun.net.."));

    @ArchTest
    static final ArchRule jacksonStaysInTheJsonFacade = noClasses()
            .that()
            .resideOutsideOfPackage("dev.mcpoauth.core.internal.json..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule loggingIsOneDiagnosticListener = noClasses()
            .that()
            .resideOutsideOfPackage("dev.mcpoauth.core.diagnostics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.slf4j..");

    @ArchTest
    static final ArchRule nothingForeignInSignatures = classes()
            .that()
            .arePublic()
            .and(not(resideInAnyPackage("dev.mcpoauth.core.internal..")))
            .should(showOwnAndJdkTypesOnly());

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.mcpoauth.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule timeAndRandomnessAreHandedIn = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callConstructor(SecureRandom.class);

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        assertThat(classes.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allMatch((JavaPackage p) -> p.isAnnotatedWith(NullMarked.class));
    }

    private static ArchCondition<JavaClass> showOwnAndJdkTypesOnly() {
        return new ArchCondition<>("have only own and JDK types in public signatures") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMembers().stream()
                        .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC)
                                || member.getModifiers().contains(JavaModifier.PROTECTED))
                        .filter(member ->
                                member.getAllInvolvedRawTypes().stream().anyMatch(ArchitectureTest::isForeign))
                        .forEach(member -> events.add(SimpleConditionEvent.violated(member, foreign(member))));
            }
        };
    }

    private static boolean isForeign(JavaClass type) {
        String name = type.getBaseComponentType().getName();
        return name.contains(".") && !name.startsWith("java.") && !name.startsWith("dev.mcpoauth.core.")
                || name.startsWith("dev.mcpoauth.core.internal.");
    }

    private static String foreign(JavaMember member) {
        return member.getFullName() + " shows a foreign or internal type";
    }
}
