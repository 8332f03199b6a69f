package dev.mcpoauth.server.resource.servlet;

import dev.mcpoauth.server.resource.Access;
import dev.mcpoauth.server.resource.AccessRefusal;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.ProtectedResource;
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
        Access access = resource.admit(authorization(in), hasTokenInQuery(in));
        if (access instanceof Access.Granted granted) {
            chain.doFilter(new AuthenticatedRequest(in, granted.caller()), out);
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
        out.setContentLength(body.length);
        out.getOutputStream().write(body);
    }

    private static List<String> authorization(HttpServletRequest in) {
        return Collections.list(in.getHeaders("Authorization"));
    }

    /** Looks at the raw query, because reading parameters could consume a form body meant for the servlet behind. */
    private static boolean hasTokenInQuery(HttpServletRequest in) {
        String query = in.getQueryString();
        return query != null && (query.startsWith("access_token=") || query.contains("&access_token="));
    }

    /** The request as the servlet behind sees it. */
    private static final class AuthenticatedRequest extends HttpServletRequestWrapper {
        private final AuthenticatedCaller caller;

        AuthenticatedRequest(HttpServletRequest request, AuthenticatedCaller caller) {
            super(request);
            this.caller = caller;
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
            return "Bearer";
        }
    }
}
