import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks at a steady rate, whatever becomes of the answers, and tells how long they took from the moment at which each request was
 * due: a server that stands still for a tenth of a second delays all requests of that time, not only those on the way.
 *
 * <p>Commands, one a line: {@code load NAME RATE CONNECTIONS URL ACCOUNT} begins a load; with {@code leave} in place of
 * {@code load} it leaves out what is due while its connection still waits, as people would; {@code begin} forgets what was measured
 * so far; {@code figures} tells it by load and of {@code all}, {@code NAME REQUESTS FAILED SECONDS P50 P99 P999 MAX} (times in ms),
 * and {@code failure NAME SECOND WHAT} a failure, then {@code .}; {@code seconds FILE} writes what each second was like. The first
 * line printed is the port of a stand-in for EC2 that answers from memory; with {@code hang} and {@code work} it stops and goes
 * on to answer.
 */
public final class LifecycleLoad {
    private static final int PATIENCE_MILLIS = 60_000;
    /** Requests to the cloud wait for it; they do not poll, for they are many, and what is measured has the same processors. */
    private static volatile CountDownLatch works = new CountDownLatch(0);

    private LifecycleLoad() {}

    public static void main(String[] arguments) throws IOException {
        ServerSocket cloud = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        daemon("cloud", () -> answer(cloud));
        System.out.println(cloud.getLocalPort());
        List<Load> loads = new ArrayList<>();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "load", "leave" -> loads.add(new Load(
                        words[1],
                        Double.parseDouble(words[2]),
                        Integer.parseInt(words[3]),
                        URI.create(words[4]),
                        words[5],
                        words[0].equals("leave")));
                case "begin" -> loads.forEach(Load::begin);
                case "figures" -> {
                    loads.forEach(load -> Load.print(load.name, List.of(load)));
                    Load.print("all", loads);
                    loads.forEach(Load::printFailures);
                    System.out.println(".");
                }
                case "seconds" -> {
                    List<String> all = new ArrayList<>();
                    loads.forEach(load -> load.seconds(all));
                    java.nio.file.Files.write(java.nio.file.Path.of(words[1]), all);
                    System.out.println(".");
                }
                case "hang" -> works = new CountDownLatch(1);
                case "work" -> works.countDown();
                default -> throw new IllegalArgumentException(line);
            }
        }
        System.exit(0);
    }

    /** Takes connections, each with a thread of its own: the less the stand-in costs, the more is left to what is measured. */
    private static void answer(ServerSocket cloud) {
        String keys = keys(10);
        byte[] answer = ("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: " + keys.length() + "\r\n\r\n" + keys)
                .getBytes(StandardCharsets.US_ASCII);
        try {
            while (true) {
                Socket client = cloud.accept();
                daemon("cloud", () -> answer(client, answer));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(Socket client, byte[] answer) {
        try (client) {
            client.setTcpNoDelay(true);
            Messages requests = new Messages(client);
            while (requests.next() != null) {
                waitFor(works);
                client.getOutputStream().write(answer);
            }
        } catch (IOException e) {
            // The driver has closed it.
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String keys(int count) {
        StringBuilder all = new StringBuilder("<DescribeKeyPairsResponse><keySet>");
        for (int i = 0; i < count; i++) {
            all.append("<item><keyName>key").append(i).append("</keyName><keyFingerprint>1f:51</keyFingerprint></item>");
        }
        return all.append("</keySet></DescribeKeyPairsResponse>").toString();
    }

    /** Requests to one URL. Request k is due k / rate seconds after the begin, and is sent by connection k modulo connections. */
    private static final class Load {
        private final String name;
        private final byte[] request;
        private final URI url;
        private final int connections;
        private final double nanosApart;
        private final boolean leavesOut;
        private final long start = System.nanoTime();
        private final ConcurrentLinkedQueue<Long> failures = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> reasons = new ConcurrentLinkedQueue<>();
        /** Pairs of the moment when a request was due, and how long it took from then on, in µs. */
        private int[] measured = new int[1 << 20];

        private int size;
        private long begin = start;

        Load(String name, double rate, int connections, URI url, String account, boolean leavesOut) {
            this.name = name;
            this.url = url;
            this.leavesOut = leavesOut;
            this.connections = connections;
            this.nanosApart = 1e9 / rate;
            request = ("GET " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                            + "\r\nAccept: application/xml\r\nAuthorization: Basic " + account + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < connections; i++) {
                int first = i;
                daemon(name + "-" + i, () -> run(first));
            }
        }

        private void run(int first) {
            Connection connection = null;
            for (long k = first; ; k += connections) {
                long due = start + (long) (k * nanosApart);
                if (leavesOut && System.nanoTime() - due > connections * nanosApart) {
                    continue;
                }
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                try {
                    if (connection == null) {
                        connection = new Connection(url);
                    }
                    int status = connection.ask(request);
                    note(due, System.nanoTime(), status == 200 ? "" : "status " + status);
                } catch (IOException e) {
                    note(due, System.nanoTime(), e.toString());
                    connection = null;
                    LockSupport.parkNanos(100_000_000);
                }
            }
        }

        private synchronized void note(long due, long end, String failure) {
            if (due < begin) {
                return;
            }
            if (size + 2 > measured.length) {
                measured = Arrays.copyOf(measured, measured.length * 2);
            }
            measured[size++] = (int) ((due - begin) / 1000);
            measured[size++] = (int) ((end - due) / 1000);
            if (!failure.isEmpty()) {
                failures.add((due - begin) / 1_000_000);
                reasons.add(failure);
            }
        }

        synchronized void begin() {
            begin = System.nanoTime();
            size = 0;
            failures.clear();
            reasons.clear();
        }

        synchronized int[] times() {
            int[] times = new int[size / 2];
            for (int i = 0; i < times.length; i++) {
                times[i] = measured[2 * i + 1];
            }
            return times;
        }

        /** The figures of some loads together. */
        static void print(String name, List<Load> loads) {
            int[] times = loads.stream()
                    .flatMapToInt(load -> Arrays.stream(load.times()))
                    .sorted()
                    .toArray();
            double seconds = (System.nanoTime() - loads.get(0).begin) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s %d %d %.1f %.2f %.2f %.2f %.2f%n",
                    name,
                    times.length,
                    loads.stream().mapToInt(load -> load.failures.size()).sum(),
                    seconds,
                    at(times, 0.5),
                    at(times, 0.99),
                    at(times, 0.999),
                    at(times, 1));
        }

        void printFailures() {
            List<String> why = List.copyOf(reasons);
            List<Long> when = List.copyOf(failures);
            for (int i = 0; i < Math.min(why.size(), when.size()); i++) {
                System.out.printf(Locale.ROOT, "failure %s %.1f %s%n", name, when.get(i) / 1e3, why.get(i));
            }
        }

        /** How many requests each second had, and their p50, p99 and maximum. */
        synchronized void seconds(List<String> lines) {
            List<List<Integer>> seconds = new ArrayList<>();
            for (int i = 0; i < size; i += 2) {
                int second = measured[i] / 1_000_000;
                while (seconds.size() <= second) {
                    seconds.add(new ArrayList<>());
                }
                seconds.get(second).add(measured[i + 1]);
            }
            for (int second = 0; second < seconds.size(); second++) {
                int[] times = seconds.get(second).stream().mapToInt(Integer::intValue).sorted().toArray();
                lines.add(String.format(
                        Locale.ROOT,
                        "%s %d %d %.2f %.2f %.2f",
                        name,
                        second,
                        times.length,
                        at(times, 0.5),
                        at(times, 0.99),
                        at(times, 1)));
            }
        }

        private static double at(int[] sorted, double share) {
            return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1e3;
        }
    }

    /** A connection that is kept. */
    private static final class Connection {
        private final Socket socket;
        private final Messages answers;

        Connection(URI url) throws IOException {
            socket = new Socket(url.getHost(), url.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            answers = new Messages(socket);
        }

        int ask(byte[] request) throws IOException {
            try {
                socket.getOutputStream().write(request);
                String head = answers.next();
                if (head == null) {
                    throw new EOFException("the connection was closed");
                }
                int status = Integer.parseInt(head.split(" ", 3)[1]);
                if (Messages.field(head, "connection").equals("close")) {
                    throw new IOException("closed after status " + status);
                }
                return status;
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e instanceof IOException io ? io : new IOException(e);
            }
        }
    }

    /** Reads the messages that come over one connection; their bodies have a length. */
    private static final class Messages {
        private final InputStream in;
        private final byte[] buffer = new byte[65536];
        private int size;

        Messages(Socket socket) throws IOException {
            in = socket.getInputStream();
        }

        /** The head of the next message, in lower case, once the whole message is there; null at the end. */
        String next() throws IOException {
            String head = null;
            int whole = Integer.MAX_VALUE;
            while (size < whole) {
                int count = in.read(buffer, size, buffer.length - size);
                if (count < 0) {
                    if (size == 0) {
                        return null;
                    }
                    throw new EOFException("the connection was closed");
                }
                size += count;
                if (size == buffer.length) {
                    throw new IOException("a message of more than " + size + " bytes");
                }
                if (head == null) {
                    String text = new String(buffer, 0, size, StandardCharsets.ISO_8859_1);
                    int end = text.indexOf("\r\n\r\n");
                    if (end >= 0) {
                        head = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
                        String length = field(head, "content-length");
                        whole = end + 4 + (length.isEmpty() ? 0 : Integer.parseInt(length));
                    }
                }
            }
            System.arraycopy(buffer, whole, buffer, 0, size -= whole);
            return head;
        }

        /** A header field; empty if it is not there. */
        static String field(String head, String name) {
            int begin = head.indexOf("\r\n" + name + ":");
            if (begin < 0) {
                return "";
            }
            begin += name.length() + 3;
            return head.substring(begin, head.indexOf("\r\n", begin)).strip();
        }
    }
}
