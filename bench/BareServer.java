import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The limit that bench/run measures against: a servlet in the same Jetty that writes the bytes of a file as they are. The file
 * is named by the path; its content type by the file's ending.
 *
 * <p>Usage: java -cp JETTY BareServer.java PORT FOLDER
 */
public final class BareServer {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Bytes(folder)), "/*");
        server.setHandler(context);
        server.start();
    }

    private static final class Bytes extends HttpServlet {
        private final java.util.Map<String, byte[]> files = new java.util.concurrent.ConcurrentHashMap<>();
        private final transient Path folder;

        Bytes(Path folder) {
            this.folder = folder;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String name = request.getRequestURI().substring(1);
            byte[] bytes = files.get(name);
            if (bytes == null) {
                bytes = Files.readAllBytes(folder.resolve(name));
                files.put(name, bytes);
            }
            response.setContentType(name.endsWith(".json") ? "application/json" : "application/xml");
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        }
    }
}
