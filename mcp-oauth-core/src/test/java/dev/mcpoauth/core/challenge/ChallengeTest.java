package dev.mcpoauth.core.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.Scope;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {

    @Test
    @DisplayName("RFC 6750 §3, RFC 9728 §5.1")
    void writesABearerChallengeWithEveryValueQuoted() {
        Challenge challenge = Challenge.bearer()
                .realm("db")
                .error(OAuthError.INSUFFICIENT_SCOPE)
                .errorDescription("db:write is needed")
                .scope(Scope.of("db:read", "db:write"))
                .resourceMetadata(URI.create("https://rs.example/.well-known/oauth-protected-resource/mcp"))
                .build();

        assertThat(challenge.write())
                .isEqualTo(
                        "Bearer realm=\"db\", error=\"insufficient_scope\", error_description=\"db:write is needed\","
                                + " scope=\"db:read db:write\","
                                + " resource_metadata=\"https://rs.example/.well-known/oauth-protected-resource/mcp\"");
    }

    @Test
    @DisplayName("RFC 6750 §3.1: no error code for a request without authentication")
    void writesTheBareSchemeWithoutParameters() {
        assertThat(Challenge.bearer().scope(Scope.EMPTY).build().write()).isEqualTo("Bearer");
        assertThat(Challenge.bearer()
                        .scope(Scope.of("a"))
                        .scope(Scope.EMPTY)
                        .build()
                        .parameters())
                .isEmpty();
    }

    @Test
    void escapesQuotesAndBackslashes() {
        Challenge challenge = Challenge.of("Bearer", Map.of("realm", "a\"b\\c"));
        assertThat(challenge.write()).isEqualTo("Bearer realm=\"a\\\"b\\\\c\"");
        assertThat(WwwAuthenticate.parse(List.of(challenge.write())).challenges())
                .containsExactly(challenge);
    }

    @Test
    void writesAToken68() {
        Challenge challenge = Challenge.ofToken68("Negotiate", "YII=");
        assertThat(challenge.write()).isEqualTo("Negotiate YII=");
        assertThat(challenge.token68()).contains("YII=");
        assertThat(challenge.toString()).doesNotContain("YII");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: x=y", "a\nb", "a\u0000", "\u007f", "\u20ac"})
    void refusesAValueThatCouldEndTheField(String value) {
        assertThatThrownBy(() -> Challenge.of("Bearer", Map.of("realm", value)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Challenge.bearer().realm(value).build()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Challenge.bearer().errorDescription(value))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a=b", "a,b", "\"a\"", "\u00e9", "a/b"})
    void refusesASchemeOrNameThatIsNoToken(String text) {
        assertThatThrownBy(() -> Challenge.of(text, Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Challenge.of("Bearer", Map.of(text, "x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "a=b", "a b", "a,b", "\u00e9", "a\""})
    void refusesAToken68OutsideItsGrammar(String text) {
        assertThatThrownBy(() -> Challenge.ofToken68("Negotiate", text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "say \"x\"", "back\\slash", "caf\u00e9", "tab\t"})
    void refusesADescriptionOutsideRfc6750(String text) {
        assertThatThrownBy(() -> Challenge.bearer().errorDescription(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesNamesThatDifferInCaseOnly() {
        assertThatThrownBy(() -> Challenge.of("Bearer", Map.of("scope", "a", "SCOPE", "b")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void comparesSchemeRegardlessOfCase() {
        assertThat(Challenge.of("bearer", Map.of("A", "b")))
                .isEqualTo(Challenge.of("Bearer", Map.of("a", "b")))
                .hasSameHashCodeAs(Challenge.of("Bearer", Map.of("a", "b")))
                .isNotEqualTo(Challenge.of("Bearer", Map.of("a", "B")));
    }
}
