package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.alluvium.capability.InstanceFilter;
import org.alluvium.capability.InstanceOperations;
import org.alluvium.capability.InstanceRequest;
import org.alluvium.capability.KeyOperations;
import org.alluvium.capability.LoadBalancerOperations;
import org.alluvium.capability.MetricOperations;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Instance;
import org.alluvium.model.LoadBalancer.Listener;
import org.alluvium.testkit.Fault;
import org.alluvium.testkit.FaultyProxy;
import org.alluvium.testkit.ProxiedRequest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A proxy between the driver and moto that throttles, cuts, delays and corrupts. Nothing doubled, nothing lost. */
class Ec2FaultsMotoTest {
    private static final Predicate<ProxiedRequest> ALL = request -> true;
    /** One of moto's own. */
    private static final String IMAGE = "ami-12c6146b";

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static MotoServer moto;
    private static FaultyProxy proxy;
    /** Repeats for longer than any fault of a test lasts. */
    private static Ec2Driver driver;
    /** Gives up soon. */
    private static Ec2Driver impatient;

    @BeforeAll
    static void start() throws Exception {
        moto = MotoServer.start();
        proxy = FaultyProxy.to(URI.create(moto.url()));
        driver = new Ec2Driver(new BackendCalls(), "1.0.0", settings(LONG, LONG));
        impatient = new Ec2Driver(new BackendCalls(), "1.0.0", settings(LONG, SHORT));
    }

    @AfterAll
    static void stop() throws Exception {
        driver.deactivate();
        impatient.deactivate();
        proxy.close();
        moto.close();
    }

    @AfterEach
    void heal() {
        proxy.heal();
    }

    private static Ec2Settings settings(Duration callTimeout, Duration retryBudget) {
        return new Ec2Settings(
                proxy.url(),
                "us-east-1",
                List.of("us-east-1"),
                List.of(),
                Duration.ofSeconds(5),
                callTimeout,
                retryBudget,
                16,
                5);
    }

    private static Cloud cloud(String region) {
        return cloud(driver, region);
    }

    private static Cloud cloud(Ec2Driver of, String region) {
        proxy.forget();
        return of.connect(
                Optional.of(region), Optional.of(new Credentials("AKIAEXAMPLE", "canary-secret;canary-token")));
    }

    private static InstanceOperations instances(String region) {
        return cloud(region).require(InstanceOperations.class);
    }

    private static Predicate<ProxiedRequest> action(String name) {
        return request -> request.formField("Action").equals(Optional.of(name));
    }

    private static long asked(String action) {
        return proxy.requests().stream().filter(action(action)).count();
    }

    private static Fault.Answer error(int status, String code, String message, Map<String, String> headers) {
        return new Fault.Answer(
                status,
                headers,
                "<?xml version=\"1.0\"?><Response><Errors><Error><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error></Errors><RequestID>1</RequestID></Response>");
    }

    private static Fault.Answer error(int status, String code) {
        return error(status, code, "EC2's own words", Map.of("Content-Type", "text/xml"));
    }

    /** The failure, which is of that kind and holds no secret, not even in its causes. */
    private static CloudException failure(ErrorKind kind, ThrowingCallable call) {
        CloudException[] failure = new CloudException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(CloudException.class, e -> {
            StringWriter all = new StringWriter();
            e.printStackTrace(new PrintWriter(all));
            assertThat(all.toString())
                    .doesNotContain("canary")
                    .doesNotContain("X-Amz-Signature")
                    .doesNotContain("Signature=");
            assertThat(e.kind()).as(all.toString()).isEqualTo(kind);
            failure[0] = e;
        });
        return failure[0];
    }

    @Test
    void whoIsThrottledIsServedAfterAPause() {
        RealmOperations realms = cloud("us-east-1").require(RealmOperations.class);
        int whole = realms.list().size();
        proxy.forget();
        proxy.next(
                error(503, "RequestLimitExceeded"),
                error(400, "Throttling"),
                Fault.throttle(429, Duration.ZERO),
                Fault.throttle(503, Duration.ZERO));
        assertThat(realms.list()).hasSize(whole);
        assertThat(asked("DescribeAvailabilityZones")).isEqualTo(5);
    }

    @Test
    void whoIsThrottledForLongIsToldWhenToComeAgain() {
        RealmOperations realms = cloud(impatient, "us-east-1").require(RealmOperations.class);
        proxy.always(ALL, error(503, "RequestLimitExceeded"));
        long begin = System.nanoTime();
        assertThat(failure(ErrorKind.TOO_MANY_REQUESTS, realms::list).retryAfter())
                .isPresent();
        assertThat(System.nanoTime() - begin).isLessThan(SHORT.plusSeconds(60).toNanos());
        assertThat(proxy.requests()).hasSizeGreaterThan(2);
        proxy.heal();
        proxy.forget();
        proxy.always(ALL, error(503, "RequestLimitExceeded", "slower", Map.of("Retry-After", "60")));
        assertThat(failure(ErrorKind.TOO_MANY_REQUESTS, realms::list).retryAfter())
                .contains(Duration.ofSeconds(60));
        assertThat(proxy.requests()).hasSize(1);
    }

    @Test
    void aCutIsRepeatedWithTheSameTokenSoThatEc2MakesNoSecondInstance() {
        for (Fault cut : List.of(new Fault.CutBefore(), new Fault.CutAfter(), new Fault.CutWithin())) {
            InstanceOperations instances = instances("eu-west-1");
            Set<String> before = instances.list(InstanceFilter.ALL).stream()
                    .map(Instance::id)
                    .collect(Collectors.toSet());
            proxy.forget();
            proxy.next(cut);
            List<Instance> made =
                    instances.create(InstanceRequest.builder(IMAGE).count(2).build());
            assertThat(made).hasSize(2);
            assertThat(proxy.requests().stream()
                            .map(r -> r.formField("ClientToken").orElseThrow()))
                    .hasSizeGreaterThan(1)
                    .containsOnly(
                            proxy.requests().get(0).formField("ClientToken").orElseThrow());
            // moto, unlike EC2, does not heed the token: what a lost answer made is there as well
            int lost = cut instanceof Fault.CutBefore ? 0 : 2;
            assertThat(instances.list(InstanceFilter.ALL))
                    .as(cut.toString())
                    .hasSize(before.size() + 2 + lost)
                    .extracting(Instance::id)
                    .containsAll(before)
                    .contains(made.get(0).id(), made.get(1).id());
        }
    }

    @Test
    void whatMayHaveBeenDoneIsNotDoneAgainAndSaysSo() {
        Cloud cloud = cloud(impatient, "us-east-1");
        KeyOperations keys = cloud.require(KeyOperations.class);
        proxy.always(action("CreateKeyPair"), new Fault.CutAfter());
        assertThat(failure(ErrorKind.PROVIDER_ERROR, () -> keys.create("cut", Optional.empty())))
                .hasMessageContaining("may have been carried out");
        assertThat(asked("CreateKeyPair")).isEqualTo(1);
        assertThat(keys.find("cut")).isPresent();
        proxy.heal();
        proxy.always(action("CreateLoadBalancer"), error(500, "InternalFailure"));
        LoadBalancerOperations balancers = cloud.require(LoadBalancerOperations.class);
        assertThat(failure(
                        ErrorKind.PROVIDER_ERROR,
                        () -> balancers.create("cut", "us-east-1a", new Listener("HTTP", "80", "80"))))
                .hasMessageContaining("may have been carried out");
        assertThat(asked("CreateLoadBalancer")).isEqualTo(1);
        proxy.heal();
        proxy.always(action("CreateKeyPair"), new Fault.CutBefore());
        failure(ErrorKind.PROVIDER_ERROR, () -> keys.create("never", Optional.empty()));
        assertThat(keys.find("never")).isEmpty();
    }

    @Test
    void whatOnlyReadsIsAskedAgainAfterACutOrAnUnreadableAnswer() {
        InstanceOperations instances = instances("sa-east-1");
        instances.create(InstanceRequest.builder(IMAGE).count(3).build());
        for (Fault passing : List.of(
                new Fault.CutBefore(),
                new Fault.CutAfter(),
                new Fault.CutWithin(),
                new Fault.NotHttp(),
                Fault.garbage("text/xml"),
                error(200, "InternalError"),
                Fault.answer(200, "text/html", "<html><body>Log in, please</body></html>"),
                Fault.answer(200, "text/xml", ""),
                error(500, "InternalError"),
                new Fault.Corrupt(body -> new String(body, StandardCharsets.UTF_8)
                        .replace("</reservationSet>", "<")
                        .getBytes(StandardCharsets.UTF_8)))) {
            proxy.next(passing);
            assertThat(instances.list(InstanceFilter.ALL))
                    .as(passing.toString())
                    .hasSize(3);
        }
    }

    @Test
    void aListIsNeverCutShort() {
        InstanceOperations instances = instances("us-west-2");
        for (int i = 0; i < 12; i++) {
            instances.create(InstanceRequest.builder(IMAGE).build());
        }
        InstanceOperations soonTired = cloud(impatient, "us-west-2").require(InstanceOperations.class);
        Predicate<ProxiedRequest> second =
                request -> request.formField("NextToken").isPresent();
        for (Fault lasting : List.of(
                error(500, "InternalError"),
                error(200, "InternalError"),
                Fault.garbage("text/xml"),
                new Fault.CutWithin())) {
            proxy.always(second, lasting);
            failure(ErrorKind.PROVIDER_ERROR, () -> soonTired.list(InstanceFilter.ALL));
            proxy.heal();
        }
        proxy.always(second, error(400, "InvalidNextToken"));
        failure(ErrorKind.INVALID, () -> soonTired.list(InstanceFilter.ALL));
        proxy.heal();
        assertThat(instances.list(InstanceFilter.ALL)).hasSize(12);
    }

    @Test
    void theOtherServicesAreHeldToTheSame() {
        Cloud tired = cloud(impatient, "us-east-1");
        proxy.always(ALL, error(200, "InternalError"));
        failure(
                ErrorKind.PROVIDER_ERROR,
                () -> tired.require(LoadBalancerOperations.class).list());
        failure(
                ErrorKind.PROVIDER_ERROR,
                () -> tired.require(MetricOperations.class).list());
        proxy.heal();
        proxy.next(new Fault.CutAfter(), Fault.garbage("text/xml"));
        assertThat(cloud("us-east-1").require(MetricOperations.class).list()).isEmpty();
    }

    @Test
    void aCloudThatIsSilentIsNotWaitedForAndNotAskedAgain() {
        Ec2Driver hasty = new Ec2Driver(new BackendCalls(), "1.0.0", settings(SHORT, SHORT));
        try {
            RealmOperations realms = hasty.connect(
                            Optional.of("us-east-1"), Optional.of(new Credentials("AKIAEXAMPLE", "canary-secret")))
                    .require(RealmOperations.class);
            proxy.always(ALL, new Fault.Hang());
            proxy.forget();
            failure(ErrorKind.PROVIDER_TIMEOUT, realms::list);
            assertThat(proxy.requests()).hasSize(1);
        } finally {
            hasty.deactivate();
        }
    }

    @Test
    void aCloudThatIsAwayIsUnavailable() throws Exception {
        FaultyProxy gone = FaultyProxy.to(URI.create(moto.url()));
        gone.close();
        Ec2Driver lost = new Ec2Driver(
                new BackendCalls(),
                "1.0.0",
                new Ec2Settings(
                        gone.url(),
                        "us-east-1",
                        List.of(),
                        List.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        4,
                        5));
        try {
            RealmOperations realms = lost.connect(
                            Optional.empty(), Optional.of(new Credentials("AKIAEXAMPLE", "canary-secret")))
                    .require(RealmOperations.class);
            assertThat(failure(ErrorKind.UNAVAILABLE, realms::list)).hasMessageContaining("cannot be reached");
        } finally {
            lost.deactivate();
        }
        proxy.always(ALL, error(503, "Unavailable"));
        failure(
                ErrorKind.UNAVAILABLE,
                () -> cloud(impatient, "us-east-1")
                        .require(InstanceOperations.class)
                        .list(InstanceFilter.ALL));
    }

    @Test
    void wrongKeysAClockThatIsWrongAndMissingRightsHaveTheirSentences() {
        InstanceOperations instances = instances("us-east-1");
        Map<Fault.Answer, String> refusals = Map.of(
                error(401, "AuthFailure"), "does not accept the credentials",
                error(403, "InvalidClientTokenId"), "does not accept the credentials",
                error(403, "SignatureDoesNotMatch", "the string was AKIAEXAMPLE canary-token", Map.of()),
                        "does not accept the credentials",
                error(400, "ExpiredToken"), "have expired",
                error(400, "RequestExpired"), "The clocks of this server and of EC2 differ",
                error(403, "RequestTimeTooSkewed"), "The clocks of this server and of EC2 differ");
        refusals.forEach((answer, words) -> {
            proxy.forget();
            proxy.next(answer);
            assertThat(failure(ErrorKind.UNAUTHENTICATED, () -> instances.list(InstanceFilter.ALL))
                            .getMessage())
                    .contains(words)
                    .doesNotContain("AKIAEXAMPLE");
            assertThat(proxy.requests()).hasSize(1);
        });
        proxy.next(error(403, "UnauthorizedOperation"));
        assertThat(failure(ErrorKind.FORBIDDEN, () -> instances.list(InstanceFilter.ALL)))
                .hasMessageContaining("do not permit");
        proxy.next(error(401, "OptInRequired"));
        failure(ErrorKind.FORBIDDEN, () -> instances.list(InstanceFilter.ALL));
    }
}
