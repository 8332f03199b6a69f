package dev.mcpoauth.core.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.CoreReasons;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.RefreshToken;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 6749 §5.1")
class TokenResponseTest {

    @Test
    void writesExpiresInAsANumber() {
        TokenResponse response = TokenResponse.bearer(AccessToken.parse("at"))
                .expiresIn(Duration.ofMinutes(5))
                .refreshToken(RefreshToken.parse("rt"))
                .scope(Scope.of("a", "b"))
                .member("issuer_note", "x")
                .build();

        assertThat(response.toJson())
                .isEqualTo("{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"expires_in\":300,"
                        + "\"refresh_token\":\"rt\",\"scope\":\"a b\",\"issuer_note\":\"x\"}");
        assertThat(TokenResponse.parse(response.toJson())).isEqualTo(response).hasSameHashCodeAs(response);
        assertThat(TokenResponse.builder(AccessToken.parse("at"), "DPoP")
                        .build()
                        .tokenType())
                .isEqualTo("DPoP");
    }

    @Test
    void readsEveryMember() {
        TokenResponse response = TokenResponse.parse(
                "{\"access_token\":\"at\",\"token_type\":\"bearer\",\"refresh_token\":\"rt\",\"scope\":\"b a\",\"x\":1}");

        assertThat(response.accessToken()).isEqualTo(AccessToken.parse("at"));
        assertThat(response.tokenType()).isEqualTo("bearer");
        assertThat(response.refreshToken()).contains(RefreshToken.parse("rt"));
        assertThat(response.scope()).contains(Scope.of("a", "b"));
        assertThat(response.expiresIn()).isEmpty();
        assertThat(response.json().integer("x")).contains(1L);
    }

    @ParameterizedTest
    @CsvSource({
        "3600,3600",
        "'\"3600\"',3600",
        "0,0",
        "'\"0\"',0",
        "3599.0,3599",
        "1e3,1000",
        "9223372036854775807,3153600000",
        "99999999999999999999,3153600000"
    })
    void readsExpiresInAsNumberOrDigitsAndWritesANumber(String text, long seconds) {
        TokenResponse response =
                TokenResponse.parse("{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"expires_in\":" + text + "}");

        assertThat(response.expiresIn()).contains(Duration.ofSeconds(seconds));
        assertThat(response.toJson()).endsWith("\"expires_in\":" + seconds + "}");
    }

    @Test
    void treatsNullAndAnEmptyRefreshTokenAsAbsent() {
        TokenResponse response = TokenResponse.parse(
                "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"expires_in\":null,\"refresh_token\":\"\",\"scope\":null}");

        assertThat(response.refreshToken()).isEmpty();
        assertThat(response.expiresIn()).isEqualTo(Optional.empty());
        assertThat(response.scope()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'access_token':'at'}",
                "{'token_type':'Bearer'}",
                "{'access_token':'','token_type':'Bearer'}",
                "{'access_token':7,'token_type':'Bearer'}",
                "{'access_token':'a\\nb','token_type':'Bearer'}",
                "{'access_token':'at','token_type':''}",
                "{'access_token':'at','token_type':7}",
                "{'access_token':'at','token_type':'Bearer','expires_in':-1}",
                "{'access_token':'at','token_type':'Bearer','expires_in':'-1'}",
                "{'access_token':'at','token_type':'Bearer','expires_in':'soon'}",
                "{'access_token':'at','token_type':'Bearer','expires_in':''}",
                "{'access_token':'at','token_type':'Bearer','expires_in':true}",
                "{'access_token':'at','token_type':'Bearer','expires_in':[1]}",
                "{'access_token':'at','token_type':'Bearer','refresh_token':7}",
                "{'access_token':'at','token_type':'Bearer','scope':['a']}",
                "{'access_token':'at','token_type':'Bearer','scope':'a\\u0022b'}"
            })
    void refusesUnusableMembersWithoutQuotingThem(String text) {
        InvalidDocumentException refusal = catchThrowableOfType(
                InvalidDocumentException.class, () -> TokenResponse.parse(text.replace('\'', '"')));

        assertThat(refusal.reason()).isEqualTo(CoreReasons.DOCUMENT_INVALID_MEMBERS);
        assertThat(refusal.getMessage()).doesNotContain("soon").doesNotContain("a\nb");
    }

    @Test
    void showsNoTokenInToString() {
        assertThat(TokenResponse.bearer(AccessToken.parse("SECRET"))
                        .refreshToken(RefreshToken.parse("SECRET"))
                        .build())
                .hasToString("TokenResponse[access_token, token_type, refresh_token]");
    }
}
