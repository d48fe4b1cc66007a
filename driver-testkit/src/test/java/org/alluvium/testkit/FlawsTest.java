package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.alluvium.testkit.PaperDriver.Flaw;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit notices what drivers do wrong. */
@Timeout(60)
class FlawsTest {
    @ParameterizedTest
    @EnumSource(Flaw.class)
    void aDriverWithAFlawFailsTheTestThatLooksForIt(Flaw flaw) throws Exception {
        try (PaperFixture good = new PaperFixture();
                PaperFixture bad = new PaperFixture(flaw)) {
            assertThat(catchThrowable(test(() -> good, flaw))).isNull();
            assertThat(catchThrowable(test(() -> bad, flaw))).isNotNull();
        }
    }

    private static ThrowingCallable test(DriverConformance kit, Flaw flaw) {
        return switch (flaw) {
            case FIRST_PAGE_ONLY, CALL_PER_KEY -> kit::aListOfSeveralPagesComesBackWholeForACallAPage;
            case TOKEN_PER_REQUEST, CONNECTION_PER_REQUEST ->
                kit::aWarmListOpensNoConnectionFetchesNoTokenAndCostsFewCalls;
            case SECRET_IN_ERRORS, SECRET_IN_LOGS, EVERY_ERROR_IS_INTERNAL ->
                () -> kit.aRefusalBecomesAnErrorOfItsKind(Refusal.FORBIDDEN);
            case NO_WORD_OF_WAITING -> () -> kit.aRefusalBecomesAnErrorOfItsKind(Refusal.THROTTLED);
            case ANYTHING_IS_A_LIST -> () -> kit.aRefusalBecomesAnErrorOfItsKind(Refusal.ERROR_IN_200);
            case LIBRARY_EXCEPTIONS -> () -> kit.aBrokenAnswerBecomesAnErrorOfTheProvider(Breakage.RESET);
            case IDS_NOT_ENCODED -> kit::keysThatAreNotThereAreNotFound;
        };
    }
}
