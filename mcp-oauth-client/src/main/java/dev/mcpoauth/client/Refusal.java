package dev.mcpoauth.client;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.challenge.Challenge;
import dev.mcpoauth.core.challenge.WwwAuthenticate;
import dev.mcpoauth.core.secret.AccessToken;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A resource's 401 or 403.
 *
 * @param method the HTTP method of the refused request
 * @param uri its target
 * @param operation what it was for, such as {@code "tools/call query"}; step-up is limited per operation
 * @param status the status
 * @param headers the answer's header fields, names in lower case
 * @param sent the header fields that the session had supplied for the request
 */
public record Refusal(
        String method,
        URI uri,
        String operation,
        int status,
        Map<String, List<String>> headers,
        Map<String, String> sent) {

    public Refusal {
        headers = Map.copyOf(headers);
        sent = Map.copyOf(sent);
    }

    /** The challenge of the scheme that was used, else of the other one. */
    Optional<Challenge> challenge() {
        boolean dpop = sent.containsKey("DPoP");
        return challenges()
                .first(dpop ? "DPoP" : "Bearer")
                .or(() -> challenges().first(dpop ? "Bearer" : "DPoP"));
    }

    private WwwAuthenticate challenges() {
        return WwwAuthenticate.parse(headers.getOrDefault("www-authenticate", List.of()));
    }

    /** Whether the resource takes tokens that are bound to a key. */
    boolean offersDpop() {
        return challenges().first("DPoP").isPresent();
    }

    /** Whether it takes no others. */
    boolean offersOnlyDpop() {
        return offersDpop() && challenges().first("Bearer").isEmpty();
    }

    boolean hasError(String code) {
        return challenge().flatMap(c -> c.parameter("error")).equals(Optional.of(code));
    }

    Scope scope() {
        return challenge()
                .flatMap(c -> c.parameter("scope"))
                .flatMap(Scope::parse)
                .orElse(Scope.EMPTY);
    }

    /** The {@code resource_metadata} parameters, as far as they are absolute URLs. */
    List<URI> metadataHints() {
        return challenge().flatMap(c -> c.parameter("resource_metadata")).flatMap(Refusal::absolute).stream()
                .toList();
    }

    private static Optional<URI> absolute(String text) {
        try {
            return Optional.of(URI.create(text)).filter(uri -> uri.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The token that was refused, if one was sent. */
    Optional<AccessToken> refusedToken() {
        return Optional.ofNullable(sent.get("Authorization"))
                .map(value -> value.substring(value.indexOf(' ') + 1))
                .map(AccessToken::parse);
    }

    Optional<String> nonce() {
        return headers.getOrDefault("dpop-nonce", List.of()).stream().findFirst();
    }

    /** Names method, URL without query, and status: header fields carry secrets. */
    @Override
    public String toString() {
        return "Refusal[" + status + " " + method + " " + uri.getRawAuthority() + uri.getRawPath() + "]";
    }
}
