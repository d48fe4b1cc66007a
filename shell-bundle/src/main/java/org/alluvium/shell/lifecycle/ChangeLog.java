package org.alluvium.shell.lifecycle;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who changed what, in the state file and as lines of the audit log. One caller at a time. */
final class ChangeLog {
    /** Who changes a driver when nobody at the console does. */
    static final String SERVER = "(server)";

    /** What Karaf's own ways are called. */
    static final String OTHERWISE = "other means";

    private static final Logger AUDIT = LoggerFactory.getLogger("org.alluvium.audit");

    private final StateFile file;

    ChangeLog(StateFile file) {
        this.file = requireNonNull(file);
    }

    void record(String driver, String what, String from, String to, String who, String told) throws IOException {
        String result = Words.of(told);
        AUDIT.info("{} of driver {} by {} from {} to {}: {}", what, driver, who, orNone(from), orNone(to), result);
        file.write(file.state().with(new DriverChange(Instant.now(), who, driver, what, from, to, result)));
    }

    /** The changes of a driver, the oldest first. */
    List<DriverChange> of(String driver) {
        return file.state().changes().stream()
                .filter(change -> change.driver().equals(driver))
                .toList();
    }

    private static String orNone(String version) {
        return version.isEmpty() ? "none" : version;
    }
}
