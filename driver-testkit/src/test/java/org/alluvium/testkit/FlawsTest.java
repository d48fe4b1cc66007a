package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.Feature;
import org.alluvium.testkit.PaperDriver.Flaw;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

/** The kit notices what drivers do wrong. */
@Timeout(60)
class FlawsTest {
    @ParameterizedTest
    @EnumSource(Flaw.class)
    void aDriverWithAFlawFailsTheTestThatLooksForIt(Flaw flaw) throws Exception {
        try (PaperFixture good = new PaperFixture(features(flaw));
                PaperFixture bad = new PaperFixture(features(flaw), flaw)) {
            assertThat(catchThrowable(test(() -> good, flaw))).isNull();
            assertThat(catchThrowable(test(() -> bad, flaw))).isNotNull().isNotInstanceOf(TestAbortedException.class);
        }
    }

    @Test
    void logsThatEndElsewhereAreAFailureThatSaysWhatToDo() throws Exception {
        java.util.logging.Logger logger = java.util.logging.Logger.getLogger(PaperDriver.class.getName());
        try (PaperFixture good = new PaperFixture(PaperDriver.FEATURES)) {
            WholeConformance kit = () -> good;
            logger.setLevel(java.util.logging.Level.INFO);
            assertThatThrownBy(kit::whatIsLoggedWithSlf4jIsLookedAt)
                    .hasMessageContaining("logs at the level trace with slf4j")
                    .hasMessageContaining("JDK14LoggerFactory");
        } finally {
            logger.setLevel(null);
        }
    }

    @Test
    void whatAFixtureCannotTellIsNotExaminedAndSaysSo() throws Exception {
        try (PaperFixture whole = new PaperFixture(PaperDriver.FEATURES)) {
            WholeConformance kit = () -> new LeastFixture(whole);
            Map<String, ThrowingCallable> tests = Map.of(
                    "no command", kit::aCommandRunsOnAnInstanceThatRunsAndTellsNoSecret,
                    "no command that", kit::aCommandOnAStoppedInstanceIsNotAllowed,
                    "no location", kit::aBucketIsMadeInTheLocationThatIsAskedFor,
                    "user_iso", kit::anInstanceHasTheDiskImageItWasMadeWith,
                    "sandboxing", kit::anInstanceIsTheSandboxThatWasAskedFor);
            tests.forEach((word, test) -> assertThat(catchThrowable(test))
                    .isInstanceOf(TestAbortedException.class)
                    .hasMessageContaining("not examined")
                    .hasMessageContaining(word));
        }
    }

    /** Features that nobody declares are looked at with a driver that declares none. */
    private static List<Feature> features(Flaw flaw) {
        return flaw == Flaw.UNDECLARED_LOCATION_REFUSED || flaw == Flaw.UNDECLARED_WISHES_REFUSED
                ? List.of()
                : PaperDriver.FEATURES;
    }

    private static ThrowingCallable test(WholeConformance kit, Flaw flaw) {
        return switch (flaw) {
            case FIRST_PAGE_ONLY, CALL_PER_KEY -> kit::aListOfSeveralPagesComesBackWholeForACallAPage;
            case TOKEN_PER_REQUEST, CONNECTION_PER_REQUEST ->
                kit::aWarmListOpensNoConnectionFetchesNoTokenAndCostsFewCalls;
            case SECRET_IN_ERRORS, SECRET_IN_LOGS, SECRET_IN_SLF4J, EVERY_ERROR_IS_INTERNAL ->
                () -> kit.aRefusalBecomesAnErrorOfItsKind(Refusal.FORBIDDEN);
            case USER_DATA_IN_ERRORS, PASSWORD_OF_INSTANCES_IN_LOGS, PRIVATE_KEY_IN_LOGS -> kit::secretsShowNowhere;
            case NO_WORD_OF_WAITING -> () -> kit.aRefusalBecomesAnErrorOfItsKind(Refusal.THROTTLED);
            case ANYTHING_IS_A_LIST -> () -> kit.aRefusalBecomesAnErrorOfItsKind(Refusal.ERROR_IN_200);
            case LIBRARY_EXCEPTIONS -> () -> kit.aBrokenAnswerBecomesAnErrorOfTheProvider(Breakage.RESET);
            case IDS_NOT_ENCODED -> kit::keysThatAreNotThereAreNotFound;
            case SLASHES_IN_PATHS, DOTS_IN_PATHS, ENCODED_DOTS_IN_PATHS, PATHS_MADE_NORMAL ->
                kit::anIdThatIsAPathLeadsNowhereElse;
            case COMMANDS_NOT_RUN, PASSWORD_OF_COMMANDS_IN_LOGS ->
                kit::aCommandRunsOnAnInstanceThatRunsAndTellsNoSecret;
            case COMMANDS_ON_STOPPED_INSTANCES -> kit::aCommandOnAStoppedInstanceIsNotAllowed;
            case LOCATION_IGNORED -> kit::aBucketIsMadeInTheLocationThatIsAskedFor;
            case SNAPSHOT_IGNORED, EMPTY_COPY, DEVICE_NAME_IGNORED -> kit::anInstanceHasACopyOfTheSnapshotItWasMadeWith;
            case LOAD_BALANCER_IGNORED -> kit::anInstanceIsRegisteredWithTheLoadBalancerItWasMadeWith;
            case DISK_IMAGE_IGNORED -> kit::anInstanceHasTheDiskImageItWasMadeWith;
            case SANDBOX_IGNORED -> kit::anInstanceIsTheSandboxThatWasAskedFor;
            case UNDECLARED_LOCATION_REFUSED -> kit::aLocationIsIgnoredWhereBucketsHaveNone;
            case UNDECLARED_WISHES_REFUSED -> kit::aWishForWhatTheDriverDoesNotDeclareIsIgnored;
        };
    }

    /** What every fixture tells, and nothing else. */
    private record LeastFixture(PaperFixture whole) implements DriverFixture {
        @Override
        public CloudDriver driver() {
            return whole.driver();
        }

        @Override
        public Credentials credentials() {
            return whole.credentials();
        }

        @Override
        public String imageId() {
            return whole.imageId();
        }
    }
}
