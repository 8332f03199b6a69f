package dev.mcpoauth.server.token;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.journal.FlowKeys;
import dev.mcpoauth.core.pkce.VerifierOutcome;
import dev.mcpoauth.core.secret.AuthorizationCode;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.CodeBinding;
import dev.mcpoauth.server.grant.GrantKey;
import dev.mcpoauth.server.grant.GrantSeals;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import java.util.Map;
import java.util.Optional;

/**
 * Redeems authorization codes (RFC 6749 §4.1.3, RFC 7636 §4.6). Everything is checked on a look that changes nothing;
 * redeeming is the last step, so that a foreign or mistaken request can not spend somebody's code.
 */
final class AuthorizationCodeGrant implements GrantHandler {
    /** A guess or two is a client with crossed logins; the third wrong proof ends the code. */
    private static final int FAILURES_TO_BURN = 3;

    private final OAuthStore store;
    private final AuthorizationServerSettings settings;
    private final GrantedTerms terms;
    private final CodeRedemption redemption;
    private final GrantSeals seals;

    AuthorizationCodeGrant(
            OAuthStore store,
            AuthorizationServerSettings settings,
            GrantedTerms terms,
            CodeRedemption redemption,
            GrantSeals seals) {
        this.store = store;
        this.settings = settings;
        this.terms = terms;
        this.redemption = redemption;
        this.seals = seals;
    }

    @Override
    public String grantType() {
        return "authorization_code";
    }

    @Override
    public byte[] issue(TokenRequest request) {
        AuthorizationCode code = parse(request.required("code"));
        TokenHash hash = code.hash(settings.tokenHasher());
        CodeRecord record = store.codes().peek(hash).orElseThrow(() -> refuse(ServerReasons.CODE_UNKNOWN));
        request.exchange().about(FlowKeys.GRANT, record.grantId());
        if (!record.clientId().equals(request.clientId())) {
            throw refuse(ServerReasons.CODE_OTHER_CLIENT);
        }
        CodeBinding binding = CodeBinding.read(record.payload());
        requireRedirect(request, record, binding);
        requireVerifier(request, record, binding);
        request.requireKey(binding.key(), () -> countFailure(request, record, ServerReasons.CODE_OTHER_KEY));
        GrantRecord grant = store.grants()
                .find(record.grantId())
                .filter(found -> found.expiresAt().isAfter(request.now()))
                .orElseThrow(() -> refuse(ServerReasons.CODE_EXPIRED));
        GrantTerms asked = terms.of(request, GrantTerms.read(grant.payload()), Optional.empty());
        GrantKey key = seals.carried(code, record.grantId(), record.payload());
        return redemption.redeem(request, code, hash, grant, key, asked);
    }

    private static AuthorizationCode parse(String text) {
        try {
            return AuthorizationCode.parse(text);
        } catch (IllegalArgumentException e) {
            throw refuse(ServerReasons.CODE_UNKNOWN);
        }
    }

    /** The value must be the one of the authorization request, character by character; absent where only one was possible. */
    private void requireRedirect(TokenRequest request, CodeRecord record, CodeBinding binding) {
        Optional<String> stated = request.form().value("redirect_uri");
        boolean matches = stated.isPresent()
                ? stated.get().equals(binding.redirectUri().value())
                : request.authenticated().client().redirectUris().size() == 1;
        if (!matches) {
            throw countFailure(request, record, ServerReasons.REDIRECT_MISMATCH);
        }
    }

    private void requireVerifier(TokenRequest request, CodeRecord record, CodeBinding binding) {
        VerifierOutcome outcome = settings.tolerances(request.clientId())
                .pkce()
                .verify(Optional.of(binding.challenge()), request.form().value("code_verifier"));
        if (outcome instanceof VerifierOutcome.Matched matched) {
            if (!matched.deviations().isEmpty()) {
                request.exchange()
                        .report(
                                Decision.TOLERATED,
                                ServerReasons.TOKEN_PKCE_TOLERATED,
                                Map.of("client_id", request.clientId(), "tolerances", matched.deviations()));
            }
        } else if (outcome instanceof VerifierOutcome.Malformed malformed) {
            throw countFailure(request, record, malformed.reason()).with("would_accept", malformed.wouldAccept());
        } else if (outcome instanceof VerifierOutcome.Mismatch mismatch) {
            throw countFailure(request, record, mismatch.reason());
        } else {
            throw refuse(ServerReasons.CODE_UNKNOWN);
        }
    }

    private OAuthException countFailure(TokenRequest request, CodeRecord record, Reason reason) {
        int failures = store.codes().recordFailure(record.hash(), request.now());
        if (failures >= FAILURES_TO_BURN
                && store.grants().revoke(record.grantId(), RevokeReason.CODE_GUESSED, request.now())) {
            request.exchange()
                    .report(
                            Decision.REFUSED,
                            ServerReasons.CODE_BURNT,
                            Map.of("client_id", request.clientId(), "grant", record.grantId()));
        }
        OAuthException refusal =
                refuse(reason).with("client_id", request.clientId()).with("failures", failures);
        return VerifierTrace.added(refusal, request);
    }

    private static OAuthException refuse(Reason reason) {
        return CodeRedemption.refuse(reason);
    }
}
