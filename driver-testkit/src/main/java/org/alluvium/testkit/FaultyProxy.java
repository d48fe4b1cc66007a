package org.alluvium.testkit;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A plain-HTTP reverse proxy on a free loopback port, in front of a real back end on loopback. Point a driver's endpoint at
 * {@link #url()}; what the driver asks passes through, is counted, and fails as told.
 *
 * <pre>{@code
 * try (FaultyProxy proxy = FaultyProxy.to(URI.create(moto.url()))) {
 *     Cloud cloud = driverAt(proxy.url()).connect(...);
 *     proxy.next(Fault.throttle(429, Duration.ofSeconds(3)));             // the next request
 *     proxy.always(r -> r.path().startsWith("/v3/auth"), new Fault.Hang());  // all such, until heal()
 *     proxy.heal();
 *     proxy.forget();                                                     // counts start at 0
 *     cloud.require(RealmOperations.class).list();
 *     assertThat(proxy.requests()).hasSize(1);
 *     assertThat(proxy.connections()).isZero();                           // no handshake on the warm path
 * }
 * }</pre>
 *
 * <p>Clients' connections are kept alive, so that {@link #connections()} tells whether a driver pools; the back end gets a
 * new connection each time. The Host header passes unchanged: URLs that the back end makes of it lead to the proxy. Bodies
 * are held in memory. Safe for use by many threads.
 */
public final class FaultyProxy implements AutoCloseable {
    private static final Fault NONE = new Fault.Delay(Duration.ZERO);

    private final ServerSocket server;
    private final URI backend;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Queue<Fault> next = new ConcurrentLinkedQueue<>();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<ProxiedRequest> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread acceptor = daemon("faulty-proxy", this::accept);
    private volatile CountDownLatch healed = new CountDownLatch(1);

    private record Rule(Predicate<ProxiedRequest> matches, Fault fault) {}

    private FaultyProxy(ServerSocket server, URI backend) {
        this.server = server;
        this.backend = backend;
    }

    /**
     * A proxy that listens.
     *
     * @param backend {@code http://HOST:PORT}; its path is not used
     */
    public static FaultyProxy to(URI backend) throws IOException {
        FaultyProxy proxy =
                new FaultyProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), requireNonNull(backend));
        proxy.acceptor.start();
        return proxy;
    }

    /** Its address, {@code http://127.0.0.1:PORT}. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The next requests meet these faults, one each, in this order; before any rule of {@link #always}. */
    public void next(Fault... faults) {
        next.addAll(List.of(faults));
    }

    /** Every matching request meets this fault, until {@link #heal()}; of several rules the oldest counts. */
    public void always(Predicate<ProxiedRequest> matches, Fault fault) {
        rules.add(new Rule(requireNonNull(matches), requireNonNull(fault)));
    }

    /** Forgets every fault, and ends those that hang. */
    public void heal() {
        next.clear();
        rules.clear();
        CountDownLatch old = healed;
        healed = new CountDownLatch(1);
        old.countDown();
    }

    /** What clients have asked since the start or {@link #forget()}, failed ones included, in order of arrival. */
    public List<ProxiedRequest> requests() {
        return List.copyOf(requests);
    }

    /** How many connections clients have opened since the start or {@link #forget()}. */
    public int connections() {
        return connections.get();
    }

    /** Lets the counts start from 0; connections stay open. */
    public void forget() {
        requests.clear();
        connections.set(0);
    }

    /** Ends every connection; who connects afterwards is refused. */
    @Override
    public void close() throws IOException {
        server.close();
        try {
            // The system call that waits for clients takes one more, until its thread has seen that the socket is
            // closed
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket client : clients) {
            client.close();
        }
        heal();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                connections.incrementAndGet();
                clients.add(client);
                daemon("faulty-proxy-connection", () -> serve(client)).start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            Optional<HttpMessage> message = HttpMessage.readRequest(in, out);
            while (message.isPresent() && answer(message.get(), client, out)) {
                message = HttpMessage.readRequest(in, out);
            }
        } catch (IOException | InterruptedException gone) {
            // The client went away, or the proxy is closed: nobody waits for an answer.
        } finally {
            clients.remove(client);
        }
    }

    /** Whether the connection goes on. */
    private boolean answer(HttpMessage message, Socket client, OutputStream out)
            throws IOException, InterruptedException {
        CountDownLatch untilHealed = healed;
        ProxiedRequest request = ProxiedRequest.of(message);
        requests.add(request);
        Fault fault = faultFor(request).orElse(NONE);
        if (fault instanceof Fault.Answer made) {
            return write(HttpMessage.answer(made), out);
        }
        if (fault instanceof Fault.CutBefore) {
            return reset(client);
        }
        if (fault instanceof Fault.Hang) {
            untilHealed.await();
            return false;
        }
        if (fault instanceof Fault.NotHttp) {
            out.write("\u0001\u0002 no HTTP here\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            return false;
        }
        if (fault instanceof Fault.Delay delay) {
            untilHealed.await(delay.duration().toMillis(), TimeUnit.MILLISECONDS);
        }
        HttpMessage answer = pass(message, request);
        if (fault instanceof Fault.CutAfter) {
            return reset(client);
        }
        if (fault instanceof Fault.CutWithin) {
            out.write(answer.head());
            out.write(Arrays.copyOf(answer.body(), answer.body().length / 2));
            return false;
        }
        if (fault instanceof Fault.Corrupt corrupt) {
            return write(answer.withBody(corrupt.change().apply(answer.body())), out);
        }
        return write(answer, out);
    }

    private Optional<Fault> faultFor(ProxiedRequest request) {
        Fault once = next.poll();
        if (once != null) {
            return Optional.of(once);
        }
        return rules.stream()
                .filter(rule -> rule.matches().test(request))
                .map(Rule::fault)
                .findFirst();
    }

    private HttpMessage pass(HttpMessage message, ProxiedRequest request) throws IOException {
        try (Socket socket = new Socket(backend.getHost(), backend.getPort())) {
            OutputStream out = socket.getOutputStream();
            HttpMessage last = message.withHeader("Connection", "close");
            out.write(last.head());
            out.write(last.body());
            out.flush();
            return HttpMessage.readAnswer(new BufferedInputStream(socket.getInputStream()), request.method());
        }
    }

    private static boolean write(HttpMessage answer, OutputStream out) throws IOException {
        out.write(answer.head());
        out.write(answer.body());
        out.flush();
        return true;
    }

    /** Ends the connection with RST instead of FIN. */
    private static boolean reset(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        return false;
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
