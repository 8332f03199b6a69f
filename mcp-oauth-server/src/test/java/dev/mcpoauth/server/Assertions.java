package dev.mcpoauth.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.mcpoauth.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Client assertions as clients make them (RFC 7523), good unless a test changes a claim. */
final class Assertions {
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    static final ECKey EC = ec("ec-1");
    static final ECKey OTHER_EC = ec("ec-2");
    static final RSAKey RSA = rsa(2048, "rsa-1");

    private Assertions() {}

    static ECKey ec(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static RSAKey rsa(int bits, String kid) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static JWSSigner rsaSigner(RSAKey key) throws JOSEException {
        return new RSASSASigner(key.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()));
    }

    /** The public halves as a JWK Set. */
    static JsonObject jwks(JWK... keys) {
        List<JsonObject> members = Arrays.stream(keys)
                .map(key -> JsonObject.parse(key.toPublicJWK().toJSONString()))
                .toList();
        return JsonObject.builder().put("keys", members).build();
    }

    /** The claims of a good assertion, changed: a value of null takes a claim away. */
    static Map<String, Object> claims(String clientId, Instant now, Object... changes) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", clientId);
        claims.put("sub", clientId);
        claims.put("aud", TestServer.ISSUER);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + 60);
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                claims.remove(String.valueOf(changes[i]));
            } else {
                claims.put(String.valueOf(changes[i]), changes[i + 1]);
            }
        }
        return claims;
    }

    static String sign(JWK key, Map<String, Object> claims) {
        JWSAlgorithm algorithm = key instanceof ECKey ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256;
        return sign(key, new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
    }

    static String sign(JWK key, JWSHeader header, Map<String, Object> claims) {
        try {
            JWSObject jws = new JWSObject(header, new Payload(claims));
            JWSSigner signer = key instanceof ECKey ec ? new ECDSASigner(ec) : rsaSigner(key.toRSAKey());
            jws.sign(signer);
            return jws.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
