package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            Map<String, ThrowingCallable> tests = Map.ofEntries(
                    entry("no command", kit::aCommandRunsOnAnInstanceThatRunsAndTellsNoSecret),
                    entry("no command that", kit::aCommandOnAStoppedInstanceIsNotAllowed),
                    entry("no location", kit::aBucketIsMadeInTheLocationThatIsAskedFor),
                    entry("user_data", kit::theUserDataOfAnInstanceReachTheCloud),
                    entry("user_files", kit::theFilesOfAnInstanceReachTheCloud),
                    entry("authentication_password", kit::thePasswordOfAnInstanceReachesTheCloud),
                    entry("metrics", kit::theWishToMeasureAnInstanceReachesTheCloud),
                    entry("with dots", kit::anIdThatIsAPathLeadsNowhereElse),
                    entry("user_iso", kit::anInstanceHasTheDiskImageItWasMadeWith),
                    entry("sandboxing", kit::anInstanceIsTheSandboxThatWasAskedFor));
            tests.forEach((word, test) -> assertThat(catchThrowable(test))
                    .isInstanceOf(TestAbortedException.class)
                    .hasMessageContaining("not examined")
                    .hasMessageContaining(word));
        }
    }

    @Test
    void aParameterThatIsDroppedIsNamed() throws Exception {
        try (PaperFixture bad = new PaperFixture(PaperDriver.FEATURES, Flaw.PASSWORD_IGNORED)) {
            WholeConformance kit = () -> bad;
            assertThatThrownBy(kit::thePasswordOfAnInstanceReachesTheCloud)
                    .hasMessageContaining("drops this of authentication_password ('password')");
        }
    }

    /** Only what the fixture tells counts where it tells something. */
    @Test
    void aParameterThatTheCloudDoesNotKeepIsNotProvenByBeingSent() throws Exception {
        try (PaperFixture good = new PaperFixture(PaperDriver.FEATURES)) {
            WholeConformance kit = () -> new LeastFixture(good) {
                @Override
                public Optional<String> kept(Feature feature, String id) {
                    return Optional.of("");
                }
            };
            assertThatThrownBy(kit::thePasswordOfAnInstanceReachesTheCloud)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("authentication_password");
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
            case USER_DATA_IGNORED -> kit::theUserDataOfAnInstanceReachTheCloud;
            case FILES_IGNORED, NAMES_OF_FILES_IGNORED -> kit::theFilesOfAnInstanceReachTheCloud;
            case PASSWORD_IGNORED -> kit::thePasswordOfAnInstanceReachesTheCloud;
            case METRICS_IGNORED -> kit::theWishToMeasureAnInstanceReachesTheCloud;
            case DISK_IMAGE_IGNORED -> kit::anInstanceHasTheDiskImageItWasMadeWith;
            case SANDBOX_IGNORED -> kit::anInstanceIsTheSandboxThatWasAskedFor;
            case UNDECLARED_LOCATION_REFUSED -> kit::aLocationIsIgnoredWhereBucketsHaveNone;
            case UNDECLARED_WISHES_REFUSED -> kit::aWishForWhatTheDriverDoesNotDeclareIsIgnored;
        };
    }

    /** What every fixture tells, and nothing else. */
    private static class LeastFixture implements DriverFixture {
        private final PaperFixture whole;

        LeastFixture(PaperFixture whole) {
            this.whole = whole;
        }

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
