package dev.mcpoauth.example.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.binding.TransportAuthorizer;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.server.store.backend.PostgresServer;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

@DisplayName("The shop, as Boot starts it")
@Timeout(120)
class ShopTest {

    /** Where it keeps everything. */
    enum Database {
        H2(() -> "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"),
        POSTGRESQL(() -> PostgresServer.shared().url());

        private final Supplier<String> url;

        Database(Supplier<String> url) {
            this.url = url;
        }
    }

    private final MemoryCredentialStore credentials = new MemoryCredentialStore();

    private static ConfigurableApplicationContext start(String database) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        SpringApplication application = new SpringApplication(ShopApplication.class);
        return application.run(
                "--server.port=" + port,
                "--shop.url=http://localhost:" + port,
                "--spring.datasource.url=" + database,
                "--spring.main.banner-mode=off");
    }

    private static URI mcp(ConfigurableApplicationContext shop) {
        return URI.create(shop.getBean(ShopProperties.class).mcpUrl());
    }

    private ResourceSession session(ConfigurableApplicationContext shop, Customer customer) {
        return OAuthClient.forUsers(
                        LoopbackUserAgent.of(customer, LoginPrompt.NONE),
                        RegistrationSettings.builder("the test").build())
                .store(credentials)
                .build()
                .session(mcp(shop));
    }

    private static McpClient connect(ConfigurableApplicationContext shop, ResourceSession session) throws Exception {
        return McpClient.over(HttpTransport.to(mcp(shop))
                        .authorizer(new TransportAuthorizer(session))
                        .build())
                .as("test", "1")
                .connect();
    }

    private static String orders(McpClient mcp) throws Exception {
        return mcp.callTool("orders", Json.parse("{}")).text();
    }

    @ParameterizedTest
    @EnumSource
    void takesAnOrderOfACustomerWhoConsentsWhenItMatters(Database database) throws Exception {
        try (ConfigurableApplicationContext shop = start(database.url.get())) {
            Customers customers = shop.getBean(Customers.class);
            String name = "bob" + UUID.randomUUID();
            customers.add(name, "C-" + name.substring(3, 11), "open sesame");
            ResourceSession session = session(shop, new Customer(name, "open sesame"));
            try (McpClient mcp = connect(shop, session)) {
                assertThat(orders(mcp)).contains("[]");
                assertThat(session.granted()).contains(Scope.of("orders:read"));

                assertThat(mcp.callTool("order", Json.parse("{\"article\": \"tea\", \"pieces\": 3}"))
                                .isError())
                        .isFalse();

                assertThat(session.granted()).contains(Scope.of("orders:read", "orders:write"));
                assertThat(orders(mcp)).contains("tea").contains("3");
            }
        }
    }

    @Test
    void knowsCustomersAndTheirTokensAfterARestart() throws Exception {
        String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String[] arguments = {
            "--server.port=" + port, "--shop.url=http://localhost:" + port, "--spring.datasource.url=" + database
        };
        try (ConfigurableApplicationContext shop = SpringApplication.run(ShopApplication.class, arguments)) {
            shop.getBean(Customers.class).add("bob", "C-7", "open sesame");
            try (McpClient mcp = connect(shop, session(shop, new Customer("bob", "open sesame")))) {
                assertThat(orders(mcp)).contains("[]");
            }
        }
        try (ConfigurableApplicationContext shop = SpringApplication.run(ShopApplication.class, arguments)) {
            Customer gone = new Customer("bob", "forgotten");
            try (McpClient mcp = connect(shop, session(shop, gone))) {
                assertThat(orders(mcp)).contains("[]");
            }
        }
    }

    @Test
    void tellsBootsRegistryWhatHappens() throws Exception {
        try (ConfigurableApplicationContext shop = start("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1")) {
            shop.getBean(Customers.class).add("bob", "C-7", "open sesame");
            try (McpClient mcp = connect(shop, session(shop, new Customer("bob", "open sesame")))) {
                orders(mcp);
            }
            MeterRegistry registry = shop.getBean(MeterRegistry.class);

            assertThat(registry.get("mcp.oauth.decisions")
                            .tag("reason", "token.issued")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("mcp.server.calls")
                            .tag("target", "orders")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("mcp.oauth.server.requests")
                            .tag("endpoint", "/token")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("mcp.oauth.resource.checks")
                            .tag("status", "401")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("mcp.server.streams").gauge()).isNotNull();
        }
    }

    @Test
    void letsNobodyInWithoutAToken() throws Exception {
        try (ConfigurableApplicationContext shop = start("jdbc:h2:mem:" + UUID.randomUUID())) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(mcp(shop))
                                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(401);
            Map<String, java.util.List<String>> headers = answer.headers().map();
            assertThat(headers.get("www-authenticate").get(0)).contains("resource_metadata=", "orders:read");
        }
    }
}
