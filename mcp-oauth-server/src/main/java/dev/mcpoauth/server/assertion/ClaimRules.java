package dev.mcpoauth.server.assertion;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import dev.mcpoauth.server.internal.claims.Audience;
import dev.mcpoauth.server.settings.TrustedIssuer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The claims of an assertion (RFC 7523 §3, Identity Assertion JWT Authorization Grant): about a person, for us alone, to the
 * client that presents it, and nothing in it that we would have to leave out of account.
 */
final class ClaimRules {
    private static final int LONGEST_ID = 500;
    private static final int LONGEST_SUBJECT = 255;

    private final Issuer own;

    ClaimRules(Issuer own) {
        this.own = own;
    }

    void require(TrustedIssuer issuer, JsonObject claims, Presenter presenter, Instant now) {
        requireClient(issuer, claims, presenter.clientId());
        if (!Audience.of(claims).values().equals(List.of(own.value()))) {
            throw Refusal.because(
                    ServerReasons.IDENTITY_AUDIENCE,
                    "aud must be this server's issuer identifier and nothing else",
                    "aud",
                    claims.value("aud").orElse(""));
        }
        TimeRules.require(issuer, claims, now);
        if (!hasText(claims, "jti", LONGEST_ID)) {
            throw Refusal.because(ServerReasons.IDENTITY_ID, "jti is missing or too long");
        }
        requireSubject(issuer, claims);
        requireKey(claims, presenter);
        requireNothingElse(claims);
    }

    private static void requireClient(TrustedIssuer issuer, JsonObject claims, String clientId) {
        if (!issuer.clients().contains(clientId)) {
            throw Refusal.because(
                            ServerReasons.IDENTITY_CLIENT_NOT_ALLOWED,
                            "this client may not present assertions of this issuer")
                    .with("client_id", clientId)
                    .with("iss", issuer.issuer());
        }
        boolean unnamed = !issuer.issuesIdentityAssertions() && !claims.has("client_id");
        if (!unnamed && !claims.string("client_id").equals(Optional.of(clientId))) {
            throw Refusal.because(
                            ServerReasons.IDENTITY_OTHER_CLIENT,
                            "client_id must be the client that presents it",
                            "client_id",
                            claims.value("client_id").orElse(""))
                    .with("client_id", clientId);
        }
    }

    private static void requireSubject(TrustedIssuer issuer, JsonObject claims) {
        if (!hasText(claims, "sub", LONGEST_SUBJECT)) {
            throw Refusal.because(ServerReasons.IDENTITY_SUBJECT, "sub is missing or too long");
        }
        Optional<String> tenant = claims.string("tenant");
        boolean known = issuer.tenants().isEmpty()
                ? !claims.has("tenant")
                : tenant.filter(issuer.tenants()::contains).isPresent();
        if (!known) {
            throw Refusal.because(
                    ServerReasons.IDENTITY_TENANT,
                    "this tenant of the issuer is not trusted",
                    "tenant",
                    claims.value("tenant").orElse(""));
        }
    }

    private static boolean hasText(JsonObject claims, String name, int longest) {
        return claims.string(name)
                .filter(text -> !text.isEmpty() && text.length() <= longest)
                .filter(text -> text.chars().noneMatch(Character::isISOControl))
                .isPresent();
    }

    /** An assertion may be good only for who holds a key (ID-JAG, sender constraining; RFC 9449 §6.1). */
    private static void requireKey(JsonObject claims, Presenter presenter) {
        boolean proved = claims.object("cnf")
                .flatMap(cnf -> cnf.string("jkt"))
                .flatMap(JwkThumbprint::parse)
                .filter(bound -> presenter.key().equals(Optional.of(bound)))
                .isPresent();
        if (claims.has("cnf") && !proved) {
            throw Refusal.because(ServerReasons.IDENTITY_KEY_BOUND, "it is bound to a key, of which there is no proof");
        }
    }

    /** What narrows an assertion down and is not understood here must not widen it. */
    private static void requireNothingElse(JsonObject claims) {
        if (claims.has("authorization_details")) {
            throw Refusal.because(ServerReasons.IDENTITY_DETAILS, "authorization_details are not supported");
        }
    }
}
