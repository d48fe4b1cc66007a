package org.alluvium.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.alluvium.driver.Cloud;
import org.junit.jupiter.api.Test;

/**
 * How a driver treats its cloud: lists are whole and cost a call a page, a warm request opens no connection and fetches no
 * token. Examined where the fixture knows the proxy before the cloud ({@link DriverFixture#proxy()}); elsewhere these tests
 * are reported as aborted, and the matrix says "not examined".
 */
public interface BackendContract extends Contract {
    /** Lists of three pages and more come back whole, for a call a page and a few besides. */
    String WHOLE_LISTS = "a list of several pages comes back whole";
    /** Lists cost few calls, whatever they hold. */
    String FEW_CALLS = "a list costs a call a page, and a few besides";
    /** The second request finds a connection and a token. */
    String WARM_REQUESTS = "a warm request opens no connection and fetches no token";

    @Test
    default void aListOfSeveralPagesComesBackWholeForACallAPage() {
        FaultyProxy proxy = proxy(WHOLE_LISTS);
        List<LongList> lists = fixture().longLists();
        if (lists.isEmpty()) {
            abort("not examined: the fixture offers no long lists");
        }
        for (LongList list : lists) {
            assertThat(list.read().apply(cloud())).as("the first look").isNotEmpty();
            proxy.forget();
            assertThat(list.read().apply(cloud()))
                    .as("the ids of %s", list.collection())
                    .doesNotHaveDuplicates()
                    .containsAll(list.ids());
            assertThat(proxy.requests())
                    .as("requests for %d pages of %s", list.pages(), list.collection())
                    .hasSizeBetween(list.pages(), list.pages() + fixture().listOverhead());
        }
        CapabilityMatrix.proves(WHOLE_LISTS);
    }

    @Test
    default void aWarmListOpensNoConnectionFetchesNoTokenAndCostsFewCalls() {
        FaultyProxy proxy = proxy(WARM_REQUESTS);
        Map<String, Integer> pages =
                fixture().longLists().stream().collect(Collectors.toMap(LongList::collection, LongList::pages));
        AtomicInteger asked = new AtomicInteger();
        lists().forEach((name, list) -> {
            list.accept(cloud());
            proxy.forget();
            list.accept(cloud());
            assertThat(proxy.connections())
                    .as("connections opened by a warm %s", name)
                    .isZero();
            assertThat(proxy.requests())
                    .as("requests of a warm %s", name)
                    .noneMatch(fixture()::fetchesToken)
                    .hasSizeLessThanOrEqualTo(
                            pages.getOrDefault(name, 1) + fixture().listOverhead());
            asked.addAndGet(proxy.requests().size());
        });
        if (asked.get() > 0) {
            CapabilityMatrix.proves(FEW_CALLS);
            CapabilityMatrix.proves(WARM_REQUESTS);
        }
    }

    /** The lists of what these credentials open, by collection. */
    default Map<String, Consumer<Cloud>> lists() {
        return Probes.lists(fixture().capabilities());
    }

    /** The proxy, without faults and counts of earlier tests; where there is none the test ends here, unexamined. */
    default FaultyProxy proxy(String guarantee) {
        FaultyProxy proxy = fixture().proxy().orElseGet(() -> abort("not examined, for want of a proxy: " + guarantee));
        proxy.heal();
        proxy.forget();
        return proxy;
    }
}
