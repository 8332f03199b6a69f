package dev.mcpoauth.server.resource.servlet;

import dev.mcpoauth.core.metadata.ProtectedResourceMetadata;
import dev.mcpoauth.core.metadata.WellKnownUris;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;

/**
 * Publishes the metadata of one protected resource (<a href="https://www.rfc-editor.org/rfc/rfc9728#section-3">RFC 9728
 * §3</a>), for a resource whose authorization server is elsewhere: clients learn from it where to sign in. Scripts of any
 * origin may read it. Thread-safe.
 */
public final class ResourceMetadataServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final byte[] document;

    /** Serves this document. */
    public ResourceMetadataServlet(ProtectedResourceMetadata metadata) {
        this.document = metadata.json().toBytes();
    }

    /**
     * Adds the servlet to a context that is starting: where RFC 9728 says, and at the root, where some clients look first,
     * unless another resource is there. The paths are those of the public URL, so that the context has to be the root, or
     * one whose path they begin with.
     *
     * @throws IllegalStateException if the context serves a document of this resource, or has started
     */
    public static void mount(ServletContext context, ProtectedResourceMetadata metadata) {
        ServletRegistration.Dynamic registration =
                context.addServlet("resource-metadata " + metadata.resource(), new ResourceMetadataServlet(metadata));
        if (registration == null) {
            throw new IllegalStateException("the context has the metadata of " + metadata.resource() + " already");
        }
        String prefix = context.getContextPath();
        WellKnownUris.forProtectedResource(metadata.resource()).stream()
                .map(URI::getRawPath)
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()))
                .distinct()
                .forEach(registration::addMapping);
    }

    @Override
    protected void service(HttpServletRequest in, HttpServletResponse out) throws IOException {
        out.setHeader("Access-Control-Allow-Origin", "*");
        switch (in.getMethod()) {
            case "GET", "HEAD" -> write(in, out);
            case "OPTIONS" -> preflight(out);
            default -> {
                out.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
                out.setHeader("Allow", "GET, HEAD, OPTIONS");
            }
        }
    }

    private void write(HttpServletRequest in, HttpServletResponse out) throws IOException {
        out.setContentType("application/json");
        out.setHeader("Cache-Control", "public, max-age=300");
        out.setHeader("X-Content-Type-Options", "nosniff");
        out.setHeader("X-Content-Type-Options", "nosniff");
        out.setContentLength(document.length);
        if (in.getMethod().equals("GET")) {
            out.getOutputStream().write(document);
        }
    }

    private static void preflight(HttpServletResponse out) {
        out.setStatus(HttpServletResponse.SC_NO_CONTENT);
        out.setHeader("Allow", "GET, HEAD, OPTIONS");
        out.setHeader("Access-Control-Allow-Methods", "GET, HEAD");
        out.setHeader("Access-Control-Allow-Headers", "Accept, Content-Type, MCP-Protocol-Version");
        out.setHeader("Access-Control-Max-Age", "600");
    }
}
