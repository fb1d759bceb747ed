package dev.tidemark.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Set;

/** Who may depend on whom. */
@AnalyzeClasses(packages = "dev.tidemark", importOptions = ImportOption.DoNotIncludeTests.class)
class LayoutTest {

    private static final Set<String> STATEMENTS = Set.of(
            "java.sql.Statement",
            "java.sql.PreparedStatement",
            "java.sql.CallableStatement",
            "org.springframework.jdbc.core.JdbcTemplate",
            "org.springframework.jdbc.core.JdbcOperations",
            "org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate",
            "org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations",
            "org.springframework.jdbc.core.simple.JdbcClient");

    private static final String[] PROGRAM = {
        "dev.tidemark", "dev.tidemark.cli..", "dev.tidemark.config", "dev.tidemark.runtime"
    };

    @ArchTest
    void packagesAreFreeOfCycles(JavaClasses main) {
        slices().matching("dev.tidemark.(**)")
                .should()
                .beFreeOfCycles()
                .because("each package is to be read and tested by itself; move the class that both sides need to the"
                        + " package lower in the flow, or let the lower one declare an interface")
                .check(main);
    }

    @ArchTest
    void onlyTheProgramDependsOnTheCommands(JavaClasses main) {
        noClasses()
                .that()
                .resideOutsideOfPackages(PROGRAM)
                .should()
                .dependOnClassesThat(resideInAnyPackage(PROGRAM))
                .because("Kamelets run without the program, inside Camel K; move what is needed out of its packages")
                .check(main);
    }

    @ArchTest
    void nothingDependsOnTheProgram(JavaClasses main) {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tidemark")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.tidemark"))
                .because("dev.tidemark.Tidemark only starts the commands; move what is needed into a package")
                .check(main);
    }

    @ArchTest
    void statementsAreMadeByThePackagesOfDatabasesAlone(JavaClasses main) {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.tidemark.database..",
                        "dev.tidemark.sink..",
                        "dev.tidemark.state..",
                        "dev.tidemark.jdbc..",
                        "dev.tidemark.table..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "make or run statements", (JavaClass type) -> STATEMENTS.contains(type.getName())))
                .because("identifiers are quoted and values bound in five packages only; add a method to a class of"
                        + " sink, state, table, jdbc or database and call it")
                .check(main);
    }

    @ArchTest
    void onlyTheCommandsWriteToTheTerminal(JavaClasses main) {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tidemark.cli..")
                .should(ACCESS_STANDARD_STREAMS)
                .because("stdout holds only what was asked for; use an SLF4J logger, or throw")
                .check(main);
    }

    @ArchTest
    void onlyTheProgramNeedsCamelMain(JavaClasses main) {
        noClasses()
                .that()
                .resideOutsideOfPackages(PROGRAM)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel.main..")
                .because("Camel K runs the Kamelets on Camel Quarkus, which has no Camel Main; use Camel's own SPIs")
                .check(main);
    }

    @ArchTest
    void onlyTheClusterKnowsKubernetes(JavaClasses main) {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tidemark.cluster..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.fabric8..", "org.apache.camel.component.kubernetes.."))
                .because("its libraries are there in the image only; ask dev.tidemark.cluster.Cluster")
                .check(main);
    }

    @ArchTest
    void onlyItsPackageKnowsKafka(JavaClasses main) {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.tidemark.kafka..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..", "org.apache.camel.component.kafka.."))
                .because("few sources need it, and the others must cost nothing; see dev.tidemark.sync.WorkChannel")
                .check(main);
    }

    @ArchTest
    void nothingUsesJavaUtilLogging(JavaClasses main) {
        noClasses()
                // It silences a driver that does.
                .that()
                .doNotHaveFullyQualifiedName("dev.tidemark.jdbc.Drivers")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .because("its lines would pass by the configured log; use an SLF4J logger")
                .check(main);
    }

    @ArchTest
    void theProgramDoesNotNeedTestLibraries(JavaClasses main) {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.junit..",
                        "org.assertj..",
                        "net.jqwik..",
                        "com.tngtech.archunit..",
                        "com.networknt..",
                        "org.apache.camel.test..",
                        "org.apache.camel.v1..",
                        "io.fabric8.mockwebserver.."))
                .because("target/lib holds what a user runs; move the class to src/test, or do without the library")
                .check(main);
    }
}
