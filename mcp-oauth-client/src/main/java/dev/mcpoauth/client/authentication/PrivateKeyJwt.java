package dev.mcpoauth.client.authentication;

import dev.mcpoauth.client.jose.SigningKey;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Method {@code private_key_jwt}: a signed assertion with the issuer as its only audience (RFC 7523 §3, OpenID Connect
 * Core §9), good for one minute and one request.
 */
public final class PrivateKeyJwt implements ClientAuthentication {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Duration LIFETIME = Duration.ofMinutes(1);

    private final SigningKey key;
    private final @Nullable String keyId;
    private final Clock clock;

    private PrivateKeyJwt(SigningKey key, @Nullable String keyId, Clock clock) {
        this.key = key;
        this.keyId = keyId;
        this.clock = clock;
    }

    /** For a server that knows one key of this client. */
    public static PrivateKeyJwt of(SigningKey key, Clock clock) {
        return new PrivateKeyJwt(key, null, clock);
    }

    /** The same with the {@code kid} by which the server finds the key. */
    public PrivateKeyJwt withKeyId(String id) {
        return new PrivateKeyJwt(key, id, clock);
    }

    @Override
    public String method() {
        return "private_key_jwt";
    }

    @Override
    public Presented present(String clientId, Issuer audience) {
        Instant now = clock.instant();
        JsonObject header = JsonObject.builder()
                .put("typ", "JWT")
                .put("kid", Optional.ofNullable(keyId))
                .build();
        JsonObject claims = JsonObject.builder()
                .put("iss", clientId)
                .put("sub", clientId)
                .put("aud", audience.value())
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFETIME).getEpochSecond())
                .build();
        return new Presented(
                Map.of(),
                Map.of(
                        "client_id", clientId,
                        "client_assertion_type", ASSERTION_TYPE,
                        "client_assertion", key.sign(header, claims)));
    }

    @Override
    public String toString() {
        return "PrivateKeyJwt[" + key.algorithm() + "]";
    }
}
