package org.alluvium.driver.openstack;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A content as it comes in: little of it is in memory at a time, and a cloud that stops in the middle is not waited for
 * longer than the time-out. (The library's own stream waits for ever.) Read by one thread.
 */
final class OpenstackDownload extends InputStream implements BodySubscriber<InputStream> {
    private final Duration timeout;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
    private boolean ended;

    OpenstackDownload(Duration timeout) {
        this.timeout = requireNonNull(timeout);
    }

    /** What came in: bytes, or the end, whole or not. */
    private record Event(
            List<ByteBuffer> bytes, boolean last, @Nullable Throwable failure) {}

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription.complete(given);
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        events.add(new Event(bytes, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new Event(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        events.add(new Event(List.of(), true, null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        ByteBuffer next = buffer();
        if (next == null) {
            return -1;
        }
        int count = Math.min(length, next.remaining());
        next.get(target, offset, count);
        return count;
    }

    /** Gives the connection back, or ends it where there is more to come. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            buffers.clear();
            subscription.thenAccept(Subscription::cancel);
        }
    }

    /** The first buffer with something in it; null at the end. */
    private @Nullable ByteBuffer buffer() throws IOException {
        while (true) {
            ByteBuffer first = buffers.peek();
            if (first != null && first.hasRemaining()) {
                return first;
            }
            if (first != null) {
                buffers.remove();
                if (buffers.isEmpty() && !ended) {
                    subscription.thenAccept(s -> s.request(1));
                }
            } else if (ended) {
                return null;
            } else {
                take();
            }
        }
    }

    private void take() throws IOException {
        Event event;
        try {
            event = events.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
            close();
            throw new InterruptedIOException("The download was interrupted.");
        }
        if (event == null) {
            close();
            throw new IOException("The object store stopped in the middle of a content.");
        }
        if (event.failure() != null) {
            ended = true;
            throw new IOException("The object store broke off in the middle of a content.", event.failure());
        }
        ended = event.last();
        buffers.addAll(event.bytes());
        if (!ended && buffers.isEmpty()) {
            subscription.thenAccept(s -> s.request(1));
        }
    }
}
