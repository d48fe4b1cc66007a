package org.alluvium.driver.openstack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.alluvium.capability.ImageFilter;
import org.alluvium.driver.BackendCalls;
import org.alluvium.driver.Credentials;
import org.alluvium.model.Image;

/** The driver's way to the {@linkplain OpenstackProcesses real OpenStack}. */
final class RealOpenstack {
    static final Credentials DEMO = new Credentials("demo+demo", "devcloud");
    static final Credentials ADMIN = new Credentials("admin@Default+admin@Default", "devcloud");

    private RealOpenstack() {}

    /** Sees to it that it runs. */
    static void start() throws IOException {
        OpenstackProcesses.start();
    }

    /** Its Keystone. */
    static String keystone() {
        return OpenstackProcesses.keystone();
    }

    /** What an operator would set for it. */
    static OpenstackSettings settings(int pageSize) {
        return new OpenstackSettings(List.of(keystone()), Duration.ofSeconds(5), Duration.ofSeconds(60), pageSize);
    }

    /** The image that instances are started from. */
    static String image() {
        return new OpenstackImages(calls(DEMO, new BackendCalls(), 100))
                .list(ImageFilter.ALL).stream()
                        .filter(image -> image.name().equals(Optional.of("tiny")))
                        .map(Image::id)
                        .findFirst()
                        .orElseThrow();
    }

    /** The way to it for a caller, with a session of its own. */
    static OpenstackCalls calls(Credentials credentials, BackendCalls counts, int pageSize) {
        return calls(credentials, counts, settings(pageSize));
    }

    /** The way to it by other settings. */
    static OpenstackCalls calls(Credentials credentials, BackendCalls counts, OpenstackSettings settings) {
        return calls(credentials, counts, settings, new OpenstackSessions());
    }

    /** The way to it, with sessions that others may share. */
    static OpenstackCalls calls(
            Credentials credentials, BackendCalls counts, OpenstackSettings settings, OpenstackSessions sessions) {
        OpenstackPlace place = settings.place(Optional.empty());
        return new OpenstackCalls(
                new OpenstackHttp(settings),
                settings,
                counts,
                place,
                sessions.slot(place, Optional.of(credentials)),
                Optional.of(credentials));
    }
}
