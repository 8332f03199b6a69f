package dev.mcpoauth.server.token;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.RefreshToken;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import dev.mcpoauth.server.grant.Confirmation;
import dev.mcpoauth.server.grant.GrantKey;
import dev.mcpoauth.server.grant.GrantSeals;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes tokens: the text to the client, a hash to the store, whatever the text is. */
final class TokenMint {
    private final Duration refreshIdle;
    private final AccessTokens accessTokens;
    private final TokenHasher hasher;
    private final GrantSeals seals;
    private final SecureRandom random;
    private final Possession possession;

    TokenMint(AuthorizationServerSettings settings, SecureRandom random, Possession possession) {
        this.refreshIdle = settings.lifetimes().refreshIdle();
        this.accessTokens = new AccessTokens(settings, random);
        this.hasher = settings.tokenHasher();
        this.seals = new GrantSeals(random);
        this.random = random;
        this.possession = possession;
    }

    /**
     * Tokens that are not issued until a store says so.
     *
     * @param tokens what the store is to insert
     * @param response the response body for the client (RFC 6749 §5.1)
     */
    record Minted(IssuedTokens tokens, OpaqueBytes response) {}

    /** How long an access token on these terms is good, unless its grant ends before. */
    Duration accessLifetime(GrantTerms terms) {
        return accessTokens.lifetime(terms);
    }

    /**
     * Makes the next tokens of a grant. They are bound to the key that the request proved, if it proved one (RFC 9449 §5).
     *
     * @param key to the properties of the grant, which the tokens are to open
     * @param generation of the refresh token; 0 for none
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_target} if there is no token for all that was asked for;
     *     {@code invalid_dpop_proof} if the proof was used before, or is missing where the resource demands one
     */
    Minted mint(TokenRequest request, GrantRecord grant, GrantKey key, GrantTerms terms, int generation) {
        Instant now = request.now();
        Optional<JwkThumbprint> proved = request.key();
        possession.spend(request, terms);
        Instant accessEnd = earlier(now.plus(accessTokens.lifetime(terms)), grant.expiresAt());
        AccessToken access = accessTokens.issue(grant, terms, proved, now, accessEnd);
        IssuedTokens tokens = IssuedTokens.none()
                .with(new AccessRecord(
                        access.hash(hasher),
                        grant.grantId(),
                        grant.clientId(),
                        now,
                        accessEnd,
                        seals.carry(key, access, grant.grantId(), Confirmation.write(terms, proved))));
        JsonObject.Builder response = JsonObject.builder()
                .put("access_token", access.reveal())
                .put("token_type", proved.isPresent() ? "DPoP" : "Bearer")
                .put("expires_in", Duration.between(now, accessEnd).toSeconds());
        if (generation > 0) {
            RefreshToken refresh = RefreshToken.generate(random);
            tokens = tokens.with(refreshRecord(refresh, grant, key, generation, request));
            response.put("refresh_token", refresh.reveal());
        }
        JsonObject body = response.put("scope", terms.scope().toString()).build();
        return new Minted(tokens, OpaqueBytes.of(body.toBytes()));
    }

    /**
     * A client that has to authenticate needs no other proof that a refresh token is its own (RFC 9449 §5). One that may do
     * without the next time does.
     */
    private RefreshRecord refreshRecord(
            RefreshToken token, GrantRecord grant, GrantKey key, int generation, TokenRequest request) {
        Instant now = request.now();
        OpaqueBytes payload = request.authenticated().neverComesWithoutProof()
                ? OpaqueBytes.empty()
                : Confirmation.write(request.key());
        Instant end = earlier(now.plus(refreshIdle), grant.expiresAt());
        return new RefreshRecord(
                token.hash(hasher),
                grant.grantId(),
                grant.clientId(),
                generation,
                now,
                end,
                seals.carry(key, token, grant.grantId(), payload));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** What a request asked for, in one text that equals another's exactly if they ask for the same, for the same key. */
    static String asked(TokenRequest request, GrantTerms terms) {
        List<String> resources = terms.resources().stream()
                .map(ResourceIndicator::value)
                .sorted()
                .toList();
        return String.join("\n", terms.scope().tokens().stream().sorted().toList()) + "\n\n"
                + String.join("\n", resources)
                + request.key().map(key -> "\n\n" + key.encoded()).orElse("");
    }
}
