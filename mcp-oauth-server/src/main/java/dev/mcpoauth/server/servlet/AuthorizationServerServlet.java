package dev.mcpoauth.server.servlet;

import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.http.LiveBody;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an authorization server on the wire: all endpoints and all documents, on the paths of {@link
 * AuthorizationServer#paths()}. Those are paths of the public URL, so that the application has to be deployed at the root
 * context or at the context whose path the issuer begins with. Thread-safe.
 *
 * <p>Where it, or a filter in front of it, has no {@code asyncSupported}, the page of recent flows does not follow what happens.
 */
public final class AuthorizationServerServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(AuthorizationServerServlet.class);

    /** Where a container puts the certificates of a TLS client (Jakarta Servlet §3.10). */
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final transient AuthorizationServer server;

    /** Serves this server. */
    public AuthorizationServerServlet(AuthorizationServer server) {
        this.server = server;
    }

    /**
     * Adds the servlet on all its paths to a context that is starting, with {@code asyncSupported} on.
     *
     * @throws IllegalStateException if the context has a servlet of the name {@code authorization-server}, or has started
     */
    public static void mount(ServletContext context, AuthorizationServer server) {
        ServletRegistration.Dynamic registration =
                context.addServlet("authorization-server", new AuthorizationServerServlet(server));
        if (registration == null) {
            throw new IllegalStateException("the context has a servlet named authorization-server already");
        }
        registration.setAsyncSupported(true);
        String prefix = context.getContextPath();
        registration.addMapping(server.paths().stream()
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()))
                .toArray(String[]::new));
    }

    @Override
    protected void service(HttpServletRequest in, HttpServletResponse out) throws IOException {
        WebRequest request = read(in);
        WebResponse response = server.handle(request);
        if (response.live().isPresent()) {
            follow(response, response.live().get(), in, out);
            return;
        }
        if (!request.isTruncated()) {
            // Of a request that was not read to the end a container has to say that it closes the connection (RFC 9112
            // §9.6), which it cannot once it has committed an answer whose length it knows.
            out.setContentLength(response.body().length);
        }
        write(response, out, in.getMethod().equals("HEAD"));
    }

    /** By 204 a browser knows that it need not come again (WHATWG HTML §9.2.3). */
    static void follow(WebResponse response, LiveBody body, HttpServletRequest in, HttpServletResponse out)
            throws IOException {
        if (!in.isAsyncSupported()) {
            LOG.warn(
                    "switch asyncSupported on for the authorization server's servlet and for every filter in front of it");
            out.setStatus(204);
            return;
        }
        head(response, out);
        LiveConnection.open(in.startAsync(), body);
    }

    /** Ends what goes on. */
    @Override
    public void destroy() {
        server.endStreams();
    }

    private WebRequest read(HttpServletRequest in) throws IOException {
        String query = in.getQueryString() == null ? "" : in.getQueryString();
        WebRequest request = withCertificate(in, WebRequest.of(in.getMethod(), in.getRequestURI(), query, headers(in)))
                .withAddress(in.getRemoteAddr());
        int limit = server.bodyLimit(in.getRequestURI());
        byte[] body = in.getInputStream().readNBytes(limit + 1);
        return body.length > limit ? request.withTruncatedBody() : request.withBody(body);
    }

    private static WebRequest withCertificate(HttpServletRequest in, WebRequest request) {
        return in.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? request.withCertificate(chain[0])
                : request;
    }

    private static Map<String, List<String>> headers(HttpServletRequest in) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(in.getHeaderNames())) {
            headers.put(name, new ArrayList<>(Collections.list(in.getHeaders(name))));
        }
        return headers;
    }

    private static void write(WebResponse response, HttpServletResponse out, boolean headersOnly) throws IOException {
        head(response, out);
        if (!headersOnly) {
            out.getOutputStream().write(response.body());
        }
    }

    private static void head(WebResponse response, HttpServletResponse out) {
        out.setStatus(response.status());
        response.headers().forEach(header -> out.addHeader(header.name(), header.value()));
    }
}
