package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;

/** Swift's addresses and listings. A name is one segment of a path, whatever is in it. */
final class OpenstackContainers {
    private static final int LONGEST_NAME = 256;

    private final OpenstackCalls calls;

    OpenstackContainers(OpenstackCalls calls) {
        this.calls = requireNonNull(calls);
    }

    /** Whether a container can have that name: a slash, even an encoded one, would make it the name of an object. */
    static boolean isName(String name) {
        return name.indexOf('/') < 0 && isName(name, LONGEST_NAME);
    }

    /** Whether something in Swift can have that name, of that many bytes at most. */
    static boolean isName(String name, int longest) {
        return OpenstackCalls.isName(name)
                && name.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(name)
                && name.getBytes(StandardCharsets.UTF_8).length <= longest;
    }

    /** The path of a container. */
    static String path(String container) {
        return "/" + OpenstackCalls.encode(container);
    }

    /** The path of an object; a slash in its name is part of the segment. */
    static String path(String container, String object) {
        return path(container) + "/" + OpenstackCalls.encode(object);
    }

    /**
     * Everything in an account or a container.
     *
     * @param path of the container; empty for the account
     */
    List<JsonNode> list(String operation, String path) {
        List<JsonNode> all = new ArrayList<>();
        String first = path + "?format=json&limit=" + calls.pageSize();
        String next = first;
        while (true) {
            JsonNode page = calls.get(OpenstackService.OBJECT_STORE, operation, next);
            if (!page.isArray()) {
                throw new CloudException(ErrorKind.PROVIDER_ERROR, "Swift's answer is no list (" + operation + ").");
            }
            page.forEach(all::add);
            // Swift gives no more and, while there are more, no fewer than it is asked for
            if (page.size() < calls.pageSize()) {
                return all;
            }
            String marker = page.path(page.size() - 1).path("name").asText();
            String following = first + "&marker=" + OpenstackCalls.encode(marker);
            if (following.equals(next)) {
                throw new CloudException(
                        ErrorKind.PROVIDER_ERROR, "Swift answered with a list that has no end (" + operation + ").");
            }
            next = following;
        }
    }
}
