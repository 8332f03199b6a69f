package dev.mcpoauth.server.resource.servlet;

import dev.mcpoauth.server.resource.Access;
import dev.mcpoauth.server.resource.AccessRefusal;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.ResourceRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;

/**
 * Lets only requests with a good access token through to what stands behind it: any servlet, also the official Java
 * SDK's. Register it with {@code asyncSupported}, or streaming servlets behind it fail.
 *
 * <p>A proof of a key (RFC 9449) has to be for the URL of the request, which is the origin of the resource identifier and the path
 * that the container sees: a proxy in front may not change paths where clients bind their tokens.
 *
 * <p>What is behind the filter finds an {@link AuthenticatedCaller} as {@link HttpServletRequest#getUserPrincipal} and its
 * {@link AuthenticatedCaller#key} as the attribute {@value #CALLER_KEY}. {@code OPTIONS} passes unauthenticated, since a
 * browser sends no credentials with a preflight (Fetch standard, CORS-preflight fetch); what answers it must do nothing
 * else. Thread-safe.
 */
public final class BearerFilter implements Filter {
    /** The request attribute that identifies the caller across token refresh. */
    public static final String CALLER_KEY = "dev.mcpoauth.caller-key";

    private final ProtectedResource resource;

    /** A filter in front of one resource. */
    public BearerFilter(ProtectedResource resource) {
        this.resource = resource;
    }

    /**
     * Adds this filter to a context that is starting, with {@code asyncSupported} on.
     *
     * @param path the servlet to protect, such as {@code /mcp}
     * @throws IllegalStateException if the context has a bearer filter for this path already, or has started
     */
    public void mount(ServletContext context, String path) {
        FilterRegistration.Dynamic registration = context.addFilter("bearer " + path, this);
        if (registration == null) {
            throw new IllegalStateException("the context has a bearer filter at " + path);
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, path);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest in) || !(response instanceof HttpServletResponse out)) {
            throw new ServletException("the bearer filter protects HTTP only");
        }
        if (in.getMethod().equals("OPTIONS")) {
            chain.doFilter(in, out);
            return;
        }
        Access access = resource.admit(new Incoming(in));
        if (access instanceof Access.Granted granted) {
            granted.headers().forEach(out::setHeader);
            chain.doFilter(new AuthenticatedRequest(in, granted), out);
        } else if (access instanceof Access.Refused refused) {
            write(refused.refusal(), out);
        }
    }

    /** Writes a refusal; also for whoever checks the scope of single operations behind the filter. */
    public static void write(AccessRefusal refusal, HttpServletResponse out) throws IOException {
        byte[] body = refusal.body().toBytes();
        out.setStatus(refusal.status());
        refusal.headers().forEach(out::setHeader);
        out.setContentType("application/json");
        // No length: a container commits a full answer, and can then no longer say that it closes the connection
        // of a request whose body it did not read (RFC 9112 §9.6).
        out.getOutputStream().write(body);
    }

    /** Looks at nothing but the head: reading parameters could consume a form body meant for the servlet behind. */
    private record Incoming(HttpServletRequest in) implements ResourceRequest {
        @Override
        public String method() {
            return in.getMethod();
        }

        @Override
        public String path() {
            return in.getRequestURI();
        }

        @Override
        public String query() {
            String query = in.getQueryString();
            return query == null ? "" : query;
        }

        @Override
        public List<String> headers(String name) {
            return Collections.list(in.getHeaders(name));
        }
    }

    /** The request as the servlet behind sees it. */
    private static final class AuthenticatedRequest extends HttpServletRequestWrapper {
        private final AuthenticatedCaller caller;
        private final String scheme;

        AuthenticatedRequest(HttpServletRequest request, Access.Granted access) {
            super(request);
            this.caller = access.caller();
            this.scheme = access.scheme();
            request.setAttribute(CALLER_KEY, caller.key());
        }

        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public String getRemoteUser() {
            return caller.subject();
        }

        @Override
        public String getAuthType() {
            return scheme;
        }
    }
}
