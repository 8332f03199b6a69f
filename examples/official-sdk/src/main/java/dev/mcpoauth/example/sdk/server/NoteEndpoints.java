package dev.mcpoauth.example.sdk.server;

import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletSseServerTransportProvider;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.util.EnumSet;

/** The SDK's three servlets under one protected path, and the authorization server whose tokens they take. */
final class NoteEndpoints {

    static final String PATH = "/mcp";
    static final String STATELESS_PATH = PATH + "/stateless";
    static final String SSE_PATH = PATH + "/sse";

    private static final String MESSAGES_PATH = PATH + "/messages";

    private NoteEndpoints() {}

    /**
     * Adds everything to a context that is starting.
     *
     * @param resource the public URL of {@value #PATH}, which the authorization server knows as a resource
     */
    static void mount(ServletContext context, AuthorizationServer authorizationServer, String resource) {
        ProtectedResource door = authorizationServer.protectedResource(resource).build();
        new BearerFilter(door).mount(context, PATH + "/*");
        FilterRegistration.Dynamic scopes =
                context.addFilter("tool scopes", new ToolScopeFilter(door, NoteTools::required));
        scopes.setAsyncSupported(true);
        scopes.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, PATH + "/*");

        NoteTools notes = new NoteTools();
        mount(context, streamable(notes), PATH);
        mount(context, stateless(notes), STATELESS_PATH);
        mount(context, sse(notes), SSE_PATH, MESSAGES_PATH);
        AuthorizationServerServlet.mount(context, authorizationServer);
    }

    /** Without asyncSupported the SDK's servlets answer 500 to everything but {@code initialize}. */
    private static void mount(ServletContext context, HttpServlet servlet, String... paths) {
        ServletRegistration.Dynamic registration = context.addServlet(paths[0], servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(paths);
    }

    private static HttpServlet streamable(NoteTools notes) {
        HttpServletStreamableServerTransportProvider transport = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint(PATH)
                .contextExtractor(Callers::extract)
                .build();
        McpServer.SyncSpecification<?> server = McpServer.sync(transport).serverInfo("notes", "1");
        notes.addTo(server);
        server.build();
        return transport;
    }

    private static HttpServlet stateless(NoteTools notes) {
        HttpServletStatelessServerTransport transport = HttpServletStatelessServerTransport.builder()
                .messageEndpoint(STATELESS_PATH)
                .contextExtractor(Callers::extract)
                .build();
        McpServer.StatelessSyncSpecification server = McpServer.sync(transport).serverInfo("notes", "1");
        notes.addTo(server);
        server.build();
        return transport;
    }

    /** The SSE era; deprecated by the protocol, and by the SDK. */
    @SuppressWarnings("deprecation")
    private static HttpServlet sse(NoteTools notes) {
        HttpServletSseServerTransportProvider transport = HttpServletSseServerTransportProvider.builder()
                .sseEndpoint(SSE_PATH)
                .messageEndpoint(MESSAGES_PATH)
                .contextExtractor(Callers::extract)
                .build();
        McpServer.SyncSpecification<?> server = McpServer.sync(transport).serverInfo("notes", "1");
        notes.addTo(server);
        server.build();
        return transport;
    }
}
