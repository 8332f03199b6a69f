package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.json;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.ScopeHierarchy;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.KeySource;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.server.settings.TokenExchangeRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Token exchange as the server of a resource does it (RFC 8693): a bookshop that asks a stock and a ledger. */
final class Exchanges {
    static final String STOCK = "https://stock.example/mcp";
    static final String LEDGER = "https://ledger.example/mcp";
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    private Exchanges() {}

    static SettingsBuilder allowed(SettingsBuilder ignored) {
        return AuthorizationServerSettings.builder()
                .issuer(TestServer.ISSUER)
                .signingKeys(KeySource.of(TestKeys.key(SignatureAlgorithm.EDDSA)))
                .resource(ResourceSettings.of(RESOURCE, Scope.of("db:read", "db:write", "db:all"))
                        .withDefaultScopes(Scope.of("db:read"))
                        .withScopeHierarchy(ScopeHierarchy.none().implying("db:all", "db:read", "db:write"))
                        .withIntrospectionBy("bookshop"))
                .resource(ResourceSettings.of(STOCK, Scope.of("db:read", "stock:read"))
                        .withIntrospectionBy("stock"))
                .resource(ResourceSettings.of(LEDGER, Scope.of("db:read", "db:write"))
                        .withJwtAccessTokens(SignatureAlgorithm.EDDSA)
                        .withIntrospectionBy("ledger"))
                .client(ClientSettings.publicClient("app", REDIRECT))
                .client(client("bookshop"))
                .client(client("stock"))
                .client(client("ledger"))
                .client(ClientSettings.resourceServer("reader", ClientSecret.parse("s3cret")))
                .client(ClientSettings.confidentialClient("agent", ClientSecret.parse("s3cret"), REDIRECT)
                        .withGrants(GrantTypes.TOKEN_EXCHANGE))
                .tokenExchange(TokenExchangeRule.of("bookshop", RESOURCE, STOCK, Scope.of("db:read", "stock:read")))
                .tokenExchange(TokenExchangeRule.of("bookshop", RESOURCE, LEDGER, Scope.of("db:read", "db:write")))
                .tokenExchange(TokenExchangeRule.of("stock", STOCK, LEDGER, Scope.of("db:read")))
                .tokenExchange(TokenExchangeRule.of("stock", STOCK, RESOURCE, Scope.of("db:read")))
                .tokenExchange(TokenExchangeRule.of("agent", RESOURCE, RESOURCE, Scope.of("db:read")));
    }

    private static ClientSettings client(String id) {
        return ClientSettings.resourceServer(id, ClientSecret.parse("s3cret")).withGrants(GrantTypes.TOKEN_EXCHANGE);
    }

    /** A good request, changed: an empty value takes a parameter away. */
    static WebResponse trade(TestServer as, String token, String... changes) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type",
                GrantTypes.TOKEN_EXCHANGE,
                "client_id",
                "bookshop",
                "client_secret",
                "s3cret",
                "subject_token",
                token,
                "subject_token_type",
                ACCESS_TOKEN,
                "resource",
                STOCK));
        for (int i = 0; i < changes.length; i += 2) {
            form.put(changes[i], changes[i + 1]);
        }
        List<String> flat = new ArrayList<>();
        form.forEach((name, value) -> flat.addAll(List.of(name, value)));
        return as.form("/token", flat.toArray(String[]::new));
    }

    /** The access token of a person who signed in for the bookshop. */
    static String person(TestServer as) {
        return access(json(as.redeem(as.code("scope", "db:read db:write"))));
    }

    static String access(JsonObject tokens) {
        return tokens.string("access_token").orElseThrow();
    }

    static String traded(TestServer as, String token, String... changes) {
        return access(json(trade(as, token, changes)));
    }
}
