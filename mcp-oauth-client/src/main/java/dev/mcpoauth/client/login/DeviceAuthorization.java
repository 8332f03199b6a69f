package dev.mcpoauth.client.login;

import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.Printable;
import dev.mcpoauth.client.grant.GrantRequest;
import dev.mcpoauth.client.http.UrlPolicy;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The answer of a device authorization endpoint, within bounds (RFC 8628 §3.2).
 *
 * @param deviceCode the secret that is redeemed; a plain text because it is none of ours to compare
 * @param login what the user is told
 * @param interval the time between two questions, from one second to a minute
 */
record DeviceAuthorization(String deviceCode, DeviceLogin login, Duration interval) {
    /** RFC 8628 §3.5, {@code slow_down}. */
    static final Duration SLOWER = Duration.ofSeconds(5);

    private static final long USUAL_INTERVAL = 5;
    private static final int LONGEST_CODE = 100;

    static DeviceAuthorization of(
            JsonObject answer, Instant now, Duration patience, GrantRequest request, UrlPolicy policy)
            throws IOException {
        String deviceCode = answer.string("device_code").orElse("");
        String userCode = answer.string("user_code").orElse("");
        Optional<URI> page = uri(answer, "verification_uri").or(() -> uri(answer, "verification_url")); // Google
        long lifetime = answer.integer("expires_in").orElse(0L);
        if (deviceCode.isEmpty()
                || userCode.isEmpty()
                || userCode.length() > LONGEST_CODE
                || page.isEmpty()
                || lifetime <= 0) {
            throw request.trace()
                    .refuse(
                            (reason, message, steps) -> new TokenRequestFailed(reason, message, steps, ""),
                            ClientReasons.TOKEN_RESPONSE_INVALID,
                            "the device authorization response lacks a code, a page or a lifetime");
        }
        URI issuer = request.server().issuer().uri();
        URI verification = policy.require(page.get(), issuer, request.trace());
        URI direct =
                policy.require(uri(answer, "verification_uri_complete").orElse(verification), issuer, request.trace());
        Duration shown = Duration.ofSeconds(Math.min(lifetime, patience.toSeconds()));
        DeviceLogin login = new DeviceLogin(Printable.text(userCode), verification, direct, now.plus(shown));
        return new DeviceAuthorization(deviceCode, login, interval(answer));
    }

    private static Duration interval(JsonObject answer) {
        long seconds = answer.integer("interval").orElse(USUAL_INTERVAL);
        return Duration.ofSeconds(Math.max(1, Math.min(seconds, 60)));
    }

    private static Optional<URI> uri(JsonObject answer, String member) {
        try {
            return answer.string(member).map(URI::create);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Parameters.Builder redemption() {
        return Parameters.builder().add("grant_type", DeviceCodeGrant.TYPE).add("device_code", deviceCode);
    }

    /** Without the code. */
    @Override
    public String toString() {
        return "DeviceAuthorization[" + login.verificationUri() + "]";
    }
}
