package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.alluvium.capability.CommandRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.driver.ErrorKind;
import org.jspecify.annotations.Nullable;

/**
 * One command over SSH. Key and password live as long as the command, in memory. The two threads of a connection end with it.
 *
 * <p>Failures of the instance are PROVIDER_ERROR, never UNAVAILABLE or PROVIDER_TIMEOUT: those would speak of the cloud, which
 * other requests would then leave alone.
 */
final class Ec2Ssh {
    private final Ec2Login login;

    Ec2Ssh(Ec2Login login) {
        this.login = requireNonNull(login);
    }

    /**
     * Runs a command.
     *
     * @param host one of the instance's addresses
     * @return what it printed, on standard output and standard error as one text
     * @throws CloudException INVALID without a usable key or password, FORBIDDEN when the instance does not let the caller in or
     *     its host key is not trusted
     */
    String run(String host, CommandRequest request) {
        JSch ssh = new JSch();
        try {
            Session session = ssh.getSession(login.user(), host, request.port());
            trust(ssh, session);
            String method = identify(ssh, session, request);
            connect(session, host, method);
            try {
                return execute(session, host, request.command());
            } finally {
                session.disconnect();
            }
        } catch (JSchException refused) {
            throw new CloudException(
                    ErrorKind.PROVIDER_ERROR, "The instance at " + host + " did not take the command.", refused);
        } finally {
            forget(ssh);
        }
    }

    private void trust(JSch ssh, Session session) {
        if (login.knownHosts().isEmpty()) {
            session.setConfig("StrictHostKeyChecking", "no");
            return;
        }
        session.setConfig("StrictHostKeyChecking", "yes");
        // The library takes a file that is not there for an empty one
        try (InputStream file = Files.newInputStream(login.knownHosts().get())) {
            ssh.setKnownHosts(file);
        } catch (JSchException | IOException unreadable) {
            throw new CloudException(
                    ErrorKind.INTERNAL,
                    "The file of known hosts cannot be read (sshKnownHosts in org.alluvium.driver.ec2.cfg).",
                    unreadable);
        }
    }

    /** Hands key or password over; answers how a message calls it. */
    private static String identify(JSch ssh, Session session, CommandRequest request) {
        if (request.privateKey().isPresent()) {
            session.setConfig("PreferredAuthentications", "publickey");
            byte[] key =
                    (request.privateKey().get().replace("\r\n", "\n").strip() + "\n").getBytes(StandardCharsets.UTF_8);
            check(ssh, key.clone());
            try {
                ssh.addIdentity("private_key", key, null, null);
            } catch (JSchException | RuntimeException unreadable) {
                throw new CloudException(
                        ErrorKind.INVALID, "The private_key is no private key in PEM format.", unreadable);
            }
            return "private key";
        }
        if (request.password().isEmpty()) {
            throw new CloudException(ErrorKind.INVALID, "To log in takes a private_key or a password.");
        }
        session.setConfig("PreferredAuthentications", "password,keyboard-interactive");
        session.setPassword(request.password().get());
        return "password";
    }

    private static void check(JSch ssh, byte[] key) {
        KeyPair pair;
        try {
            pair = KeyPair.load(ssh, key, null);
        } catch (JSchException | RuntimeException unreadable) {
            throw new CloudException(ErrorKind.INVALID, "The private_key is no private key in PEM format.", unreadable);
        }
        boolean encrypted = pair.isEncrypted();
        pair.dispose();
        if (encrypted) {
            throw new CloudException(
                    ErrorKind.INVALID, "The private_key is protected by a passphrase. Send it without one.");
        }
    }

    private void connect(Session session, String host, String method) {
        session.setDaemonThread(true);
        try (Ec2SshSockets sockets = new Ec2SshSockets(login.connectTimeout())) {
            session.setSocketFactory(sockets);
            session.connect((int) login.connectTimeout().toMillis());
        } catch (JSchException | RuntimeException failure) {
            throw refusal(session, host, method, failure);
        }
    }

    private CloudException refusal(Session session, String host, String method, Exception failure) {
        if (failure instanceof JSchHostKeyException) {
            return new CloudException(
                    ErrorKind.FORBIDDEN,
                    "The host key of " + host + " is not the one in the operator's file of known hosts"
                            + " (sshKnownHosts in org.alluvium.driver.ec2.cfg).",
                    failure);
        }
        Throwable cause = failure.getCause();
        String where = "The instance at " + host + ", port " + session.getPort() + ", ";
        if (cause instanceof UnknownHostException) {
            return broken("The name " + host + " cannot be resolved.", failure);
        }
        if (cause instanceof InterruptedIOException) {
            return broken(where + "did not answer in " + login.connectTimeout().toSeconds() + " s.", failure);
        }
        // Its host key is known when both sides have agreed on a cipher: what follows is the log-in
        if (cause instanceof IOException || session.getHostKey() == null) {
            return broken(
                    where + "cannot be reached by SSH. Does it run an SSH server, and does a firewall let it through?",
                    failure);
        }
        return new CloudException(
                ErrorKind.FORBIDDEN,
                where + "does not let '" + login.user() + "' in with that " + method + ".",
                failure);
    }

    private String execute(Session session, String host, String command) throws JSchException {
        ChannelExec channel = (ChannelExec) session.openChannel("exec");
        Ec2SshOutput output = new Ec2SshOutput();
        channel.setCommand(command.getBytes(StandardCharsets.UTF_8));
        channel.setInputStream(null);
        channel.setOutputStream(output.standard());
        channel.setErrStream(output.error());
        channel.connect((int) login.connectTimeout().toMillis());
        try {
            if (!output.await(login.runTimeout())) {
                throw broken(
                        "The command did not end in " + login.runTimeout().toSeconds()
                                + " s, and was given up (sshTimeoutSeconds in org.alluvium.driver.ec2.cfg).",
                        null);
            }
            // An end that tells no status is the end of the connection, unless a signal ended the command
            for (int i = 0; i < 50 && channel.getExitStatus() < 0; i++) {
                if (!session.isConnected()) {
                    throw broken("The connection to " + host + " broke before the command ended.", null);
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
            return output.text();
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
            throw new CloudException(
                    ErrorKind.UNAVAILABLE, "The command was given up: nobody waits for it.", nobodyWaits);
        } finally {
            channel.disconnect();
        }
    }

    private static CloudException broken(String message, @Nullable Exception cause) {
        return new CloudException(ErrorKind.PROVIDER_ERROR, message, cause, Optional.empty());
    }

    private static void forget(JSch ssh) {
        try {
            ssh.removeAllIdentity();
        } catch (JSchException none) {
            // There is nothing left of them, which is what was wanted
        }
    }
}
