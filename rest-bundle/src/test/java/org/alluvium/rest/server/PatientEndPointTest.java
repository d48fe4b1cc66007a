package org.alluvium.rest.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatientEndPointTest {
    @Test
    void aClientThatComesBackAsTheTimeOutPassesGetsTheRest() throws Exception {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel channel = server.accept();
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, 0);
            Callback.Completable written = new Callback.Completable();
            PatientEndPoint endPoint = new PatientEndPoint(channel, null, key, new ScheduledExecutorScheduler()) {
                @Override
                public boolean flush(ByteBuffer... buffers) throws IOException {
                    onIdleExpired(new TimeoutException("as it is written"));
                    return super.flush(buffers);
                }
            };

            endPoint.write(written, ByteBuffer.wrap(new byte[] {7}));

            written.get();
            ByteBuffer taken = ByteBuffer.allocate(1);
            client.read(taken);
            assertThat(taken.flip().get()).isEqualTo((byte) 7);
        }
    }
}
