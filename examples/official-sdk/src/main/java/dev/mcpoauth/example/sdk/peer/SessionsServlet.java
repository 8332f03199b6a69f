package dev.mcpoauth.example.sdk.peer;

import dev.mcpoauth.transport.McpHeaders;
import dev.mcpoauth.transport.json.Json;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lists the sessions of another servlet, as far as a filter in front of that one sees them come and go. */
final class SessionsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Set<String> live = ConcurrentHashMap.newKeySet();

    static void mount(ServletContext context, String observed) {
        SessionsServlet sessions = new SessionsServlet();
        context.addServlet("sessions", sessions).addMapping("/sessions");
        FilterRegistration.Dynamic filter = context.addFilter("sessions", sessions.new Observer());
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, observed);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.getWriter().print(Json.strings(live));
    }

    private final class Observer extends HttpFilter {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(request, response);
            String opened = response.getHeader(McpHeaders.SESSION_ID);
            if (opened != null) live.add(opened);
            String used = request.getHeader(McpHeaders.SESSION_ID);
            if (used != null && request.getMethod().equals("DELETE") && response.getStatus() / 100 == 2) {
                live.remove(used);
            }
        }
    }
}
