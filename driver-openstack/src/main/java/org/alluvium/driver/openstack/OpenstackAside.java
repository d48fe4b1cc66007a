package org.alluvium.driver.openstack;

import java.util.Optional;
import java.util.function.Function;
import org.alluvium.driver.CloudException;

/**
 * What another service adds to a thing. When that service fails or keeps one waiting, the thing is shown without: the
 * failure would hide what its own service has. What is not known is left out then, not shown as empty.
 */
final class OpenstackAside {
    private OpenstackAside() {}

    /** The answer; empty where the cloud has no such service, or it fails. */
    static <T> Optional<T> ask(OpenstackCalls calls, OpenstackService service, Function<OpenstackCalls, T> question) {
        if (!calls.session().services().containsKey(service)) {
            return Optional.empty();
        }
        try {
            return Optional.of(question.apply(calls.briefly()));
        } catch (CloudException failure) {
            return switch (failure.kind()) {
                case UNAVAILABLE, TOO_MANY_REQUESTS, PROVIDER_ERROR, PROVIDER_TIMEOUT -> Optional.empty();
                default -> throw failure;
            };
        }
    }
}
