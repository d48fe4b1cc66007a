package org.alluvium.rest.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Realm;
import org.alluvium.registry.CanaryReport;
import org.alluvium.registry.CanaryRules;
import org.alluvium.registry.DriverStatus;
import org.alluvium.registry.DriverStatus.State;
import org.alluvium.registry.RevisionGuard;
import org.alluvium.rest.server.FakeDriver;
import org.alluvium.rest.server.RunningApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A revision that a share of the callers gets, seen by clients. */
@Timeout(60)
class CanaryRequestsTest {
    private static final String REALMS = "/api;driver=fake/realms";

    @TempDir
    Path folder;

    private final AtomicInteger canaryCalls = new AtomicInteger();
    private final LinkedBlockingQueue<CanaryReport> ended = new LinkedBlockingQueue<>();

    @Test
    void aCanaryThatThrowsErrorsAfterAWhileLosesItsCallersByItself() throws Exception {
        Supplier<List<Realm>> breaksAtTheThirdCall = () -> {
            if (canaryCalls.incrementAndGet() > 2) {
                throw new NoClassDefFoundError("org/gone/Thing");
            }
            return List.of();
        };
        try (RunningApi api = trying(breaksAtTheThirdCall, Map.of(), 4)) {
            String guineaPig = guineaPig(api);
            while (ended.isEmpty()) {
                assertThat(get(api, guineaPig).statusCode()).isIn(200, 500);
            }

            assertThat(ended.take().failures()).isGreaterThan(0);
            assertThat(get(api, guineaPig).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatClientsDoWrongIsNoFailureOfTheCanary() throws Exception {
        Supplier<List<Realm>> picky = () -> {
            canaryCalls.incrementAndGet();
            throw new CloudException(ErrorKind.NOT_FOUND, "There is no such place.");
        };
        try (RunningApi api = trying(picky, Map.of(), 1)) {
            String guineaPig = guineaPig(api);
            for (int i = 0; i < 5; i++) {
                assertThat(get(api, guineaPig).statusCode()).isEqualTo(404);
            }

            assertThat(ended).isEmpty();
            assertThat(api.registry().canary("fake").orElseThrow().failures()).isZero();
        }
    }

    @Test
    void aCanaryThatHangsIsEndedByItsTimeOutsThoughItsCallsGoOn() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Supplier<List<Realm>> hanging = () -> {
            canaryCalls.incrementAndGet();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        };
        try (RunningApi api = trying(hanging, Map.of("driver.fake.requestTimeoutSeconds", "1"), 1)) {
            String guineaPig = guineaPig(api);

            assertThat(ended.poll(30, TimeUnit.SECONDS)).isNotNull();
            assertThat(get(api, guineaPig).statusCode()).isEqualTo(200);
            never.countDown();
        }
    }

    /** An API whose driver has a canary for half of the callers. */
    private RunningApi trying(Supplier<List<Realm>> canaryRealms, Map<String, String> settings, int minimum) {
        RunningApi api = new RunningApi(folder, settings, new FakeDriver(List.of(), realms(List::of)));
        FakeDriver canary = new FakeDriver("1.1.0", List.of(), realms(canaryRealms));
        api.registry().guard(new RevisionGuard() {
            @Override
            public Optional<State> withheld(String driverId, CloudDriver newcomer) {
                return newcomer == canary ? Optional.of(State.CHECKING) : Optional.empty();
            }

            @Override
            public List<DriverStatus> known() {
                return List.of();
            }
        });
        api.registry().addDriver(canary);
        api.registry().tryOut(canary, new CanaryRules(50, minimum, 5), ended::add);
        return api;
    }

    /** A user whose requests the canary gets. */
    private String guineaPig(RunningApi api) {
        int i = 0;
        while (canaryCalls.get() == 0) {
            i++;
            get(api, "user" + i);
        }
        return "user" + i;
    }

    private static HttpResponse<String> get(RunningApi api, String user) {
        String token = Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8));
        return api.get(REALMS, "Authorization", "Basic " + token);
    }

    private static RealmOperations realms(Supplier<List<Realm>> list) {
        return new RealmOperations() {
            @Override
            public List<Realm> list() {
                return list.get();
            }

            @Override
            public Optional<Realm> find(String id) {
                return Optional.empty();
            }
        };
    }
}
