package dev.mcpoauth.server.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.internal.jose.JwkReading;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwkThumbprintTest {
    private static final String TEXT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

    @Test
    void oneTextOneThumbprint() {
        JwkThumbprint one = JwkThumbprint.parse(TEXT).orElseThrow();
        assertThat(one.encoded()).isEqualTo(TEXT);
        assertThat(one)
                .isEqualTo(JwkThumbprint.parse(TEXT).orElseThrow())
                .hasSameHashCodeAs(JwkThumbprint.parse(TEXT).orElseThrow());
        assertThat(one)
                .isNotEqualTo(JwkThumbprint.parse("1" + TEXT.substring(1)).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4",
                "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4IA",
                "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I=",
                "0ZcOCORZNYy+DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
                "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4J",
                " 0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
                "d1970e08e459358cbe0d6a6aab7d236722461d337477",
            })
    void whatIsNoThumbprintIsNone(String text) {
        assertThat(JwkThumbprint.parse(text)).isEmpty();
    }

    @Test
    @DisplayName("RFC 7638 §3.1")
    void theExampleOfTheRfc() {
        JsonObject jwk = JsonObject.parse("""
                {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKR\
                XjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d\
                0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kE\
                gU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}
                """);
        assertThat(JwkReading.embedded(jwk, SignatureAlgorithm.RS256)
                        .orElseThrow()
                        .thumbprint())
                .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }
}
