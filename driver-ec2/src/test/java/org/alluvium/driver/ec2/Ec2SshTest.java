package org.alluvium.driver.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.alluvium.capability.CommandRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a real SSH server, in this process. */
@Timeout(120)
class Ec2SshTest {
    private static final String HOST = "127.0.0.1";

    private static SshTestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = new SshTestServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @AfterEach
    void noThreadIsLeft() {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().startsWith("alluvium-ec2-ssh")
                        || t.getName().startsWith("Connect thread"))) {
            Thread.onSpinWait();
        }
    }

    private static Ec2Login login(Optional<Path> knownHosts) {
        return new Ec2Login("root", knownHosts, false, Duration.ofSeconds(20), Duration.ofSeconds(30));
    }

    private static CommandRequest withKey(String command, String key) {
        return new CommandRequest(command, Optional.of(key), Optional.empty(), Optional.empty(), server.port());
    }

    private static CommandRequest withPassword(String command, String password, int port) {
        return new CommandRequest(command, Optional.empty(), Optional.of(password), Optional.empty(), port);
    }

    private static String run(CommandRequest request) {
        return new Ec2Ssh(login(Optional.empty())).run(HOST, request);
    }

    private static CloudException failure(ErrorKind kind, Ec2Login login, CommandRequest request) {
        CloudException[] failure = new CloudException[1];
        assertThatThrownBy(() -> new Ec2Ssh(login).run(HOST, request))
                .isInstanceOfSatisfying(CloudException.class, e -> {
                    assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
                    StringWriter all = new StringWriter();
                    e.printStackTrace(new PrintWriter(all));
                    assertThat(all.toString()).doesNotContain("canary").doesNotContain("PRIVATE KEY");
                    failure[0] = e;
                });
        return failure[0];
    }

    private static CloudException failure(ErrorKind kind, CommandRequest request) {
        return failure(kind, login(Optional.empty()), request);
    }

    @Test
    void bothOutputsComeBackWhateverTheStatus() {
        assertThat(run(withPassword("both", SshTestServer.PASSWORD, server.port())))
                .contains("on the one\n", "on the other\n");
        assertThat(run(withKey("echo grüße 'and' \"more\"", server.privateKey())))
                .isEqualTo("echo grüße 'and' \"more\"\n");
        assertThat(run(withKey("x", server.privateKey().replace("\n", "\r\n")))).isEqualTo("x\n");
    }

    @Test
    void moreThanAMegabyteIsCutAndSaysSo() {
        assertThat(run(withKey("flood", server.privateKey())))
                .hasSizeBetween(Ec2SshOutput.LIMIT, Ec2SshOutput.LIMIT + 100)
                .endsWith("[the output was cut after 1048576 bytes]\n");
    }

    @Test
    void aWrongKeyOrPasswordIsForbidden() throws Exception {
        assertThat(failure(ErrorKind.FORBIDDEN, withPassword("x", "canary-wrong", server.port())))
                .hasMessageContaining("does not let 'root' in with that password");
        assertThat(failure(ErrorKind.FORBIDDEN, withKey("x", SshTestServer.pem(SshTestServer.rsa()))))
                .hasMessageContaining("private key");
    }

    @Test
    void keysOfTodayAreRead() throws Exception {
        KeyPair ed25519 = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ed25519.writeOpenSSHv1PrivateKey(text, null);
        // The server does not know it; that it was asked shows that the key was understood
        failure(ErrorKind.FORBIDDEN, withKey("x", text.toString(StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsNoUsableKeyIsSaidToBeNone() throws Exception {
        for (String nonsense : new String[] {"nonsense", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END", " "}) {
            failure(ErrorKind.INVALID, withKey("x", nonsense));
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        KeyPair.genKeyPair(new JSch(), KeyPair.RSA, 2048)
                .writePrivateKey(text, "passphrase".getBytes(StandardCharsets.UTF_8));
        assertThat(failure(ErrorKind.INVALID, withKey("x", text.toString(StandardCharsets.UTF_8))))
                .hasMessageContaining("passphrase");
        failure(
                ErrorKind.INVALID,
                new CommandRequest("x", Optional.empty(), Optional.empty(), Optional.empty(), server.port()));
    }

    @Test
    void onlyKnownHostsAreTrustedWhereTheOperatorNamesThem() throws Exception {
        Path file = folder.resolve("known_hosts");
        Files.writeString(file, server.knownHost());
        CommandRequest request = withPassword("x", SshTestServer.PASSWORD, server.port());
        assertThat(new Ec2Ssh(login(Optional.of(file))).run(HOST, request)).isEqualTo("x\n");
        try (SshTestServer other = new SshTestServer()) {
            Files.writeString(file, other.knownHost().replace(":" + other.port(), ":" + server.port()));
        }
        assertThat(failure(ErrorKind.FORBIDDEN, login(Optional.of(file)), request))
                .hasMessageContaining("sshKnownHosts");
        Files.writeString(file, "");
        failure(ErrorKind.FORBIDDEN, login(Optional.of(file)), request);
        failure(ErrorKind.INTERNAL, login(Optional.of(folder.resolve("nosuch"))), request);
    }

    @Test
    void aCommandThatDoesNotEndIsGivenUp() {
        Ec2Login hasty = new Ec2Login("root", Optional.empty(), false, Duration.ofSeconds(20), Duration.ofMillis(300));
        assertThat(failure(ErrorKind.PROVIDER_ERROR, hasty, withKey("hang", server.privateKey())))
                .hasMessageContaining("did not end");
    }

    @Test
    void aConnectionThatBreaksIsToldFromAnEnd() {
        assertThat(failure(ErrorKind.PROVIDER_ERROR, withKey("drop", server.privateKey())))
                .hasMessageContaining("broke");
    }

    @Test
    void anInstanceThatDoesNotListenOrIsSilentIsNoFailureOfTheCloud() throws Exception {
        Ec2Login hasty = new Ec2Login("root", Optional.empty(), false, Duration.ofMillis(500), Duration.ofSeconds(30));
        int port;
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName(HOST))) {
            port = silent.getLocalPort();
            assertThat(failure(ErrorKind.PROVIDER_ERROR, hasty, withPassword("x", "canary", port)))
                    .hasMessageContaining("did not answer");
        }
        assertThat(failure(ErrorKind.PROVIDER_ERROR, withPassword("x", "canary", port)))
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void aServerThatTricklesDoesNotHoldTheCaller() throws Exception {
        Ec2Login hasty = new Ec2Login("root", Optional.empty(), false, Duration.ofMillis(500), Duration.ofSeconds(30));
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getByName(HOST))) {
            Thread trickling = new Thread(() -> {
                try (Socket client = listening.accept()) {
                    while (true) {
                        client.getOutputStream().write("no SSH yet\n".getBytes(StandardCharsets.US_ASCII));
                        client.getOutputStream().flush();
                    }
                } catch (IOException gone) {
                    // The client went away, as it should
                }
            });
            trickling.start();
            assertThat(failure(ErrorKind.PROVIDER_ERROR, hasty, withPassword("x", "canary", listening.getLocalPort())))
                    .hasMessageContaining("did not answer");
            trickling.join();
        }
    }
}
