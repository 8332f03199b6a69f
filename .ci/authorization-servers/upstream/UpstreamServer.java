import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.AuthorizationServer;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.servlet.BearerFilter;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.upstream.UpstreamProvider;
import dev.mcpoauth.server.upstream.UpstreamToken;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;

/**
 * Our authorization server where people sign in at another's, and nowhere else. Behind it /me, which asks the other's userinfo
 * endpoint with the token that the sign-in left. Run from its source: arguments are port, the other's issuer, client id, secret.
 */
public final class UpstreamServer {
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        String issuer = "http://localhost:" + port;
        AuthorizationServerSettings settings = AuthorizationServerSettings.builder()
                .issuer(issuer)
                .resource(ResourceSettings.of(issuer + "/me", Scope.of("me")))
                .build();
        UpstreamProvider provider = UpstreamProvider.openId("other", new Issuer(arguments[1]))
                .name("The other")
                .client(arguments[2], ClientSecret.parse(arguments[3]))
                .scopes("offline_access")
                .keepTokens()
                .dangerouslyAllowLoopback()
                .build();
        AuthorizationServer oauth = AuthorizationServer.builder(settings, new InMemoryOAuthStore(), provider).build();
        ServletContextHandler context = new ServletContextHandler();
        context.addServletContainerInitializer((classes, web) -> {
            AuthorizationServerServlet.mount(web, oauth);
            new BearerFilter(oauth.protectedResource(issuer + "/me").build()).mount(web, "/me");
            web.addServlet("me", new Me(oauth, URI.create(arguments[1] + "/me"))).addMapping("/me");
        });
        Server server = new Server(port);
        server.setHandler(context);
        server.start();
    }

    private static final class Me extends HttpServlet {
        private final transient AuthorizationServer oauth;
        private final URI userInfo;
        private final transient HttpClient http = HttpClient.newHttpClient();

        Me(AuthorizationServer oauth, URI userInfo) {
            this.oauth = oauth;
            this.userInfo = userInfo;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            AuthenticatedCaller caller = (AuthenticatedCaller) request.getUserPrincipal();
            UpstreamToken token = oauth.upstreamTokens().of(caller).orElseThrow();
            HttpRequest ask = HttpRequest.newBuilder(userInfo)
                    .header("Authorization", "Bearer " + token.reveal())
                    .build();
            try {
                var answer = http.send(ask, BodyHandlers.ofString());
                response.setStatus(answer.statusCode());
                response.setContentType("application/json");
                response.getWriter().print("{\"subject\":\"" + caller.subject() + "\",\"there\":" + answer.body() + "}");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }
}
