package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * The way to EC2 for one request: signs each call for its caller, counts it, repeats it where that is safe, and translates
 * its failure. Every method throws {@link CloudException} and nothing else.
 */
final class Ec2Calls {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Ec2Clients clients;
    private final Ec2Place place;
    private final Ec2Settings settings;
    private final BackendCalls counts;
    private final Ec2Newborns newborns;
    private final Supplier<AwsCredentialsProvider> signer;

    /**
     * @param signer the caller's credentials; throws UNAUTHENTICATED when there are none
     */
    Ec2Calls(
            Ec2Clients clients,
            Ec2Place place,
            Ec2Settings settings,
            BackendCalls counts,
            Ec2Newborns newborns,
            Supplier<AwsCredentialsProvider> signer) {
        this.clients = requireNonNull(clients);
        this.place = requireNonNull(place);
        this.settings = requireNonNull(settings);
        this.counts = requireNonNull(counts);
        this.newborns = requireNonNull(newborns);
        this.signer = requireNonNull(signer);
    }

    /** Where the calls go. */
    Ec2Place place() {
        return place;
    }

    /** How many things to ask for at once. */
    int pageSize() {
        return settings.pageSize();
    }

    /** What was created a moment ago. */
    Ec2Newborns newborns() {
        return newborns;
    }

    /** Makes a call to EC2 itself. */
    <Q extends Ec2Request, A> A call(Q request, BiFunction<Ec2Client, Q, A> operation) {
        return call(Ec2Service.EC2, request, operation);
    }

    /** Makes a call. */
    <C extends SdkClient, Q extends AwsRequest, A> A call(
            Ec2Service<C> service, Q request, BiFunction<C, Q, A> operation) {
        Q signed = signed(request);
        return clients.with(service, place, client -> repeat(service, signed, () -> operation.apply(client, signed)));
    }

    /** Makes a call that cannot be made again, because what it sends can be read only once. */
    <C extends SdkClient, Q extends AwsRequest, A> A once(
            Ec2Service<C> service, Q request, BiFunction<C, Q, A> operation) {
        Q signed = signed(request);
        return clients.with(service, place, client -> {
            String name = operation(signed);
            try {
                return counted(name, () -> operation.apply(client, signed));
            } catch (RuntimeException cause) {
                throw Ec2Errors.translate(service.name(), name, place, cause);
            }
        });
    }

    /** Makes a call whose answer is read later: the client stays open until the answer is closed. */
    Ec2Download open(GetObjectRequest request) {
        GetObjectRequest signed = signed(request);
        S3Client client = clients.acquire(Ec2Service.S3, place);
        try {
            return new Ec2Download(repeat(Ec2Service.S3, signed, () -> client.getObject(signed)), clients::release);
        } catch (RuntimeException failure) {
            clients.release();
            throw failure;
        }
    }

    private <Q extends AwsRequest> Q signed(Q request) {
        if (request instanceof S3Request object) {
            requireNames(object);
        }
        AwsCredentialsProvider credentials = signer.get();
        // A request's own builder builds its own type
        @SuppressWarnings("unchecked")
        Q signed = (Q) request.toBuilder()
                .overrideConfiguration(AwsRequestOverrideConfiguration.builder()
                        .credentialsProvider(credentials)
                        .build())
                .build();
        return signed;
    }

    /** The library puts names into the path, slashes and all: dots between them would lead to another bucket. */
    private static void requireNames(S3Request request) {
        for (String field : List.of("Bucket", "Key")) {
            String name = request.getValueForField(field, String.class).orElse("");
            if (List.of(name.split("/")).contains(".")
                    || List.of(name.split("/")).contains("..")) {
                boolean makes = operation(request).matches("(Put|Create).*");
                throw new CloudException(
                        makes ? ErrorKind.INVALID : ErrorKind.NOT_FOUND,
                        field + " '" + name + "' is none: '.' and '..' lead elsewhere in a path.");
            }
        }
    }

    /**
     * Makes as many calls as the answer has pages.
     *
     * @param first the request for the first page
     * @param next the request for the page of a token
     * @param token of the next page in an answer; null or empty on the last
     * @param content what is on a page
     */
    <Q extends Ec2Request, A, T> List<T> pages(
            Q first,
            BiFunction<Q, String, Q> next,
            BiFunction<Ec2Client, Q, A> operation,
            Function<A, @Nullable String> token,
            Function<A, List<T>> content) {
        return pages(Ec2Service.EC2, first, next, operation, token, content);
    }

    /** As the other, of any service. */
    <C extends SdkClient, Q extends AwsRequest, A, T> List<T> pages(
            Ec2Service<C> service,
            Q first,
            BiFunction<Q, String, Q> next,
            BiFunction<C, Q, A> operation,
            Function<A, @Nullable String> token,
            Function<A, List<T>> content) {
        List<T> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Q request = first;
        while (true) {
            A page = call(service, request, operation);
            all.addAll(content.apply(page));
            String following = token.apply(page);
            if (following == null || following.isEmpty()) {
                return all;
            }
            if (!seen.add(following)) {
                throw new CloudException(
                        ErrorKind.PROVIDER_ERROR,
                        service.name() + " answered with a list that has no end (" + place.name() + ").");
            }
            request = next.apply(first, following);
        }
    }

    /**
     * Looks again and again until something is so, for as long as one call may take.
     *
     * @return whether it is
     */
    boolean await(Supplier<Boolean> done) {
        long begin = System.nanoTime();
        while (!done.get()) {
            Duration spent = Duration.ofNanos(System.nanoTime() - begin);
            Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(100, 1000));
            if (spent.plus(pause).compareTo(settings.callTimeout()) > 0 || !sleep(pause)) {
                return false;
            }
        }
        return true;
    }

    /** What is there, or nothing when EC2 knows no such id or does not take it for one. */
    static <T> Optional<T> ifThere(Supplier<Optional<T>> call) {
        try {
            return call.get();
        } catch (CloudException failure) {
            if (failure.kind() == ErrorKind.NOT_FOUND || failure.kind() == ErrorKind.INVALID) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static String operation(AwsRequest request) {
        return request.getClass().getSimpleName().replaceFirst("Request$", "");
    }

    private <A> A repeat(Ec2Service<?> service, AwsRequest request, Supplier<A> call) {
        String operation = operation(request);
        long begin = System.nanoTime();
        Duration longestPause = FIRST_PAUSE;
        while (true) {
            try {
                return counted(operation, call);
            } catch (RuntimeException cause) {
                // Full jitter: anything from nothing to the bound, which doubles
                Duration pause = Ec2Errors.retryAfter(cause)
                        .orElse(Duration.ofNanos(ThreadLocalRandom.current().nextLong(longestPause.toNanos())));
                Duration spent = Duration.ofNanos(System.nanoTime() - begin);
                if (!Ec2Errors.isWorthRepeating(operation, cause)
                        || spent.plus(pause).compareTo(settings.retryBudget()) > 0
                        || !sleep(pause)) {
                    throw Ec2Errors.translate(service.name(), operation, place, cause);
                }
                longestPause = longestPause.multipliedBy(2);
                if (longestPause.compareTo(LONGEST_PAUSE) > 0) {
                    longestPause = LONGEST_PAUSE;
                }
            }
        }
    }

    /** Does something that is no call to EC2, such as a command on an instance, and counts it as if it were. */
    <A> A counted(String operation, Supplier<A> call) {
        long start = System.nanoTime();
        boolean failed = true;
        try {
            A answer = call.get();
            failed = false;
            return answer;
        } finally {
            counts.record("ec2", operation, Duration.ofNanos(System.nanoTime() - start), failed);
        }
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
