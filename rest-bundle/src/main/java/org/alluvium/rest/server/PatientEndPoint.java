package org.alluvium.rest.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A client's connection, with patience for one that rests while an answer is on its way to it. A client that limits its rate may
 * take some megabytes at once and then nothing for minutes, and is there none the less.
 */
class PatientEndPoint extends SocketChannelEndPoint {
    /** How often the idle time-out may pass before a client that takes nothing of its answer is given up. */
    private static final int PATIENCE = 10;

    /** Of Jetty's flusher: it waits for room, writes, or writes on. */
    private static final String PENDING = "P";

    private static final String WRITING = "WC";

    /** How often it has passed since the client last took something. */
    private volatile int rests;

    PatientEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /** Called for a new answer, and when the client has made room for more of one. */
    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        if (rests > 0) {
            rests = 0;
        }
        return super.flush(buffers);
    }

    @Override
    protected void onIdleExpired(TimeoutException timeout) {
        rests++;
        String state = getWriteFlusher().toStateString();
        if (state.equals(PENDING) ? rests >= PATIENCE : !WRITING.contains(state) && !tookSomething()) {
            super.onIdleExpired(timeout);
        }
    }

    /** The time-out may have passed in the moment in which the client came back. */
    private boolean tookSomething() {
        return getIdleFor() < getIdleTimeout();
    }
}
