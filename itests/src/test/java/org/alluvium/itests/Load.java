package org.alluvium.itests;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask the mock cloud one after the other without a pause, until they are told to end. */
final class Load implements AutoCloseable {
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean running = true;

    Load(Distribution server) {
        for (int i = 0; i < 4; i++) {
            Thread client = new Thread(() -> ask(server), "load-" + i);
            clients.add(client);
            client.start();
        }
    }

    private void ask(Distribution server) {
        while (running) {
            try {
                int status = server.get("/api/realms").statusCode();
                if (status != 200) {
                    failures.add("status " + status);
                }
            } catch (RuntimeException e) {
                failures.add(e.toString());
            }
            answered.incrementAndGet();
        }
    }

    /** How many requests were answered so far. */
    int answered() {
        return answered.get();
    }

    /** Ends the load and tells what went wrong. */
    List<String> failures() throws InterruptedException {
        close();
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        running = false;
        for (Thread client : clients) {
            client.join();
        }
    }
}
