package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * A provider's tokens as the sealed properties of a grant hold them, beside what the application put there.
 *
 * @param json the member with all that is known of them
 */
record KeptTokens(JsonObject json) {
    private static final String MEMBER = "upstream_tokens";

    /** The tokens of a response; a refresh that brings no new refresh token leaves the old one in force (RFC 6749 §6). */
    static KeptTokens of(String provider, JsonObject response, Optional<String> previous, Instant now) {
        JsonObject.Builder json = JsonObject.builder()
                .put("provider", provider)
                .put("access_token", response.string("access_token").orElseThrow());
        response.string("refresh_token").or(() -> previous).ifPresent(token -> json.put("refresh_token", token));
        response.integer("expires_in")
                .filter(seconds -> seconds > 0)
                .ifPresent(
                        seconds -> json.put("expires_at", now.getEpochSecond() + Math.min(seconds, 10_000_000_000L)));
        return new KeptTokens(json.build());
    }

    static Optional<KeptTokens> read(JsonObject properties) {
        return properties.object(MEMBER).map(KeptTokens::new);
    }

    static JsonObject into(JsonObject properties, JsonObject kept) {
        return properties.toBuilder().put(MEMBER, kept).build();
    }

    JsonObject into(JsonObject properties) {
        return into(properties, json);
    }

    String provider() {
        return json.string("provider").orElseThrow();
    }

    String accessToken() {
        return json.string("access_token").orElseThrow();
    }

    /** Empty if there is none, or the provider takes it no more. */
    Optional<String> refreshToken() {
        return json.string("refresh_token");
    }

    Optional<Instant> expiresAt() {
        return json.integer("expires_at").map(Instant::ofEpochSecond);
    }

    UpstreamToken token() {
        return new UpstreamToken(provider(), accessToken(), expiresAt());
    }

    /** Whether no refresh came between; whoever may be at one. */
    boolean isSame(KeptTokens other) {
        return accessToken().equals(other.accessToken()) && refreshToken().equals(other.refreshToken());
    }

    /** Whether somebody is refreshing them, on whichever node. */
    boolean isLeased(Instant now) {
        return json.integer("refreshing_until")
                .filter(until -> until > now.toEpochMilli())
                .isPresent();
    }

    KeptTokens leased(Instant until) {
        return new KeptTokens(
                json.toBuilder().put("refreshing_until", until.toEpochMilli()).build());
    }

    KeptTokens released() {
        return new KeptTokens(json.toBuilder().remove("refreshing_until").build());
    }

    /** What is left of them once the provider takes the refresh token no more. */
    KeptTokens ended() {
        return new KeptTokens(json.toBuilder()
                .remove("refreshing_until")
                .remove("refresh_token")
                .put("expires_at", 0)
                .build());
    }

    /** Neither token. */
    @Override
    public String toString() {
        return "KeptTokens[" + provider() + "]";
    }
}
