package org.alluvium.driver.ec2;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a command prints, in the order in which it comes. The first megabyte is kept; the rest is read and dropped. */
final class Ec2SshOutput {
    static final int LIMIT = 1 << 20;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean cut;

    /** Where standard output goes. */
    OutputStream standard() {
        return new Part();
    }

    /** Where standard error goes; it is closed when the channel is, and not before. */
    OutputStream error() {
        return new Part() {
            @Override
            public void close() {
                ended.countDown();
            }
        };
    }

    /** Waits for the end; whether it came in time. */
    boolean await(Duration limit) throws InterruptedException {
        return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was printed; a last line tells when it is not all. */
    synchronized String text() {
        String text = kept.toString(StandardCharsets.UTF_8);
        return cut ? text + "\n[the output was cut after " + LIMIT + " bytes]\n" : text;
    }

    private synchronized void add(byte[] bytes, int from, int count) {
        int room = Math.min(count, LIMIT - kept.size());
        kept.write(bytes, from, room);
        cut |= room < count;
    }

    private class Part extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            add(bytes, from, count);
        }
    }
}
