package dev.mcpoauth.server.internal.jose;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.jose.KeyType;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.TestKeys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Security;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Signatures (RFC 7515, RFC 7518 §3, RFC 8037)")
class SignaturesTest {
    private static final KeyPair OTHER_RSA = KeyPairs.generate(SignatureAlgorithm.RS256);
    private static final JsonObject CLAIMS =
            JsonObject.builder().put("sub", "alice").build();

    @AfterEach
    void forgetProvider() {
        Security.removeProvider("BC");
    }

    private static String token(SignatureAlgorithm algorithm, KeyPair pair) {
        JsonObject header =
                JsonObject.builder().put("alg", algorithm.wireName()).build();
        return CompactJws.sign(header, CLAIMS, JcaSigner.of(algorithm, pair.getPrivate()));
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void anotherLibraryVerifiesWhatWeSign(SignatureAlgorithm algorithm) throws Exception {
        KeyPair pair = TestKeys.pair(algorithm);
        JsonWebSignature theirs = new JsonWebSignature();
        theirs.setCompactSerialization(token(algorithm, pair));
        theirs.setKey(JsonWebKey.Factory.newJwk(
                        JwkWriting.publicKey("k", algorithm, pair.getPublic()).toJson())
                .getKey());

        assertThat(theirs.verifySignature()).isTrue();
        assertThat(theirs.getPayload()).isEqualTo(CLAIMS.toJson());
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void weVerifyWhatAnotherLibrarySigns(SignatureAlgorithm algorithm) throws Exception {
        KeyPair pair = TestKeys.pair(algorithm);
        JsonWebSignature theirs = new JsonWebSignature();
        theirs.setAlgorithmHeaderValue(algorithm.wireName());
        theirs.setPayload(CLAIMS.toJson());
        theirs.setKey(pair.getPrivate());
        CompactJws token = CompactJws.parse(theirs.getCompactSerialization()).orElseThrow();

        assertThat(token.isSignedBy(JcaVerifier.of(algorithm, pair.getPublic())))
                .isTrue();
        KeyPair other = algorithm.keyType() == KeyType.RSA ? OTHER_RSA : KeyPairs.generate(algorithm);
        assertThat(token.isSignedBy(JcaVerifier.of(algorithm, other.getPublic())))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void oneChangedBitIsSeen(SignatureAlgorithm algorithm) {
        KeyPair pair = TestKeys.pair(algorithm);
        byte[] input = "input".getBytes(US_ASCII);
        byte[] signature = JcaSigner.of(algorithm, pair.getPrivate()).sign(input);
        JcaVerifier verifier = JcaVerifier.of(algorithm, pair.getPublic());
        for (int i = 0; i < signature.length; i += 7) {
            byte[] changed = signature.clone();
            changed[i] ^= 1;
            assertThat(verifier.verify(input, changed)).as("octet %d", i).isFalse();
        }
        assertThat(verifier.verify(input, Arrays.copyOf(signature, signature.length - 1)))
                .isFalse();
        assertThat(verifier.verify(input, Arrays.copyOf(signature, signature.length + 1)))
                .isFalse();
        assertThat(verifier.verify(input, new byte[0])).isFalse();
        assertThat(verifier.verify(input, signature)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = SignatureAlgorithm.class, names = "ES.*", mode = EnumSource.Mode.MATCH_ANY)
    @DisplayName("CVE-2022-21449: r and s of zero sign nothing")
    void zeroIsNoSignature(SignatureAlgorithm algorithm) {
        KeyPair pair = TestKeys.pair(algorithm);
        int length = JcaSigner.of(algorithm, pair.getPrivate()).sign(new byte[1]).length;
        byte[] halfZero = new byte[length];
        halfZero[length - 1] = 1;
        JcaVerifier verifier = JcaVerifier.of(algorithm, pair.getPublic());

        assertThat(verifier.verify(new byte[1], new byte[length])).isFalse();
        assertThat(verifier.verify(new byte[1], halfZero)).isFalse();
    }

    @Test
    @DisplayName("RFC 8037 appendix A.4: the example's signature, octet by octet")
    void signsTheExampleOfTheRfc() throws Exception {
        String d = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
        String input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        byte[] signature = JcaSigner.of(
                        SignatureAlgorithm.EDDSA,
                        Ed25519.privateKey(Base64.getUrlDecoder().decode(d)))
                .sign(input.getBytes(US_ASCII));

        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(signature))
                .isEqualTo("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    }

    @Test
    @DisplayName("RFC 7515 appendix A.3: the example's token")
    void verifiesTheExampleOfTheRfc() {
        PublicJwk key = JwkReading.publicKeys(("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\","
                                + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                                + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}")
                        .getBytes(StandardCharsets.UTF_8))
                .get(0);
        CompactJws token = CompactJws.parse("eyJhbGciOiJFUzI1NiJ9."
                        + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
                        + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
                .orElseThrow();

        assertThat(key.algorithms()).containsExactly(SignatureAlgorithm.ES256);
        assertThat(token.isSignedBy(key.verifier(SignatureAlgorithm.ES256).orElseThrow()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void aFasterProviderIsTakenWhereItIsRegistered(SignatureAlgorithm algorithm) throws Exception {
        KeyPair pair = TestKeys.pair(algorithm);
        Security.addProvider(new BouncyCastleProvider());
        byte[] signature = JcaSigner.of(algorithm, pair.getPrivate()).sign(new byte[1]);
        boolean curve = algorithm.keyType() != KeyType.RSA;

        assertThat(Jca.providers(algorithm)).hasSize(curve ? 2 : 1);
        assertThat(JcaVerifier.of(algorithm, pair.getPublic()).verify(new byte[1], signature))
                .isTrue();
        Security.removeProvider("BC");
        assertThat(JcaVerifier.of(algorithm, pair.getPublic()).verify(new byte[1], signature))
                .as("the platform's own provider reads it as well")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a.b",
                "e30.e30",
                ".e30.c2ln",
                "e30..c2ln",
                "e30.e30.c2ln.x",
                "e30.e30.c2ln.x.y",
                "e30=.e30.c2ln",
                "e30.e30.c2ln=",
                "e30.e30.c2+n",
                "e30.e30. c2ln",
                "e30.W10.c2ln",
                "bnVsbA.e30.c2ln",
                "eyJhIjoxLCJhIjoyfQ.e30.c2ln",
                "e30.eyJhIjoxLCJhIjoyfQ.c2ln",
                "gICA.e30.c2ln"
            })
    void anotherShapeIsNoToken(String text) {
        assertThat(CompactJws.parse(text)).isEmpty();
    }

    @Test
    @DisplayName("CVE-2025-53864: nesting is bounded before anything is trusted")
    void deepNestingIsNoToken() {
        String deep = "{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}";
        String claims = Base64.getUrlEncoder().withoutPadding().encodeToString(deep.getBytes(US_ASCII));
        assertThat(CompactJws.parse("e30." + claims + ".c2ln")).isEmpty();
        assertThat(CompactJws.parse(claims + ".e30.c2ln")).isEmpty();
    }

    @Test
    void keysThatDoNotFitAreRefusedBeforeTheySign() {
        KeyPair p256 = TestKeys.pair(SignatureAlgorithm.ES256);
        for (SignatureAlgorithm other : List.of(
                SignatureAlgorithm.ES384,
                SignatureAlgorithm.ES512,
                SignatureAlgorithm.EDDSA,
                SignatureAlgorithm.RS256,
                SignatureAlgorithm.PS256)) {
            assertThat(KeyFit.fits(p256.getPublic(), other)).as("%s", other).isFalse();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JcaSigner.of(SignatureAlgorithm.RS256, p256.getPrivate()))
                .withMessageContaining("RS256");
    }
}
