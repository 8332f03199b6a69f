package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an issuer calls things: RFC 9068 says it, and the big providers are older. Immutable.
 *
 * <p>A profile never decides whether signature, issuer, audience and time are checked: they always are.
 */
public final class TokenProfile {
    private static final String ACCESS_TOKEN = "at+jwt";
    private static final String ANY_JWT = "jwt";
    private static final String NONE = "";

    private final Set<String> types;
    private final String subjectClaim;
    private final List<String> clientClaims;
    private final List<String> scopeClaims;

    private TokenProfile(Set<String> types, String subjectClaim, List<String> clientClaims, List<String> scopeClaims) {
        this.types = types;
        this.subjectClaim = subjectClaim;
        this.clientClaims = clientClaims;
        this.scopeClaims = scopeClaims;
    }

    /** As RFC 9068 has it, and this library's authorization server: {@code at+jwt}, {@code client_id}, {@code scope}. */
    public static TokenProfile rfc9068() {
        return new TokenProfile(Set.of(ACCESS_TOKEN), "sub", List.of("client_id"), List.of("scope"));
    }

    /** Keycloak: type {@code JWT} unless configured otherwise, the client in {@code azp}. */
    public static TokenProfile keycloak() {
        return new TokenProfile(Set.of(ACCESS_TOKEN, ANY_JWT), "sub", List.of("azp", "client_id"), List.of("scope"));
    }

    /**
     * Microsoft Entra: the client in {@code azp}, or {@code appid} in tokens of version 1, the scope in {@code scp}. For
     * daemons, whose permissions are {@code roles}, say {@code withScopeClaims("roles")}; never together with {@code scp},
     * as roles of a person would then stand for what the person never let the client do.
     */
    public static TokenProfile entra() {
        return new TokenProfile(Set.of(ACCESS_TOKEN, ANY_JWT), "sub", List.of("azp", "appid"), List.of("scp"));
    }

    /**
     * Auth0: the client in {@code azp} or, where the API's token profile is RFC 9068, in {@code client_id}. Where the API
     * checks permissions, say {@code withScopeClaims("permissions")}: these are the person's, whatever the client asked for.
     */
    public static TokenProfile auth0() {
        return new TokenProfile(Set.of(ACCESS_TOKEN, ANY_JWT), "sub", List.of("azp", "client_id"), List.of("scope"));
    }

    /** Okta: no type, the client in {@code cid}, the scope in {@code scp}. */
    public static TokenProfile okta() {
        return new TokenProfile(
                Set.of(ACCESS_TOKEN, ANY_JWT, NONE), "sub", List.of("cid", "client_id"), List.of("scp"));
    }

    /** The same, which accepts these values of the header's {@code typ}; an empty text stands for none. */
    public TokenProfile withTypes(String... accepted) {
        Set<String> normal = Arrays.stream(accepted).map(TokenProfile::normal).collect(Collectors.toSet());
        return new TokenProfile(normal, subjectClaim, clientClaims, scopeClaims);
    }

    /** The same with the subject in this claim: one that never changes and is never given to another. */
    public TokenProfile withSubjectClaim(String claim) {
        return new TokenProfile(types, claim, clientClaims, scopeClaims);
    }

    /** The same with the client in the first of these claims that is there. */
    public TokenProfile withClientClaims(String... claims) {
        return new TokenProfile(types, subjectClaim, List.of(claims), scopeClaims);
    }

    /** The same with the scope in these claims together: texts of scope tokens with spaces between, or arrays of them. */
    public TokenProfile withScopeClaims(String... claims) {
        return new TokenProfile(types, subjectClaim, clientClaims, List.of(claims));
    }

    /** Whether a token with this {@code typ}, empty for none, may be an access token. */
    public boolean acceptsType(String type) {
        return types.contains(normal(type));
    }

    /** Whether the type alone says that a token is an access token, and nothing else of the same issuer. */
    public static boolean isUnmistakable(String type) {
        return normal(type).equals(ACCESS_TOKEN);
    }

    /** RFC 7515 §4.1.9: case does not matter, and {@code application/} may be left out. */
    private static String normal(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("application/") ? lower.substring("application/".length()) : lower;
    }

    /** The resource owner. */
    public Optional<String> subject(JsonObject claims) {
        return text(claims, subjectClaim);
    }

    /** The client. */
    public Optional<String> client(JsonObject claims) {
        return clientClaims.stream()
                .flatMap(name -> text(claims, name).stream())
                .findFirst();
    }

    private static Optional<String> text(JsonObject claims, String name) {
        return claims.string(name).filter(text -> !text.isEmpty());
    }

    /** What the token permits. What no scope token can be is left out, which permits less. */
    public Scope scope(JsonObject claims) {
        return scopeClaims.stream()
                .flatMap(name -> scopeTokens(claims, name))
                .flatMap(text -> Scope.parse(text).stream())
                .reduce(Scope.EMPTY, TokenProfile::union);
    }

    /** Each is one scope token or none: an element of an array with a space inside is not two. */
    private static Stream<String> scopeTokens(JsonObject claims, String name) {
        return claims
                .strings(name)
                .orElseGet(() -> List.of(claims.string(name).orElse("").split(" ", -1)))
                .stream()
                .filter(token -> token.indexOf(' ') < 0);
    }

    /** A scope has a bound, and a token with more permissions than that still permits the first. */
    private static Scope union(Scope scope, Scope more) {
        try {
            return scope.union(more);
        } catch (IllegalArgumentException full) {
            return scope;
        }
    }
}
