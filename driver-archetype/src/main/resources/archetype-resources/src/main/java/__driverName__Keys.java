package ${package};

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.KeyOperations;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Key;

/** The keys. This cloud tells a list as lines of text below a line "keys", in pages. */
final class ${driverName}Keys implements KeyOperations {
    private final ${driverName}Calls calls;
    private final Credentials credentials;

    ${driverName}Keys(${driverName}Calls calls, Credentials credentials) {
        this.calls = calls;
        this.credentials = credentials;
    }

    /** All pages. */
    @Override
    public List<Key> list() {
        List<Key> keys = new ArrayList<>();
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            ${driverName}Calls.Answer answer = calls.send(
                    "ListKeys", credentials, "GET", "/keys?after=" + ${driverName}Calls.encode(after.get()));
            List<String> lines = answer.body().lines().toList();
            if (lines.isEmpty() || !lines.get(0).equals("keys")) {
                throw ${driverName}Errors.senseless("list of keys");
            }
            lines.stream().skip(1).map(${driverName}Keys::key).forEach(keys::add);
            after = answer.next();
        }
        return keys;
    }

    @Override
    public Optional<Key> find(String id) {
        try {
            calls.send("ShowKey", credentials, "GET", path(id));
            return Optional.of(key(id));
        } catch (CloudException failure) {
            if (failure.kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    @Override
    public Key create(String name, Optional<String> publicKey) {
        try {
            calls.send("CreateKey", credentials, "PUT", path(name));
            return key(name);
        } catch (CloudException failure) {
            if (failure.kind() == ErrorKind.CONFLICT) {
                throw new CloudException(
                        ErrorKind.FORBIDDEN, "Key '" + name + "' exists already. Choose another name.", failure);
            }
            throw failure;
        }
    }

    @Override
    public void destroy(String id) {
        calls.send("DeleteKey", credentials, "DELETE", path(id));
    }

    /** Nothing is called by dots alone: in a path they lead out of the folder, encoded or not. */
    private static String path(String id) {
        if (id.equals(".") || id.equals("..")) {
            throw CloudException.notFound("Key", id);
        }
        return "/keys/" + ${driverName}Calls.encode(id);
    }

    private static Key key(String id) {
        return new Key(id, id, Optional.empty(), new Key.KeyPair(Optional.empty(), Optional.empty()));
    }
}
