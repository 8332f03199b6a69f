package dev.mcpoauth.example.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.authentication.SecretBasic;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.grant.ClientCredentials;
import dev.mcpoauth.client.grant.ClientCredentialsGrant;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.journal.Flow;
import dev.mcpoauth.core.journal.FlowJournal;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Client and server know of one flow under one trace (W3C Trace Context §3.2)")
class OneTraceTest {
    private static final ClientSecret SECRET = ClientSecret.parse("s3cret");

    private final Server jetty = new Server();
    private final FlowJournal ofTheServer = new FlowJournal();
    private final FlowJournal ofTheClient = new FlowJournal();
    private final FlowJournal ofBoth = new FlowJournal();
    private String origin;

    @BeforeEach
    void start() throws Exception {
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        connector.open();
        jetty.addConnector(connector);
        origin = "http://127.0.0.1:" + connector.getLocalPort();
        AuthorizationServer oauth = AuthorizationServer.builder(
                        AuthorizationServerSettings.builder()
                                .issuer(origin)
                                .resource(ResourceSettings.of(origin + "/mcp", Scope.of("read")))
                                .client(ClientSettings.machineClient("nightly", SECRET))
                                .build(),
                        new InMemoryOAuthStore(),
                        (name, password) -> Optional.empty())
                .diagnostics(DiagnosticListener.of(List.of(ofTheServer, ofBoth)))
                .build();
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer((classes, web) -> AuthorizationServerServlet.mount(web, oauth));
        jetty.setHandler(context);
        jetty.start();
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
    }

    private void signIn(String secret) throws Exception {
        ClientCredentials credentials =
                ClientCredentials.of(new Issuer(origin), "nightly", new SecretBasic(ClientSecret.parse(secret)));
        OAuthClient.forGrant(new ClientCredentialsGrant(credentials))
                .scope(Scope.of("read"))
                .diagnostics(DiagnosticListener.of(List.of(ofTheClient, ofBoth)))
                .build()
                .session(URI.create(origin + "/mcp"))
                .signIn();
    }

    private static List<String> reasons(Flow flow) {
        return flow.events().stream().map(event -> event.reason().id()).toList();
    }

    @Test
    void thatWentThrough() throws Exception {
        signIn("s3cret");

        assertThat(ofBoth.recent(10)).hasSize(1);
        assertThat(reasons(ofBoth.recent(1).get(0)))
                .containsExactly("client.discovery.found", "token.issued", "client.token.obtained");
    }

    @Test
    void thatStoppedAndTheServerSaysWhyUnderTheTraceThatTheClientShows() {
        AuthException refused = catchThrowableOfType(AuthException.class, () -> signIn("another"));
        String trace = refused.traceId().orElseThrow();

        assertThat(ofTheServer.findBy(trace).flatMap(Flow::stoppedAt))
                .map(event -> event.reason().id())
                .contains("client.secret-wrong");
        assertThat(ofTheClient.findBy(trace).flatMap(Flow::stoppedAt))
                .map(event -> event.reason().id())
                .contains("client.token.refused");
        assertThat(reasons(ofBoth.findBy(trace).orElseThrow()))
                .containsExactly("client.discovery.found", "client.secret-wrong", "client.token.refused");
    }
}
