package dev.mcpoauth.client.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.testing.MutableClock;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.AccessToken;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 9449")
class DpopTest {
    private static final URI TARGET = URI.create("https://mcp.example.com/mcp?session=1");

    private final MutableClock clock = new MutableClock();
    private final DpopNonces nonces = new DpopNonces();
    private final DpopProofs proofs = new DpopProofs(DpopKey.generate(), nonces, clock);

    private static JsonObject part(String jwt, int index) {
        return JsonObject.parse(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[index]));
    }

    private static PublicKey key(JsonObject jwk) throws Exception {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(
                        new ECPoint(number(jwk, "x"), number(jwk, "y")),
                        curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger number(JsonObject jwk, String member) {
        byte[] bytes = Base64.getUrlDecoder().decode(jwk.string(member).orElseThrow());
        assertThat(bytes).hasSize(32); // RFC 7518 §6.2.1.2: leading zeros stay
        return new BigInteger(1, bytes);
    }

    @RepeatedTest(20)
    @DisplayName("§4.2: signed by the key in the header")
    void isSignedByItsKey() throws Exception {
        String proof = new DpopProofs(DpopKey.generate(), nonces, clock).forToken("POST", TARGET);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(key(part(proof, 0).object("jwk").orElseThrow()));
        signature.update(proof.substring(0, proof.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(proof.substring(proof.lastIndexOf('.') + 1))))
                .isTrue();
    }

    @Test
    @DisplayName("§4.2: names method, URL without query, time and token")
    void namesTheRequest() throws Exception {
        String proof = proofs.forResource("POST", TARGET, AccessToken.parse("token"));
        JsonObject claims = part(proof, 1);
        assertThat(part(proof, 0).string("typ")).contains("dpop+jwt");
        assertThat(part(proof, 0).string("alg")).contains("ES256");
        assertThat(part(proof, 0).object("jwk").orElseThrow().names())
                .containsExactlyInAnyOrder("kty", "crv", "x", "y");
        assertThat(claims.string("htm")).contains("POST");
        assertThat(claims.string("htu")).contains("https://mcp.example.com/mcp");
        assertThat(claims.integer("iat")).contains(clock.instant().getEpochSecond());
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("token".getBytes(StandardCharsets.US_ASCII));
        assertThat(claims.string("ath"))
                .contains(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    }

    @Test
    void isNewEachTime() {
        assertThat(part(proofs.forToken("POST", TARGET), 1).string("jti"))
                .isNotEqualTo(part(proofs.forToken("POST", TARGET), 1).string("jti"));
    }

    @Test
    @DisplayName("§8: carries the nonce of this origin and of no other")
    void carriesTheNonceOfTheOrigin() {
        assertThat(DpopProofs.nonceOf(proofs.forToken("POST", TARGET))).isEmpty();
        proofs.learn(TARGET, "n1");
        assertThat(DpopProofs.nonceOf(proofs.forToken("POST", TARGET.resolve("/other"))))
                .contains("n1");
        assertThat(DpopProofs.nonceOf(proofs.forToken("POST", URI.create("https://as.example.com/token"))))
                .isEmpty();
    }

    @Test
    void keepsItsKeyInTheStoreAndNotInText() {
        DpopKey key = proofs.key();
        DpopProofs restarted = new DpopProofs(DpopKey.read(key.write()).orElseThrow(), nonces, clock);
        assertThat(part(restarted.forToken("POST", TARGET), 0).object("jwk"))
                .isEqualTo(part(proofs.forToken("POST", TARGET), 0).object("jwk"));
        assertThat(key.toString()).isEqualTo("DpopKey[redacted]");
        assertThat(DpopKey.read(JsonObject.EMPTY)).isEmpty();
    }
}
