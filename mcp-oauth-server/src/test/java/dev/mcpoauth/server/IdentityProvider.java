package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.RESOURCE;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.server.settings.TrustedIssuer;
import dev.mcpoauth.server.settings.TrustedIssuerBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A company's identity provider and what clients do with its assertions, good unless a test changes something. */
final class IdentityProvider {
    static final String ISSUER = "https://idp.example";
    static final String STOCK = "https://stock.example/mcp";
    static final String VAULT = "https://vault.example/mcp";
    static final String TYPE = "oauth-id-jag+jwt";

    private IdentityProvider() {}

    /** Trusted for two of three resources, and for two of the clients that may present assertions. */
    static TrustedIssuerBuilder trusted(String issuer) {
        return TrustedIssuer.of(issuer, "agent", "helper")
                .resources(RESOURCE, STOCK)
                .scope(Scope.of("db:read", "db:write", "stock:read"));
    }

    static TrustedIssuerBuilder trusted() {
        return trusted(ISSUER).keys(Assertions.jwks(Assertions.EC, Assertions.RSA));
    }

    static SettingsBuilder allowed(SettingsBuilder settings) {
        return withClients(settings).trustedIssuer(trusted().build());
    }

    static SettingsBuilder withClients(SettingsBuilder settings) {
        ClientSecret secret = ClientSecret.parse("s3cret");
        return settings.resource(ResourceSettings.of(STOCK, Scope.of("stock:read", "stock:write"))
                        .withDefaultScopes(Scope.of("stock:read")))
                .resource(ResourceSettings.of(VAULT, Scope.of("vault:open")))
                .client(ClientSettings.confidentialClient("agent", secret, REDIRECT)
                        .withGrants(GrantTypes.JWT_BEARER))
                .client(ClientSettings.resourceServer("helper", secret).withGrants(GrantTypes.JWT_BEARER))
                .client(ClientSettings.resourceServer("stranger", secret).withGrants(GrantTypes.JWT_BEARER))
                .client(ClientSettings.resourceServer("plain", secret));
    }

    /** The claims of a good assertion, changed: a value of null takes a claim away. */
    static Map<String, Object> claims(Instant now, Object... changes) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("sub", "U019488227");
        claims.put("aud", TestServer.ISSUER);
        claims.put("client_id", "agent");
        claims.put("resource", RESOURCE);
        claims.put("scope", "db:read db:write");
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + 300);
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                claims.remove(String.valueOf(changes[i]));
            } else {
                claims.put(String.valueOf(changes[i]), changes[i + 1]);
            }
        }
        return claims;
    }

    static JWSHeader.Builder header(JWK key) {
        return new JWSHeader.Builder(key instanceof ECKey ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256)
                .type(new JOSEObjectType(TYPE))
                .keyID(key.getKeyID());
    }

    static String signed(JWK key, Map<String, Object> claims) {
        return Assertions.sign(key, header(key).build(), claims);
    }

    static String assertion(TestServer as, Object... changes) {
        return signed(Assertions.EC, claims(as.now(), changes));
    }

    /** A good request, changed: an empty value takes a parameter away. */
    static WebResponse present(TestServer as, String assertion, String... changes) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type",
                GrantTypes.JWT_BEARER,
                "client_id",
                "agent",
                "client_secret",
                "s3cret",
                "assertion",
                assertion));
        for (int i = 0; i < changes.length; i += 2) {
            form.put(changes[i], changes[i + 1]);
        }
        List<String> flat = new ArrayList<>();
        form.forEach((name, value) -> flat.addAll(List.of(name, value)));
        return as.form("/token", flat.toArray(String[]::new));
    }
}
