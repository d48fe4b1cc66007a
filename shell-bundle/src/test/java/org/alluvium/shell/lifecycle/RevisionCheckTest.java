package org.alluvium.shell.lifecycle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.alluvium.capability.RealmOperations;
import org.alluvium.driver.Capabilities;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverDeclaration;
import org.alluvium.driver.DriverInfo;
import org.alluvium.driver.ErrorKind;
import org.alluvium.model.Realm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RevisionCheckTest {
    private static final Optional<Probe> NO_PROBE = Optional.empty();
    private static final Optional<Probe> PROBE =
            Probe.of(Map.of("probe.a.user", "u", "probe.a.password", "secret-canary"), "a");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final RevisionCheck check = new RevisionCheck(new BoundedWork(threads, () -> Duration.ofSeconds(30)));

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aSoundRevisionPasses() {
        assertThatCode(() -> check.check(new Driver(), "a", "1.0.0", Optional.empty(), NO_PROBE))
                .doesNotThrowAnyException();
    }

    @Test
    void aRevisionThatIsAnotherDriverOrVersionFails() {
        assertThatThrownBy(() -> check.check(new Driver(), "b", "1.0.0", Optional.empty(), NO_PROBE))
                .hasMessage("it is driver 'a'");
        assertThatThrownBy(() -> check.check(new Driver(), "a", "2.0.0", Optional.empty(), NO_PROBE))
                .hasMessage("it says that it is version 1.0.0, but its bundle is 2.0.0");
    }

    @Test
    void aRevisionThatThrowsAnErrorFails() {
        assertThatThrownBy(() -> check.check(
                        new Driver() {
                            @Override
                            public void selfTest() {
                                throw new NoClassDefFoundError("org/gone");
                            }
                        },
                        "a",
                        "1.0.0",
                        Optional.empty(),
                        NO_PROBE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("it threw NoClassDefFoundError: org/gone");
    }

    @Test
    void aRevisionWhoseExceptionsFailWhenTheyAreAskedFails() {
        assertThatThrownBy(() -> check.check(
                        new Driver() {
                            @Override
                            public void selfTest() {
                                throw new Mute();
                            }
                        },
                        "a",
                        "1.0.0",
                        Optional.empty(),
                        NO_PROBE))
                .hasMessage("it threw Mute");
    }

    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new NoClassDefFoundError("org/gone");
        }
    }

    @Test
    void aRevisionThatOffersMoreThanItsManifestDeclaresFails() {
        DriverDeclaration poor = new DriverDeclaration(
                "a", new TreeSet<>(Set.of("drivers")), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        CloudDriver rich = new Driver() {
            @Override
            public DriverInfo info() {
                DriverInfo info = super.info();
                return new DriverInfo(
                        info.id(),
                        info.name(),
                        info.version(),
                        List.of(),
                        Set.of(RealmOperations.class),
                        Set.of(),
                        List.of(),
                        Optional.empty(),
                        info.credentialLabels());
            }
        };

        assertThatThrownBy(() -> check.check(rich, "a", "1.0.0", Optional.of(poor), NO_PROBE))
                .hasMessage("it offers what its manifest does not declare: collection realms, operation realm.find,"
                        + " operation realm.list");
        assertThatCode(() -> check.check(new Driver(), "a", "1.0.0", Optional.of(poor), NO_PROBE))
                .doesNotThrowAnyException();
    }

    @Test
    void aRevisionThatHangsFails() {
        CountDownLatch never = new CountDownLatch(1);
        RevisionCheck hasty = new RevisionCheck(new BoundedWork(threads, () -> Duration.ofMillis(10)));

        assertThatThrownBy(() -> hasty.check(
                        new Driver() {
                            @Override
                            public void selfTest() {
                                try {
                                    never.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            }
                        },
                        "a",
                        "1.0.0",
                        Optional.empty(),
                        NO_PROBE))
                .hasMessage("it did not answer within 0 s");
    }

    @Test
    void aRevisionWhoseCloudRefusesTheOperatorsAccountFails() {
        assertThatThrownBy(() -> check.check(
                        new Driver() {
                            @Override
                            public void verifyCredentials() {
                                throw new CloudException(ErrorKind.UNAUTHENTICATED, "No such account.");
                            }
                        },
                        "a",
                        "1.0.0",
                        Optional.empty(),
                        PROBE))
                .hasMessage("it threw CloudException: No such account.")
                .hasMessageNotContaining("secret-canary");
    }

    @Test
    void aRevisionThatOffersWhatItDoesNotDeclareFails() {
        RealmOperations realms = new RealmOperations() {
            @Override
            public List<Realm> list() {
                return List.of();
            }

            @Override
            public Optional<Realm> find(String id) {
                return Optional.empty();
            }
        };

        assertThatThrownBy(() -> check.check(
                        new Driver() {
                            @Override
                            public Capabilities capabilities() {
                                return Capabilities.of(realms);
                            }
                        },
                        "a",
                        "1.0.0",
                        Optional.empty(),
                        PROBE))
                .hasMessage("it does not declare what it offers: realms");
    }

    /** A driver and its cloud. */
    private static class Driver implements CloudDriver, Cloud {
        @Override
        public DriverInfo info() {
            return new DriverInfo(
                    "a",
                    "A",
                    "1.0.0",
                    List.of(),
                    Set.of(),
                    Set.of(),
                    List.of(),
                    Optional.empty(),
                    new DriverInfo.CredentialLabels("user", "password"));
        }

        @Override
        public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
            return this;
        }

        @Override
        public Capabilities capabilities() {
            return Capabilities.of();
        }

        @Override
        public void verifyCredentials() {}
    }
}
