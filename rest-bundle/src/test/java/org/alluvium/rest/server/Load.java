package org.alluvium.rest.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** Clients that ask one after the other without a pause, half of them with a connection for each request. */
final class Load implements AutoCloseable {
    private final IntSupplier port;
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean running = true;

    /** @param port where to connect; asked for each connection */
    Load(IntSupplier port) {
        this.port = port;
        for (int i = 0; i < 4; i++) {
            boolean keepAlive = i % 2 == 0;
            Thread client = new Thread(() -> run(keepAlive), "load-" + i);
            clients.add(client);
            client.start();
        }
    }

    private void run(boolean keepAlive) {
        while (running) {
            try (Connection connection = new Connection(port.getAsInt())) {
                boolean again = true;
                while (running && again) {
                    Connection.Answer answer = connection.get("/load");
                    if (answer.status() != 200) {
                        failures.add(answer.head());
                    }
                    answered.incrementAndGet();
                    again = keepAlive && !answer.close();
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }

    /** Waits until so many more requests are answered. */
    void awaitAnswers(int more) {
        int target = answered.get() + more;
        while (answered.get() < target && failures.isEmpty()) {
            Thread.onSpinWait();
        }
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
