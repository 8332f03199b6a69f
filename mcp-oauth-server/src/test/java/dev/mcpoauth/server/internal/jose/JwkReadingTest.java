package dev.mcpoauth.server.internal.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.TestKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("JWK Sets of others (RFC 7517 §5): what can not be used is left out, the rest is good")
class JwkReadingTest {
    private static final String X = "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"";
    private static final String Y = "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"";
    private static final String GOOD = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"good\"," + X + "," + Y + "}";
    private static final String RSA_1024 = "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" + "v".repeat(171) + "\"}";

    private static List<PublicJwk> read(String... keys) {
        return JwkReading.publicKeys(("{\"keys\":[" + String.join(",", keys) + "]}").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"alg\":\"HS256\"}",
                "{\"kty\":\"FUTURE\",\"kid\":\"x\"}",
                "{}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\"," + X + ",\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\"," + X + "}",
                "{\"kty\":\"EC\",\"crv\":\"secp256k1\"," + X + "," + Y + "}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"enc\"," + X + "," + Y + "}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES384\"," + X + "," + Y + "}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ECDH-ES\"," + X + "," + Y + "}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"key_ops\":[\"deriveKey\"]," + X + "," + Y + "}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":7," + X + "," + Y + "}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed448\",\"x\":\"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo\"}",
                "{\"kty\":\"RSA\",\"n\":\"!!\",\"e\":\"AQAB\"}",
                "{\"kty\":\"RSA\",\"e\":\"AQAB\"}",
                "7",
                "\"key\"",
                "null"
            })
    void aKeyThatCanNotBeUsedHarmsNoOther(String odd) {
        assertThat(read(odd, GOOD, odd)).extracting(PublicJwk::keyId).containsExactly("good");
    }

    @Test
    void shortRsaKeysAreLeftOut() {
        assertThat(read(RSA_1024)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', 6", "RS256, 1", "PS512, 1", "RSA-OAEP, 0", "HS256, 0", "none, 0"})
    @DisplayName("an RSA key verifies what its alg says, or all RSA algorithms")
    void anAlgorithmMemberBinds(String alg, int algorithms) {
        String key = JwkWriting.publicKey(
                        "r",
                        SignatureAlgorithm.RS256,
                        TestKeys.pair(SignatureAlgorithm.RS256).getPublic())
                .toBuilder()
                .remove("alg")
                .build()
                .toJson();
        String stated = alg.isEmpty() ? key : key.replace("\"kid\"", "\"alg\":\"" + alg + "\",\"kid\"");
        assertThat(read(stated).stream().flatMap(one -> one.algorithms().stream()))
                .hasSize(algorithms);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":\"x\"}",
                "<html>not found</html>",
                "{\"keys\":[]} trailing"
            })
    void somethingElseIsNoJwkSet(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JwkReading.publicKeys(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aSetOfEndlessKeysIsRefused() {
        String many = IntStream.range(0, 101).mapToObj(i -> GOOD).collect(Collectors.joining(","));
        assertThatIllegalArgumentException().isThrownBy(() -> read(many)).withMessageContaining("100");
    }
}
