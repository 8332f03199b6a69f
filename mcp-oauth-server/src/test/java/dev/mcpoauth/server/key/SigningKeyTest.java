package dev.mcpoauth.server.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    private static final String SECRETS = "\"(d|p|q|dp|dq|qi|k|oth)\":";
    /** RFC 8410 §10.3. */
    private static final String ED25519_PEM = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """;

    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static KeyPair pair(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void whatIsPublishedHasNoPrivatePart(SignatureAlgorithm algorithm) throws Exception {
        SigningKey key = TestKeys.key(algorithm);

        JsonObject jwk = key.publicJwk();
        assertThat(jwk.toJson()).doesNotContainPattern(SECRETS);
        assertThat(jwk.string("kid")).contains(key.keyId());
        assertThat(jwk.string("alg")).contains(algorithm.wireName());
        assertThat(jwk.string("use")).contains("sig");
        assertThat(key.toString()).isEqualTo("SigningKey[" + key.keyId() + " " + algorithm + "]");
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    @DisplayName("RFC 7638: the identifier is the thumbprint, which another library computes alike")
    void theIdentifierIsTheThumbprint(SignatureAlgorithm algorithm) throws Exception {
        SigningKey key = TestKeys.key(algorithm);
        assertThat(key.keyId())
                .isEqualTo(JsonWebKey.Factory.newJwk(key.publicJwk().toJson())
                        .calculateBase64urlEncodedThumbprint("SHA-256"));
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void aKeySurvivesAJwkSet(SignatureAlgorithm algorithm) {
        SigningKey key =
                TestKeys.key(algorithm).withKeyId("2026-11").signingFrom(Instant.parse("2026-11-01T12:00:00Z"));
        JsonObject set = JsonObject.builder()
                .put("keys", List.of(key.revealPrivateJwk()))
                .build();

        assertThat(SigningKey.ofJwkSet(set.toJson())).singleElement().satisfies(read -> {
            assertThat(read.keyId()).isEqualTo("2026-11");
            assertThat(read.algorithm()).isEqualTo(algorithm);
            assertThat(read.signsFrom()).isEqualTo(key.signsFrom());
            assertThat(read.publicJwk()).isEqualTo(key.publicJwk());
        });
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void readsAJwkThatAnotherLibraryWrote(SignatureAlgorithm algorithm) throws Exception {
        SigningKey key = TestKeys.key(algorithm);
        String theirs =
                JsonWebKey.Factory.newJwk(key.revealPrivateJwk().toJson()).toJson(OutputControlLevel.INCLUDE_PRIVATE);

        SigningKey read = SigningKey.ofJwkSet("{\"keys\":[" + theirs + "]}").get(0);
        assertThat(read.publicJwk()).isEqualTo(key.publicJwk());
        assertThat(read.signsFrom()).isEqualTo(Instant.MIN);
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void thePublicPartIsFoundFromAPemFile(SignatureAlgorithm algorithm) throws Exception {
        SigningKey key = TestKeys.key(algorithm);
        PrivateKey secret = ((PublicJsonWebKey)
                        JsonWebKey.Factory.newJwk(key.revealPrivateJwk().toJson()))
                .getPrivateKey();

        assertThat(SigningKey.ofPem(pem(secret), algorithm).publicJwk()).isEqualTo(key.publicJwk());
    }

    @Test
    @DisplayName("RFC 8410 §10: the example's private key has the example's public key")
    void readsTheExampleOfTheRfc() {
        byte[] published = Base64.getDecoder().decode("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
        String x = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(published, 12, 44));

        SigningKey key = SigningKey.ofPem("# as it came by mail\n" + ED25519_PEM, SignatureAlgorithm.EDDSA);
        assertThat(key.publicJwk().string("x")).contains(x);
    }

    @Nested
    class Refuses {
        @ParameterizedTest
        @CsvSource({
            "EC PRIVATE KEY, openssl pkcs8",
            "RSA PRIVATE KEY, openssl pkcs8",
            "ENCRYPTED PRIVATE KEY, openssl pkcs8",
            "PUBLIC KEY, has 0",
            "CERTIFICATE, has 0"
        })
        void anotherKindOfPem(String label, String hint) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> SigningKey.ofPem(ED25519_PEM.replace("PRIVATE KEY", label), SignatureAlgorithm.EDDSA))
                    .withMessageContaining(hint);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "x",
                    "-----BEGIN PRIVATE KEY-----",
                    "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"
                })
        void noKey(String text) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SigningKey.ofPem(text, SignatureAlgorithm.ES256))
                    .withMessageContaining("PEM text");
        }

        @Test
        void twoKeysInOneFile() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SigningKey.ofPem(ED25519_PEM + ED25519_PEM, SignatureAlgorithm.EDDSA))
                    .withMessageContaining("has 2");
        }

        @ParameterizedTest
        @EnumSource(
                value = SignatureAlgorithm.class,
                names = {"ES256", "RS256", "PS256"})
        void aKeyForAnotherAlgorithm(SignatureAlgorithm algorithm) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SigningKey.ofPem(ED25519_PEM, algorithm))
                    .withMessageNotContaining("MC4CAQ");
        }

        @Test
        void rsaOf1024Bits() throws Exception {
            KeyPair weak = pair("RSA", 1024);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SigningKey.of(weak, SignatureAlgorithm.RS256))
                    .withMessageContaining("2048");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SigningKey.ofPem(pem(weak.getPrivate()), SignatureAlgorithm.RS256));
        }

        @Test
        void aCurveOfAnotherAlgorithm() throws Exception {
            KeyPair p384 = pair("EC", 384);
            assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.of(p384, SignatureAlgorithm.ES256));
            assertThat(SigningKey.of(p384, SignatureAlgorithm.ES384).algorithm())
                    .isEqualTo(SignatureAlgorithm.ES384);
        }

        @Test
        void partsOfTwoPairs() throws Exception {
            KeyPair mixed =
                    new KeyPair(pair("EC", 256).getPublic(), pair("EC", 256).getPrivate());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SigningKey.of(mixed, SignatureAlgorithm.ES256))
                    .withMessageContaining("no pair");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"alg\":\"HS256\"}",
                    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}",
                    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"x\":\"AAqYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}",
                    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"ES256\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}",
                    "{}"
                })
        void aJwkThatCanNotSign(String jwk) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SigningKey.ofJwkSet("{\"keys\":[" + jwk + "]}"))
                    .withMessageNotContaining("nWGx");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a b", "ä", "line\nbreak"})
        void anOddKeyId(String keyId) {
            SigningKey key = SigningKey.generate(SignatureAlgorithm.EDDSA);
            assertThatIllegalArgumentException().isThrownBy(() -> key.withKeyId(keyId));
        }
    }
}
