package dev.mcpoauth.server.assertion;

import static dev.mcpoauth.core.OAuthError.INVALID_GRANT;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;

/**
 * Says what is wrong with an assertion: whoever presents it has authenticated, and can read it anyway (RFC 7523 §3.1).
 */
final class Refusal {
    private Refusal() {}

    static OAuthException because(Reason reason, String what) {
        return INVALID_GRANT.because(reason, "assertion: " + what);
    }

    static OAuthException because(Reason reason, String what, String claim, Object seen) {
        return because(reason, what).with("claim", claim).with("seen", seen);
    }
}
