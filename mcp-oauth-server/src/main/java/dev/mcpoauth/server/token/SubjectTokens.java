package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Fingerprint;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.TokenStore;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.Lineage;

/**
 * The tokens that are to be exchanged: this server's own, looked up, so that a revocation counts. Whatever is wrong with one
 * is {@code invalid_request} (RFC 8693 §2.2.2), in one text, so that nobody can tell a token that was good once from a guess.
 */
final class SubjectTokens {
    private final TokenStore tokens;
    private final TokenHasher hasher;

    SubjectTokens(TokenStore tokens, TokenHasher hasher) {
        this.tokens = tokens;
        this.hasher = hasher;
    }

    AccessView find(TokenRequest request) {
        String token = request.required("subject_token");
        TokenTypes.requireSubject(request.required("subject_token_type"), token);
        AccessView view = Lineage.find(tokens, hasher.hash(token))
                .orElseThrow(() -> refuse(ServerReasons.EXCHANGE_SUBJECT_UNKNOWN, request, token));
        if (view.revoked() || !view.grant().isActive()) {
            throw refuse(ServerReasons.EXCHANGE_SUBJECT_REVOKED, request, token);
        }
        if (!view.isActive(request.now())) {
            throw refuse(ServerReasons.EXCHANGE_SUBJECT_EXPIRED, request, token);
        }
        return view;
    }

    private static OAuthException refuse(Reason reason, TokenRequest request, String token) {
        return notAcceptable(reason, request).with("token", Fingerprint.of(token));
    }

    /** The refusal of a subject token, for whatever reason. */
    static OAuthException notAcceptable(Reason reason, TokenRequest request) {
        return INVALID_REQUEST
                .because(reason, "the subject_token is not acceptable")
                .with("client_id", request.clientId());
    }
}
