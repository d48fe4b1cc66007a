package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Opens the connection of one log-in, and ends it when the log-in is not done in time: a server that sends a byte now and then
 * would never meet a time-out of reading. To be closed when the log-in is done.
 */
final class Ec2SshSockets implements SocketFactory, AutoCloseable {
    private final Duration limit;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean late;

    Ec2SshSockets(Duration limit) {
        this.limit = requireNonNull(limit);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
        Thread guard = new Thread(() -> endWhenLate(socket), "alluvium-ec2-ssh-guard");
        guard.setDaemon(true);
        guard.start();
        return socket;
    }

    @Override
    public InputStream getInputStream(Socket socket) throws IOException {
        InputStream from = socket.getInputStream();
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int start, int count) throws IOException {
                try {
                    return from.read(target, start, count);
                } catch (IOException failure) {
                    throw late ? new SocketTimeoutException("The log-in took too long.") : failure;
                }
            }

            @Override
            public void close() throws IOException {
                from.close();
            }
        };
    }

    @Override
    public OutputStream getOutputStream(Socket socket) throws IOException {
        return socket.getOutputStream();
    }

    /** The log-in is done, whatever its result. */
    @Override
    public void close() {
        done.countDown();
    }

    private void endWhenLate(Socket socket) {
        try {
            if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                late = true;
                socket.close();
            }
        } catch (InterruptedException | IOException ended) {
            // The connection is gone either way
        }
    }
}
