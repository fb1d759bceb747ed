package dev.tidemark.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Nobody waits for time to pass: neither the program nor a test. */
@AnalyzeClasses(packages = "dev.tidemark")
class NoSleepTest {

    /** Eventually polls for tests; the API of RangesIT is slow. */
    private static final String MAY_SLEEP = "dev\\.tidemark\\.(testing\\.Eventually|it\\.RangesIT)";

    private static final DescribedPredicate<JavaAccess<?>> SLEEP =
            DescribedPredicate.describe("sleep or park", (JavaAccess<?> access) -> {
                AccessTarget target = access.getTarget();
                return (target.getName().equals("sleep")
                                && (target.getOwner().isEquivalentTo(Thread.class)
                                        || target.getOwner().isEquivalentTo(TimeUnit.class)))
                        || (target.getName().startsWith("park")
                                && target.getOwner().isEquivalentTo(LockSupport.class));
            });

    @ArchTest
    void neitherProgramNorTestSleeps(JavaClasses mainAndTest) {
        noClasses()
                .that()
                .haveNameNotMatching(MAY_SLEEP)
                .should()
                .accessTargetWhere(SLEEP)
                .because(
                        "a sleep is too short on a busy machine and too long on every other, and a stop signal waits for"
                                + " it; wait for the condition itself, with a deadline (a latch, a future,"
                                + " dev.tidemark.sync.Pause, or dev.tidemark.testing.Eventually in a test)")
                .check(mainAndTest);
    }
}
