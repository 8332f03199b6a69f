package dev.mcpoauth.example.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.authentication.PublicClient;
import dev.mcpoauth.client.authentication.SecretBasic;
import dev.mcpoauth.client.binding.OAuthHttpClient;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.grant.AssertionSource;
import dev.mcpoauth.client.grant.ClientCredentials;
import dev.mcpoauth.client.grant.Grant;
import dev.mcpoauth.client.grant.IdentityAssertionGrant;
import dev.mcpoauth.client.grant.TokenExchangeGrant;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.TokenExchangeRule;
import dev.mcpoauth.server.settings.TrustedIssuer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client of this project by the grants in which nobody is asked, against the server of this project. */
class OwnGrantsTest {
    private static final ClientSecret SECRET = ClientSecret.parse("s3cret");
    private static final String ID_TOKEN = "the ID token of Alice";

    private final Server jetty = new Server();
    private CompanyProvider company;
    private AuthorizationServer oauth;
    private String origin;

    @BeforeEach
    void start() throws Exception {
        company = new CompanyProvider();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        connector.open();
        jetty.addConnector(connector);
        origin = "http://127.0.0.1:" + connector.getLocalPort();
        oauth = AuthorizationServer.builder(settings(), new InMemoryOAuthStore(), (name, password) -> Optional.empty())
                .build();
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new WhoAmI()), "/shop");
        context.addServlet(new ServletHolder(new WhoAmI()), "/stock");
        context.addServletContainerInitializer((classes, web) -> {
            AuthorizationServerServlet.mount(web, oauth);
            new BearerFilter(oauth.protectedResource(origin + "/shop").build()).mount(web, "/shop");
            new BearerFilter(oauth.protectedResource(origin + "/stock").build()).mount(web, "/stock");
        });
        jetty.setHandler(context);
        jetty.start();
    }

    private AuthorizationServerSettings settings() {
        return AuthorizationServerSettings.builder()
                .issuer(origin)
                .resource(ResourceSettings.of(origin + "/shop", Scope.of("read", "write")))
                .resource(ResourceSettings.of(origin + "/stock", Scope.of("read", "count"))
                        .withDefaultScopes(Scope.of("read")))
                .client(ClientSettings.resourceServer("agent", SECRET).withGrants(GrantTypes.JWT_BEARER))
                .client(ClientSettings.resourceServer("shop", SECRET).withGrants(GrantTypes.TOKEN_EXCHANGE))
                .trustedIssuer(TrustedIssuer.of(company.issuer(), "agent").build())
                .tokenExchange(TokenExchangeRule.of("shop", origin + "/shop", origin + "/stock", Scope.of("read")))
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
        company.close();
    }

    /** Says whom the token names, and shows the token itself, as a server that trades it on has it. */
    private static final class WhoAmI extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setHeader("Seen", request.getHeader("Authorization").substring("Bearer ".length()));
            response.getWriter().print(request.getUserPrincipal().getName());
        }
    }

    private ClientCredentials client(String id) {
        return ClientCredentials.of(new Issuer(origin), id, new SecretBasic(SECRET));
    }

    private Grant enterprise(String idToken) {
        return new IdentityAssertionGrant(
                new ClientIdentity(new Issuer(company.issuer()), "agent-there", new PublicClient()),
                company.tokenEndpoint(),
                audience -> idToken,
                client("agent"));
    }

    private HttpResponse<String> get(Grant grant, String scope, String path) throws Exception {
        OAuthClient client = OAuthClient.forGrant(grant).scope(Scope.of(scope)).build();
        URI url = URI.create(origin + path);
        return new OAuthHttpClient(HttpClient.newHttpClient(), client.session(url))
                .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }

    private int statusWith(String token, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(origin + path))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void anEmployeeIsServedWithoutBeingAskedAndTheShopAsksTheStockForThem() throws Exception {
        HttpResponse<String> shop = get(enterprise(ID_TOKEN), "read", "/shop");
        assertThat(shop.statusCode()).isEqualTo(200);
        String token = shop.headers().firstValue("Seen").orElseThrow();

        AssertionSource callers = audience -> token;
        HttpResponse<String> stock =
                get(new TokenExchangeGrant(client("shop"), callers, TokenExchangeGrant.ACCESS_TOKEN), "read", "/stock");
        assertThat(stock.statusCode()).isEqualTo(200);
        assertThat(stock.body()).isEqualTo(shop.body()).startsWith("asserted:");
        String traded = stock.headers().firstValue("Seen").orElseThrow();
        assertThat(traded).isNotEqualTo(token);
        assertThat(statusWith(traded, "/shop")).isEqualTo(401);
        assertThat(statusWith(token, "/stock")).isEqualTo(401);

        oauth.store()
                .grants()
                .revokeWhere(new GrantSelector.OfSubject(shop.body()), RevokeReason.OPERATOR, Instant.now());
        assertThat(statusWith(token, "/shop")).isEqualTo(401);
        assertThat(statusWith(traded, "/stock")).isEqualTo(401);
    }

    @Test
    void whatIsRefusedSaysWhy() {
        assertThatExceptionOfType(AuthException.class).isThrownBy(() -> get(enterprise("somebody's"), "read", "/shop"));
        Grant guessed = new TokenExchangeGrant(client("shop"), audience -> "guessed", TokenExchangeGrant.ACCESS_TOKEN);
        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> get(guessed, "read", "/stock"))
                .withMessageContaining("the subject_token is not acceptable");
    }
}
