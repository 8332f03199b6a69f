package dev.mcpoauth.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import jakarta.servlet.http.HttpServlet;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The same server in a container, and a connection to it that sends what no HTTP library would. */
final class Wire implements Edge, AutoCloseable {
    private final Server jetty = new Server();
    private final int port;
    private Connection connection;

    Wire(AuthorizationServer server) throws Exception {
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new Nothing(204)), "/mcp");
        context.addServlet(new ServletHolder(new Nothing(404)), "/");
        context.addServletContainerInitializer((classes, web) -> {
            AuthorizationServerServlet.mount(web, server);
            new BearerFilter(server.protectedResource(Target.RESOURCE).build()).mount(web, "/mcp");
        });
        jetty.setHandler(context);
        jetty.start();
        port = connector.getLocalPort();
        connection = new Connection(port);
    }

    @Override
    public Answer send(Sent request) throws Exception {
        try {
            return connection.exchange(request);
        } catch (IOException closed) {
            connection.close();
            connection = new Connection(port);
            return connection.exchange(request);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IOException("the container does not stop", e);
        }
    }

    /** What is behind the filter, and what is nowhere: by status. */
    private static final class Nothing extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final int status;

        Nothing(int status) {
            this.status = status;
        }

        @Override
        protected void service(
                jakarta.servlet.http.HttpServletRequest in, jakarta.servlet.http.HttpServletResponse out) {
            out.setStatus(status);
        }
    }

    private static final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Connection(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            in = new BufferedInputStream(socket.getInputStream());
        }

        Answer exchange(Sent request) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            StringBuilder head = new StringBuilder();
            head.append(request.method()).append(' ').append(target(request)).append(" HTTP/1.1\r\n");
            if (request.headers().stream().noneMatch(field -> field.name().equals("Host"))) {
                head.append("Host: localhost\r\n");
            }
            request.headers()
                    .forEach(field -> head.append(field.name())
                            .append(": ")
                            .append(visible(field.value(), " "))
                            .append("\r\n"));
            head.append("Content-Length: ").append(request.body().length).append("\r\n\r\n");
            out.write(head.toString().getBytes(UTF_8));
            out.write(request.body());
            socket.getOutputStream().write(out.toByteArray());
            return read(request.method().equalsIgnoreCase("HEAD"));
        }

        private static String target(Sent request) {
            String target = visible(request.target(), "%20");
            return target.startsWith("/") ? target : "/" + target;
        }

        private static String visible(String text, String instead) {
            return text.replaceAll("[\\x00-\\x20\\x7f]", instead);
        }

        private Answer read(boolean headersOnly) throws IOException {
            String first = line();
            if (!first.matches("HTTP/1\\.1 [2-5][0-9][0-9]( .*)?")) {
                throw new IllegalStateException(
                        "no status line, so the answer before was longer than it said: " + first);
            }
            int status = Integer.parseInt(first.substring(9, 12));
            List<Field> headers = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                String[] pair = line.split(": ?", 2);
                headers.add(new Field(pair[0], pair[1]));
            }
            Answer bare = new Answer(status, headers, new byte[0]);
            int length = bare.header("Content-Length").map(Integer::valueOf).orElse(0);
            byte[] body = in.readNBytes(headersOnly || status == 204 ? 0 : length);
            // To HEAD with too long a URL Jetty sends a body as well, before it knows the method.
            if (bare.has("Connection", "close") || status == 414) {
                socket.close();
            }
            return new Answer(status, headers, body);
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the container closed the connection");
                }
                line.write(next);
            }
            return line.toString(ISO_8859_1).stripTrailing();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
