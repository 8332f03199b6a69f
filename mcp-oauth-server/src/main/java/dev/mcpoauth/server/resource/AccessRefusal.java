package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.challenge.Challenge;
import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request that may not reach the resource, complete and independent of any HTTP library: status, headers
 * and a JSON body with texts that the peer may read (RFC 6750 §3).
 */
public final class AccessRefusal {
    private final int status;
    private final String error;
    private final String description;
    private final @Nullable Challenge challenge;
    private final CorrelationId correlationId;

    AccessRefusal(
            int status, String error, String description, @Nullable Challenge challenge, CorrelationId correlationId) {
        this.status = status;
        this.error = error;
        this.description = description;
        this.challenge = challenge;
        this.correlationId = correlationId;
    }

    /** The HTTP status: 400, 401, 403 or 503. */
    public int status() {
        return status;
    }

    /** What the peer may read. */
    public String description() {
        return description;
    }

    /** The challenge, except where the refusal is an outage. */
    public Optional<Challenge> challenge() {
        return Optional.ofNullable(challenge);
    }

    /** Joins the answer with the diagnostic event. */
    public CorrelationId correlationId() {
        return correlationId;
    }

    /** All headers of the answer but {@code Content-Type}; readable for scripts of any origin, as it holds no secret. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Correlation-Id", correlationId.value());
        headers.put("Access-Control-Allow-Origin", "*");
        headers.put("Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After, X-Correlation-Id");
        challenge().ifPresent(it -> headers.put("WWW-Authenticate", it.write()));
        if (challenge == null) {
            headers.put("Retry-After", "5");
        }
        return headers;
    }

    /** The JSON body. */
    public JsonObject body() {
        return JsonObject.builder()
                .put("error", error)
                .put("error_description", description)
                .build();
    }
}
