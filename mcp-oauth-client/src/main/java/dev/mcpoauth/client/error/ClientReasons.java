package dev.mcpoauth.client.error;

import dev.mcpoauth.core.diagnostics.Reason;

/** The reason ids of this module. {@code docs/reasons.md} has cause and remedy of each. */
public final class ClientReasons {
    public static final Reason URL_NOT_SECURE = new Reason("client.url.not-secure");
    public static final Reason URL_PRIVATE_ADDRESS = new Reason("client.url.private-address");

    public static final Reason RESOURCE_METADATA_UNUSABLE = new Reason("client.discovery.resource-metadata-unusable");
    public static final Reason RESOURCE_MISMATCH = new Reason("client.discovery.resource-mismatch");
    public static final Reason METADATA_ISSUER_MISMATCH = new Reason("client.discovery.issuer-mismatch");
    public static final Reason DISCOVERED = new Reason("client.discovery.found");
    public static final Reason NO_AUTHORIZATION_SERVER = new Reason("client.discovery.no-authorization-server");
    public static final Reason ENDPOINT_MISSING = new Reason("client.discovery.endpoint-missing");
    public static final Reason LEGACY_ENDPOINTS = new Reason("client.discovery.legacy-endpoints");
    public static final Reason PKCE_NOT_ADVERTISED = new Reason("client.discovery.pkce-not-advertised");
    public static final Reason PKCE_ASSUMED = new Reason("client.discovery.pkce-assumed");

    public static final Reason REGISTERED = new Reason("client.registration.registered");
    public static final Reason REGISTRATION_NOT_POSSIBLE = new Reason("client.registration.not-possible");
    public static final Reason REGISTRATION_REFUSED = new Reason("client.registration.refused");
    public static final Reason REGISTRATION_INVALID = new Reason("client.registration.response-invalid");
    public static final Reason REGISTRATION_OTHER_ISSUER = new Reason("client.registration.other-issuer");
    public static final Reason REGISTRATION_FORGOTTEN = new Reason("client.registration.forgotten");
    public static final Reason AUTHENTICATION_UNSUPPORTED =
            new Reason("client.registration.authentication-unsupported");
    public static final Reason PORT_BUSY = new Reason("client.registration.port-busy");

    public static final Reason LOGIN_BEGUN = new Reason("client.login.begun");
    public static final Reason LOGIN_ANSWERED = new Reason("client.login.answered");
    public static final Reason LOGIN_REQUIRED = new Reason("client.login.required");
    public static final Reason LOGIN_DENIED = new Reason("client.login.denied");
    public static final Reason LOGIN_REFUSED = new Reason("client.login.refused");
    public static final Reason LOGIN_TIMEOUT = new Reason("client.login.timeout");
    public static final Reason CALLBACK_FORGED = new Reason("client.login.callback-forged");
    public static final Reason CALLBACK_INVALID = new Reason("client.login.callback-invalid");
    public static final Reason ISSUER_MISSING = new Reason("client.login.issuer-missing");
    public static final Reason ISSUER_MISMATCH = new Reason("client.login.issuer-mismatch");

    public static final Reason PAR_NOT_TAKEN = new Reason("client.login.pushed-request-not-taken");

    public static final Reason TOKEN_OBTAINED = new Reason("client.token.obtained");
    public static final Reason TOKEN_REFUSED = new Reason("client.token.refused");
    public static final Reason TOKEN_RESPONSE_INVALID = new Reason("client.token.response-invalid");
    public static final Reason TOKEN_REJECTED = new Reason("client.token.rejected-by-resource");
    public static final Reason REFRESHED = new Reason("client.token.refreshed");
    public static final Reason REFRESH_REJECTED = new Reason("client.token.refresh-rejected");
    public static final Reason DPOP_UNSUPPORTED = new Reason("client.token.dpop-unsupported");

    public static final Reason SCOPE_NOT_GRANTED = new Reason("client.scope.not-granted");
    public static final Reason SCOPE_STEP_UP_LIMIT = new Reason("client.scope.step-up-limit");
    public static final Reason SCOPE_FIXED = new Reason("client.scope.fixed");

    public static final Reason BRIDGE_MISCONFIGURED = new Reason("client.bridge.misconfigured");
    public static final Reason BRIDGE_BUSY = new Reason("client.bridge.busy");
    public static final Reason BRIDGE_DUPLICATE_ID = new Reason("client.bridge.duplicate-id");
    public static final Reason BRIDGE_CALL_TIMEOUT = new Reason("client.bridge.call-timeout");
    public static final Reason BRIDGE_TOOL_IGNORED = new Reason("client.bridge.tool-ignored");
    public static final Reason BRIDGE_INPUT_LIMIT = new Reason("client.bridge.input-limit");
    public static final Reason BRIDGE_REMOTE_REFUSED = new Reason("client.bridge.server-refused");
    public static final Reason BRIDGE_REMOTE_UNREACHABLE = new Reason("client.bridge.server-unreachable");
    public static final Reason BRIDGE_REMOTE_INVALID = new Reason("client.bridge.server-invalid");
    public static final Reason BRIDGE_KEY_UNAVAILABLE = new Reason("client.bridge.key-unavailable");
    public static final Reason BRIDGE_STORE_UNAVAILABLE = new Reason("client.bridge.store-unavailable");
    public static final Reason BRIDGE_STATE_UNKNOWN = new Reason("client.bridge.state-unknown");
    public static final Reason BRIDGE_SIGN_IN_PENDING = new Reason("client.bridge.sign-in-pending");
    public static final Reason BRIDGE_QUESTION_UNPLACED = new Reason("client.bridge.question-unplaced");

    private ClientReasons() {}
}
