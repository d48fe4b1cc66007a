package org.alluvium.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.alluvium.driver.Cloud;
import org.alluvium.driver.CloudDriver;
import org.alluvium.driver.Credentials;
import org.alluvium.driver.DriverInfo;
import org.alluvium.registry.DriverRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DriverTickerTest {
    private final DriverRegistry registry = new DriverRegistry((DriverRegistry.Config) Proxy.newProxyInstance(
            DriverTickerTest.class.getClassLoader(),
            new Class<?>[] {DriverRegistry.Config.class},
            (proxy, method, arguments) -> method.getDefaultValue()));

    @Test
    void changesAreToldAsTheyHappenUntilTheOperatorStopsIt() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        CloudDriver first = driver("1.0.0");
        registry.addDriver(first);
        // As over a connection without a terminal: what is written stays there until the console is flushed
        PrintStream console = new PrintStream(new BufferedOutputStream(printed));
        PrintStream out = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) {
                console.write(b);
            }
        });
        Thread operator = new Thread(() -> new DriverTicker(registry, out, console).run());
        operator.start();
        await(printed, "a 1\\.0\\.0 active");

        registry.addDriver(driver("1.1.0"));
        await(printed, "a 1\\.1\\.0 active");
        await(printed, "a 1\\.0\\.0 installed");
        registry.removeDriver(first);
        await(printed, "a 1\\.0\\.0 gone");

        operator.interrupt();
        operator.join();
    }

    @Test
    void itEndsWhenTheConsoleIsGone() {
        registry.addDriver(driver("1.0.0"));

        PrintStream gone = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("gone");
            }

            @Override
            public void flush() throws IOException {
                throw new IOException("gone");
            }
        });

        new DriverTicker(registry, new PrintStream(new ByteArrayOutputStream()), gone).run();
        new DriverTicker(registry, gone, new PrintStream(new ByteArrayOutputStream())).run();

        assertThat(registry.drivers()).as("nothing else has happened").hasSize(1);
    }

    private static void await(ByteArrayOutputStream printed, String pattern) {
        String line = "(?s).*\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ " + pattern + "\\R.*";
        while (!printed.toString(StandardCharsets.UTF_8).matches(line)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static CloudDriver driver(String version) {
        DriverInfo info = new DriverInfo(
                "a",
                "A",
                version,
                List.of(),
                Set.of(),
                Set.of(),
                List.of(),
                Optional.empty(),
                new DriverInfo.CredentialLabels("user", "password"));
        return new CloudDriver() {
            @Override
            public DriverInfo info() {
                return info;
            }

            @Override
            public Cloud connect(Optional<String> provider, Optional<Credentials> credentials) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
