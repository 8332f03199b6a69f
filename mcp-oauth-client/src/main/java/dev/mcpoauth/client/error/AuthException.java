package dev.mcpoauth.client.error;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.Reason;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Authorization cannot be had, for a reason that trying the same again does not mend. An outage of the network or of a
 * server is an {@link OutageException} instead, and costs no stored credential.
 *
 * <p>The message is safe to show: what a peer supplied is bounded and escaped, and no secret is in it. {@link #reason}
 * is the stable id that {@code docs/reasons.md} explains, {@link #steps} what the flow did until it failed.
 */
public abstract sealed class AuthException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Reason reason;
    private final transient List<Step> steps;
    private transient String traceId = "";

    private AuthException(Reason reason, String message, List<Step> steps) {
        super(message + " [" + reason + "]");
        this.reason = reason;
        this.steps = List.copyOf(steps);
    }

    /** The stable reason id. */
    public final Reason reason() {
        return reason;
    }

    final void within(String trace) {
        traceId = trace;
    }

    /**
     * The trace id that the requests of the flow carried (W3C Trace Context §3.2), by which a server's operator finds them; empty if
     * they carried none.
     */
    public final Optional<String> traceId() {
        return Optional.of(traceId).filter(id -> !id.isEmpty());
    }

    /** What the flow did, in order, until it failed. */
    public final List<Step> steps() {
        return steps;
    }

    /** No authorization server can be found for the resource, or what was found must not be used. */
    public static final class DiscoveryFailed extends AuthException {
        private static final long serialVersionUID = 1L;

        public DiscoveryFailed(Reason reason, String message, List<Step> steps) {
            super(reason, message, steps);
        }
    }

    /** A URL that a server supplied is one that this client must not use. */
    public static final class InsecureEndpoint extends AuthException {
        private static final long serialVersionUID = 1L;

        public InsecureEndpoint(Reason reason, String message, List<Step> steps) {
            super(reason, message, steps);
        }
    }

    /** The authorization server does not say that it verifies PKCE with S256. */
    public static final class PkceUnsupported extends AuthException {
        private static final long serialVersionUID = 1L;

        public PkceUnsupported(Reason reason, String message, List<Step> steps) {
            super(reason, message, steps);
        }
    }

    /** An authorization response did not come from the issuer that was asked (RFC 9207 §2.4). */
    public static final class IssuerMismatch extends AuthException {
        private static final long serialVersionUID = 1L;

        public IssuerMismatch(Reason reason, String message, List<Step> steps) {
            super(reason, message, steps);
        }
    }

    /** There is no client identity for the authorization server, or it refused to register one. */
    public static final class RegistrationFailed extends AuthException {
        private static final long serialVersionUID = 1L;

        public RegistrationFailed(Reason reason, String message, List<Step> steps) {
            super(reason, message, steps);
        }
    }

    /** The port of a redirect URI that cannot be changed is taken by another program. */
    public static final class RedirectPortBusy extends AuthException {
        private static final long serialVersionUID = 1L;

        public RedirectPortBusy(Reason reason, String message, List<Step> steps) {
            super(reason, message, steps);
        }
    }

    /** A sign-in is needed and this client was told not to start one. */
    public static final class LoginRequired extends AuthException {
        private static final long serialVersionUID = 1L;

        private final transient URI authorizationUrl;

        public LoginRequired(Reason reason, String message, List<Step> steps, URI authorizationUrl) {
            super(reason, message, steps);
            this.authorizationUrl = authorizationUrl;
        }

        /** Where a user would have signed in. */
        public URI authorizationUrl() {
            return authorizationUrl;
        }
    }

    /** The sign-in ended without an authorization code: denied, refused by the server, or never finished. */
    public static final class LoginFailed extends AuthException {
        private static final long serialVersionUID = 1L;

        public LoginFailed(Reason reason, String message, List<Step> steps) {
            super(reason, message, steps);
        }
    }

    /** The token endpoint answered, and its answer is a refusal or no token response. */
    public static final class TokenRequestFailed extends AuthException {
        private static final long serialVersionUID = 1L;

        private final String error;

        public TokenRequestFailed(Reason reason, String message, List<Step> steps, String error) {
            super(reason, message, steps);
            this.error = error;
        }

        /** The error code of RFC 6749 §5.2, empty if the answer had none. */
        public String error() {
            return error;
        }
    }

    /** The resource refuses tokens that were issued for it a moment ago. */
    public static final class TokenRejected extends AuthException {
        private static final long serialVersionUID = 1L;

        public TokenRejected(Reason reason, String message, List<Step> steps) {
            super(reason, message, steps);
        }
    }

    /** The operation needs scope that was asked for and not granted, or not honoured when granted. */
    public static final class InsufficientScope extends AuthException {
        private static final long serialVersionUID = 1L;

        private final transient Scope required;

        public InsufficientScope(Reason reason, String message, List<Step> steps, Scope required) {
            super(reason, message, steps);
            this.required = required;
        }

        /** The scope that the resource asks for. */
        public Scope required() {
            return required;
        }
    }
}
