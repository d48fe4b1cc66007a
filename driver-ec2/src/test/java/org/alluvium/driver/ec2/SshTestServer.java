package org.alluvium.driver.ec2;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** An SSH server on a free loopback port, with a few commands of its own. Root gets in with one key and one password. */
final class SshTestServer implements AutoCloseable {
    static final String PASSWORD = "canary-password";

    private final SshServer server = SshServer.setUpDefaultServer();
    private final KeyPair hostKey = rsa();
    private final KeyPair userKey = rsa();

    SshTestServer() throws IOException, GeneralSecurityException {
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((user, password, session) -> user.equals("root") && password.equals(PASSWORD));
        server.setPublickeyAuthenticator(
                (user, key, session) -> user.equals("root") && KeyUtils.compareKeys(key, userKey.getPublic()));
        server.setCommandFactory((channel, command) -> new TestCommand(command));
        server.start();
    }

    int port() {
        return server.getPort();
    }

    /** The key that gets in, as clients send it. */
    String privateKey() {
        return pem(userKey);
    }

    /** EC2's answer about instances, with the address of this server in place of their public ones. */
    static byte[] addressed(byte[] instances) {
        return new String(instances, StandardCharsets.UTF_8)
                .replaceAll("<dnsName>[^<]*</dnsName>", "<dnsName/>")
                .replaceAll("<ipAddress>[^<]+</ipAddress>", "<ipAddress>127.0.0.1</ipAddress>")
                .replaceAll("<publicIp>[^<]+</publicIp>", "<publicIp>127.0.0.1</publicIp>")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Its line in a file of known hosts. */
    String knownHost() {
        return "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n";
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    /** {@code both}, {@code flood}, {@code hang}, {@code drop}; anything else is echoed. */
    private static final class TestCommand implements Command {
        private final String command;
        private final CountDownLatch destroyed = new CountDownLatch(1);
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private ExitCallback exit = (code, message, close) -> {};

        TestCommand(String command) {
            this.command = command;
        }

        @Override
        public void setInputStream(InputStream in) {}

        @Override
        public void setOutputStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void setErrorStream(OutputStream err) {
            this.err = err;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            this.exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            Thread thread = new Thread(() -> run(channel), "ssh-test-command");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void destroy(ChannelSession channel) {
            destroyed.countDown();
        }

        private void run(ChannelSession channel) {
            try {
                switch (command) {
                    case "both" -> {
                        print(out, "on the one\n");
                        print(err, "on the other\n");
                        exit.onExit(3);
                    }
                    case "flood" -> {
                        byte[] piece = new byte[1 << 16];
                        Arrays.fill(piece, (byte) 'x');
                        for (int i = 0; i < 32; i++) {
                            out.write(piece);
                            out.flush();
                        }
                        exit.onExit(0);
                    }
                    case "hang" -> destroyed.await();
                    case "drop" -> {
                        print(out, "half");
                        channel.getSession().close(true);
                    }
                    default -> {
                        print(out, command + "\n");
                        exit.onExit(0);
                    }
                }
            } catch (IOException | InterruptedException gone) {
                exit.onExit(1);
            }
        }

        private static void print(OutputStream to, String text) throws IOException {
            to.write(text.getBytes(StandardCharsets.UTF_8));
            to.flush();
        }
    }
}
