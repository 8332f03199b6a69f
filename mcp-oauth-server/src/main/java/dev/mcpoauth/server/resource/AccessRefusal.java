package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.challenge.Challenge;
import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.dpop.ProofNonces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The answer to a request that may not reach the resource, complete and independent of any HTTP library: status, headers
 * and a JSON body with texts that the peer may read (RFC 6750 §3).
 */
public final class AccessRefusal {
    private final int status;
    private final String error;
    private final String description;
    private final List<Challenge> challenges;
    private final Optional<String> nonce;
    private final CorrelationId correlationId;

    AccessRefusal(
            int status,
            String error,
            String description,
            List<Challenge> challenges,
            Optional<String> nonce,
            CorrelationId correlationId) {
        this.status = status;
        this.error = error;
        this.description = description;
        this.challenges = List.copyOf(challenges);
        this.nonce = nonce;
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

    /** The challenges, one for each scheme, the one that the peer used first; none where the refusal is an outage. */
    public List<Challenge> challenges() {
        return challenges;
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
        headers.put("Access-Control-Expose-Headers", "WWW-Authenticate, DPoP-Nonce, Retry-After, X-Correlation-Id");
        if (challenges.isEmpty()) {
            headers.put("Retry-After", "5");
        } else {
            headers.put(
                    "WWW-Authenticate",
                    challenges.stream().map(Challenge::write).collect(Collectors.joining(", ")));
        }
        nonce.ifPresent(value -> headers.put(ProofNonces.HEADER, value));
        return headers;
    }

    private Optional<String> explanation() {
        return challenges.stream()
                .flatMap(challenge -> challenge.parameter("error_uri").stream())
                .findFirst();
    }

    /** The JSON body. */
    public JsonObject body() {
        return JsonObject.builder()
                .put("error", error)
                .put("error_description", description)
                .put("error_uri", explanation())
                .build();
    }
}
