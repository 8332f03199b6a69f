package dev.mcpoauth.core.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WellKnownUrisTest {

    @ParameterizedTest
    @MethodSource
    @DisplayName("RFC 8414 §3.1, §5 and MCP: candidates for an issuer, in order")
    void findsAnAuthorizationServer(String issuer, List<URI> candidates) {
        assertThat(WellKnownUris.forAuthorizationServer(new Issuer(issuer))).isEqualTo(candidates);
    }

    static Stream<Arguments> findsAnAuthorizationServer() {
        return Stream.of(
                row(
                        "https://as.example",
                        "https://as.example/.well-known/oauth-authorization-server",
                        "https://as.example/.well-known/openid-configuration"),
                row(
                        "https://as.example/",
                        "https://as.example/.well-known/oauth-authorization-server",
                        "https://as.example/.well-known/openid-configuration"),
                row(
                        "https://as.example/tenant1",
                        "https://as.example/.well-known/oauth-authorization-server/tenant1",
                        "https://as.example/.well-known/openid-configuration/tenant1",
                        "https://as.example/tenant1/.well-known/openid-configuration"),
                row(
                        "https://as.example:8443/a/b%2Fc/",
                        "https://as.example:8443/.well-known/oauth-authorization-server/a/b%2Fc",
                        "https://as.example:8443/.well-known/openid-configuration/a/b%2Fc",
                        "https://as.example:8443/a/b%2Fc/.well-known/openid-configuration"),
                row(
                        "http://127.0.0.1:9000",
                        "http://127.0.0.1:9000/.well-known/oauth-authorization-server",
                        "http://127.0.0.1:9000/.well-known/openid-configuration"));
    }

    @Test
    void anAuthorizationServerAnswersWhereverOlderClientsAsk() {
        assertThat(WellKnownUris.servedByAuthorizationServer(new Issuer("https://as.example/t")))
                .extracting(URI::getPath)
                .containsExactly(
                        "/.well-known/oauth-authorization-server/t",
                        "/.well-known/openid-configuration/t",
                        "/t/.well-known/openid-configuration",
                        "/t/.well-known/oauth-authorization-server",
                        "/.well-known/oauth-authorization-server",
                        "/.well-known/openid-configuration");
        assertThat(WellKnownUris.servedByAuthorizationServer(new Issuer("https://as.example")))
                .hasSize(2);
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("RFC 9728 §3.1 and MCP: candidates for a resource, in order")
    void findsAProtectedResource(String resource, List<URI> candidates) {
        ResourceIndicator indicator = new ResourceIndicator(resource);
        assertThat(WellKnownUris.forProtectedResource(indicator)).isEqualTo(candidates);
        assertThat(WellKnownUris.ofProtectedResource(indicator)).isEqualTo(candidates.get(0));
    }

    static Stream<Arguments> findsAProtectedResource() {
        return Stream.of(
                row("https://rs.example", "https://rs.example/.well-known/oauth-protected-resource"),
                row("https://rs.example/", "https://rs.example/.well-known/oauth-protected-resource"),
                row(
                        "https://rs.example/public/mcp",
                        "https://rs.example/.well-known/oauth-protected-resource/public/mcp",
                        "https://rs.example/.well-known/oauth-protected-resource"),
                row(
                        "https://rs.example/mcp/",
                        "https://rs.example/.well-known/oauth-protected-resource/mcp/",
                        "https://rs.example/.well-known/oauth-protected-resource/mcp",
                        "https://rs.example/.well-known/oauth-protected-resource"),
                row(
                        "https://rs.example:8080/mcp?k=v%20w",
                        "https://rs.example:8080/.well-known/oauth-protected-resource/mcp?k=v%20w",
                        "https://rs.example:8080/.well-known/oauth-protected-resource"));
    }

    private static Arguments row(String identifier, String... locations) {
        return arguments(identifier, Arrays.stream(locations).map(URI::create).toList());
    }
}
