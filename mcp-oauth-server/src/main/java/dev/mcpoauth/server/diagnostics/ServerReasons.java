package dev.mcpoauth.server.diagnostics;

import dev.mcpoauth.core.diagnostics.Reason;

/**
 * The reason ids of the authorization server. {@code docs/reasons.md} has what the peer sees, cause and remedy of each.
 */
public final class ServerReasons {
    /** No endpoint on this path. */
    public static final Reason REQUEST_PATH = new Reason("request.unknown-path");
    /** The endpoint does not answer this method. */
    public static final Reason REQUEST_METHOD = new Reason("request.method-not-allowed");
    /** The body is no form, or no JSON where JSON is due. */
    public static final Reason REQUEST_MEDIA_TYPE = new Reason("request.unsupported-media-type");
    /** The request is larger than the endpoint's limit. */
    public static final Reason REQUEST_TOO_LARGE = new Reason("request.too-large");
    /** The query or form can not be read. */
    public static final Reason REQUEST_MALFORMED = new Reason("request.malformed");
    /** A required parameter is missing. */
    public static final Reason REQUEST_PARAMETER_MISSING = new Reason("request.parameter-missing");
    /** The store is down. */
    public static final Reason STORE_UNAVAILABLE = new Reason("store.unavailable");
    /** A defect on our side. */
    public static final Reason SERVER_DEFECT = new Reason("server.defect");

    /** No client has this id. */
    public static final Reason CLIENT_UNKNOWN = new Reason("client.unknown");
    /** The request names no client. */
    public static final Reason CLIENT_MISSING = new Reason("client.missing");
    /** Credentials in the Authorization header that can not be read, or another scheme than Basic. */
    public static final Reason CLIENT_CREDENTIALS_MALFORMED = new Reason("client.credentials-malformed");
    /** Header and form name different clients, or both carry a secret. */
    public static final Reason CLIENT_CREDENTIALS_MIXED = new Reason("client.credentials-mixed");
    /** A confidential client came without secret. */
    public static final Reason CLIENT_SECRET_MISSING = new Reason("client.secret-missing");
    /** The secret is wrong. */
    public static final Reason CLIENT_SECRET_WRONG = new Reason("client.secret-wrong");
    /** A public client came with a secret. */
    public static final Reason CLIENT_SECRET_UNEXPECTED = new Reason("client.secret-unexpected");
    /** A client with a certificate came without. */
    public static final Reason CLIENT_CERTIFICATE_MISSING = new Reason("client.certificate-missing");
    /** The certificate is not the client's, or has expired. */
    public static final Reason CLIENT_CERTIFICATE_WRONG = new Reason("client.certificate-wrong");
    /** A client assertion from a client that authenticates otherwise. */
    public static final Reason ASSERTION_UNEXPECTED = new Reason("client.assertion-unexpected");
    /** A client with a key came without assertion. */
    public static final Reason ASSERTION_MISSING = new Reason("client.assertion-missing");
    /** The client assertion is no signed JWT, or of another type. */
    public static final Reason ASSERTION_MALFORMED = new Reason("client.assertion-malformed");
    /** The header of the assertion names a key of its own, an extension, or another type of token. */
    public static final Reason ASSERTION_HEADER = new Reason("client.assertion-header");
    /** The assertion's algorithm is none, symmetric, unknown, or not the registered one. */
    public static final Reason ASSERTION_ALGORITHM = new Reason("client.assertion-algorithm");
    /** Issuer or subject of the assertion is not the client. */
    public static final Reason ASSERTION_SUBJECT = new Reason("client.assertion-subject");
    /** The assertion is not for this server, or not for it alone. */
    public static final Reason ASSERTION_AUDIENCE = new Reason("client.assertion-audience");
    /** The assertion has expired, is not good yet, or for too long. */
    public static final Reason ASSERTION_TIME = new Reason("client.assertion-time");
    /** The assertion has no identifier. */
    public static final Reason ASSERTION_ID = new Reason("client.assertion-id");
    /** The client has no such key. */
    public static final Reason ASSERTION_KEY_UNKNOWN = new Reason("client.assertion-key-unknown");
    /** The signature is wrong. */
    public static final Reason ASSERTION_SIGNATURE = new Reason("client.assertion-signature");
    /** The assertion was used before. */
    public static final Reason ASSERTION_REPLAYED = new Reason("client.assertion-replayed");
    /** The client's jwks_uri gives no key set. */
    public static final Reason ASSERTION_KEYS_UNUSABLE = new Reason("client.keys-unusable");
    /** The client's jwks_uri does not answer. */
    public static final Reason ASSERTION_KEYS_UNREACHABLE = new Reason("client.keys-unreachable");
    /** Too many failed authentications of one client. */
    public static final Reason CLIENT_RATE_LIMITED = new Reason("client.rate-limited");
    /** A client without stated authentication method became public. */
    public static final Reason CLIENT_METHOD_PINNED = new Reason("client.auth-method-pinned");

    /** A client id that looks like the URL of a document and can not be one. */
    public static final Reason CLIENT_DOCUMENT_URL = new Reason("client-document.url");
    /** The operator does not allow documents of this domain. */
    public static final Reason CLIENT_DOCUMENT_DOMAIN = new Reason("client-document.domain-denied");
    /** The document's host leads to an address that is not public. */
    public static final Reason CLIENT_DOCUMENT_ADDRESS = new Reason("client-document.private-address");
    /** What is behind the client id does not describe a client. */
    public static final Reason CLIENT_DOCUMENT_UNUSABLE = new Reason("client-document.unusable");
    /** The document's host does not answer. */
    public static final Reason CLIENT_DOCUMENT_UNREACHABLE = new Reason("client-document.unreachable");
    /** Too many documents in a short time, or at once. */
    public static final Reason CLIENT_DOCUMENT_LIMITED = new Reason("client-document.rate-limited");
    /** A document of a client was fetched. */
    public static final Reason FETCHED = new Reason("fetch.done");
    /** A document of a client could not be fetched. */
    public static final Reason FETCH_FAILED = new Reason("fetch.failed");

    /** No redirect URI, and more than one is registered. */
    public static final Reason REDIRECT_MISSING = new Reason("redirect.missing");
    /** The redirect URI is none. */
    public static final Reason REDIRECT_MALFORMED = new Reason("redirect.malformed");
    /** The redirect URI is not registered. */
    public static final Reason REDIRECT_NOT_REGISTERED = new Reason("redirect.not-registered");
    /** The redirect URI matched only across loopback hosts. */
    public static final Reason REDIRECT_LOOPBACK_HOST = new Reason("redirect.loopback-host-tolerated");
    /** The token request names another redirect URI than the authorization request, or none. */
    public static final Reason REDIRECT_MISMATCH = new Reason("redirect.mismatch");

    /** Another response type than code. */
    public static final Reason RESPONSE_TYPE_UNSUPPORTED = new Reason("authorize.response-type-unsupported");
    /** A response mode that there is not, or that can not work for this redirect URI. */
    public static final Reason RESPONSE_MODE_UNSUPPORTED = new Reason("authorize.response-mode-unsupported");
    /** A request object, which is not supported. */
    public static final Reason REQUEST_OBJECT_UNSUPPORTED = new Reason("authorize.request-object-unsupported");
    /** An impossible combination of prompts. */
    public static final Reason PROMPT_INVALID = new Reason("authorize.prompt-invalid");
    /** prompt=none, and nobody is signed in. */
    public static final Reason LOGIN_REQUIRED = new Reason("authorize.login-required");
    /** prompt=none, and consent must be asked. */
    public static final Reason CONSENT_REQUIRED = new Reason("authorize.consent-required");
    /** The client did not register the authorization code grant. */
    public static final Reason AUTHORIZE_GRANT_TYPE = new Reason("authorize.grant-type-not-registered");
    /** A tolerance let the code challenge pass. */
    public static final Reason PKCE_TOLERATED = new Reason("authorize.pkce-tolerated");
    /** A request was accepted and waits for a person. */
    public static final Reason AUTHORIZE_PENDING = new Reason("authorize.pending");
    /** The resource owner granted, a code was issued. */
    public static final Reason AUTHORIZE_GRANTED = new Reason("authorize.granted");
    /** The resource owner denied. */
    public static final Reason AUTHORIZE_DENIED = new Reason("authorize.denied");
    /** Too many requests of one client began to wait for a person. */
    public static final Reason AUTHORIZE_RATE_LIMITED = new Reason("authorize.rate-limited");
    /** A refusal was shown instead of redirected to a web site that registered itself. */
    public static final Reason AUTHORIZE_REDIRECT_WITHHELD = new Reason("authorize.redirect-withheld");

    /** A request was pushed. */
    public static final Reason PUSHED = new Reason("par.pushed");
    /** A pushed request refers to another one. */
    public static final Reason PUSHED_REFERENCE = new Reason("par.nested");
    /** Too many requests of one client were pushed. */
    public static final Reason PUSHED_RATE_LIMITED = new Reason("par.rate-limited");
    /** Nobody pushed this request, or it is over or was begun. */
    public static final Reason PUSHED_UNKNOWN = new Reason("par.unknown");
    /** Another client pushed this request. */
    public static final Reason PUSHED_OTHER_CLIENT = new Reason("par.other-client");
    /** A request that was not pushed, although it had to be. */
    public static final Reason PUSHED_REQUIRED = new Reason("par.required");

    /** The scope parameter is none. */
    public static final Reason SCOPE_MALFORMED = new Reason("scope.malformed");
    /** A scope that no resource of the request knows. */
    public static final Reason SCOPE_UNKNOWN = new Reason("scope.unknown");
    /** A refresh, or the presentation of an assertion, asks for more than was granted. */
    public static final Reason SCOPE_EXCEEDS_GRANT = new Reason("scope.exceeds-grant");
    /** A client that acts for itself asks for more than it is registered for. */
    public static final Reason SCOPE_NOT_REGISTERED = new Reason("scope.not-registered");
    /** The resource parameter is none. */
    public static final Reason RESOURCE_MALFORMED = new Reason("resource.malformed");
    /** No tokens are issued for this resource. */
    public static final Reason RESOURCE_UNKNOWN = new Reason("resource.unknown");
    /** The grant does not cover this resource. */
    public static final Reason RESOURCE_NOT_GRANTED = new Reason("resource.not-granted");
    /** A signed token was asked for with several resources. */
    public static final Reason RESOURCE_NOT_ALONE = new Reason("resource.not-alone");

    /** The page belongs to no pending request, or to one that is over. */
    public static final Reason LOGIN_TRANSACTION_UNKNOWN = new Reason("login.transaction-unknown");
    /** The pending request was begun in another browser. */
    public static final Reason LOGIN_OTHER_BROWSER = new Reason("login.other-browser");
    /** The form is not the one that was rendered, or was sent before. */
    public static final Reason LOGIN_NONCE = new Reason("login.form-nonce");
    /** The form's action does not fit where the request stands. */
    public static final Reason LOGIN_ACTION = new Reason("login.action-invalid");
    /** Name or password is wrong. */
    public static final Reason LOGIN_FAILED = new Reason("login.failed");
    /** Too many wrong passwords for one name. */
    public static final Reason LOGIN_RATE_LIMITED = new Reason("login.rate-limited");
    /** A person signed in. */
    public static final Reason LOGIN_SUCCEEDED = new Reason("login.succeeded");

    /** A person signed out. */
    public static final Reason SIGNED_OUT = new Reason("login.signed-out");

    /** The form for connected applications was not rendered for this sign-in, or has no such button. */
    public static final Reason CONNECTIONS_FORM = new Reason("connections.form");
    /** A person disconnects what is none of their connections, or is over. */
    public static final Reason CONNECTIONS_UNKNOWN = new Reason("connections.unknown");
    /** A person disconnected an application. */
    public static final Reason CONNECTIONS_REVOKED = new Reason("connections.revoked");
    /** A person disconnected all applications. */
    public static final Reason CONNECTIONS_REVOKED_ALL = new Reason("connections.revoked-all");
    /** Too many people began to sign in for the page of connected applications. */
    public static final Reason CONNECTIONS_RATE_LIMITED = new Reason("connections.rate-limited");

    /** A person was sent to an external provider to sign in. */
    public static final Reason UPSTREAM_BEGUN = new Reason("upstream.begun");
    /** A provider's answer to nothing that was asked, or that was given before. */
    public static final Reason UPSTREAM_STATE = new Reason("upstream.state-unknown");
    /** A provider's answer arrives in another browser than the one that asked. */
    public static final Reason UPSTREAM_OTHER_BROWSER = new Reason("upstream.other-browser");
    /** A provider's answer says that it is another's, or does not say whose although it should. */
    public static final Reason UPSTREAM_ISSUER = new Reason("upstream.issuer-mismatch");
    /** The person cancelled at the provider. */
    public static final Reason UPSTREAM_DENIED = new Reason("upstream.denied");
    /** The provider answered with an error. */
    public static final Reason UPSTREAM_ERROR = new Reason("upstream.error");
    /** The provider does not take its own code back. */
    public static final Reason UPSTREAM_CODE_REFUSED = new Reason("upstream.code-refused");
    /** The provider's answer is nothing to go on with. */
    public static final Reason UPSTREAM_ANSWER = new Reason("upstream.answer-unusable");
    /** The ID token is forged, old, or for somebody else. */
    public static final Reason UPSTREAM_ID_TOKEN = new Reason("upstream.id-token");
    /** The userinfo endpoint refuses, or means somebody else. */
    public static final Reason UPSTREAM_USERINFO = new Reason("upstream.userinfo");
    /** The client wants a new sign-in, and the provider's is older than the request. */
    public static final Reason UPSTREAM_SIGN_IN_OLD = new Reason("upstream.sign-in-old");
    /** The account at the provider may not sign in here. */
    public static final Reason UPSTREAM_ACCOUNT_REFUSED = new Reason("upstream.account-refused");
    /** The provider does not answer. */
    public static final Reason UPSTREAM_UNREACHABLE = new Reason("upstream.unreachable");
    /** Too many sign-ins at providers, of one request or at this moment. */
    public static final Reason UPSTREAM_RATE_LIMITED = new Reason("upstream.rate-limited");

    /** The token endpoint has no such grant. */
    public static final Reason GRANT_TYPE_UNSUPPORTED = new Reason("token.grant-type-unsupported");
    /** The client did not register the grant. */
    public static final Reason GRANT_TYPE_NOT_REGISTERED = new Reason("token.grant-type-not-registered");
    /** A client that did not authenticate asks for what needs it. */
    public static final Reason CLIENT_NOT_CONFIDENTIAL = new Reason("token.client-not-confidential");
    /** A token request in JSON, by a client that is not tolerated to send one. */
    public static final Reason TOKEN_JSON_BODY = new Reason("token.json-body");
    /** A token request in JSON that was tolerated. */
    public static final Reason TOKEN_JSON_TOLERATED = new Reason("token.json-body-tolerated");
    /** A verifier needed a tolerance. */
    public static final Reason TOKEN_PKCE_TOLERATED = new Reason("token.pkce-tolerated");
    /** Nobody issued this code, or it is long over. */
    public static final Reason CODE_UNKNOWN = new Reason("code.unknown");
    /** Client, resource or credential demand the proof of a key, and the request has none. */
    public static final Reason PROOF_MISSING = new Reason("token.proof-missing");
    /** The code is bound to another key than the request proves. */
    public static final Reason CODE_OTHER_KEY = new Reason("code.other-key");
    /** The refresh token is bound to another key than the request proves. */
    public static final Reason REFRESH_OTHER_KEY = new Reason("refresh.other-key");
    /** The parameter {@code dpop_jkt} is no thumbprint. */
    public static final Reason DPOP_JKT_MALFORMED = new Reason("authorize.dpop-jkt");
    /** A pushed request proves one key and names another. */
    public static final Reason PUSHED_OTHER_KEY = new Reason("par.other-key");
    /** The code was issued to another client. */
    public static final Reason CODE_OTHER_CLIENT = new Reason("code.other-client");
    /** The code's time is over. */
    public static final Reason CODE_EXPIRED = new Reason("code.expired");
    /** The code's grant was revoked. */
    public static final Reason CODE_REVOKED = new Reason("code.revoked");
    /** The code was redeemed before: its grant is revoked. */
    public static final Reason CODE_REPLAYED = new Reason("code.replayed");
    /** The third wrong proof for one code: its grant is revoked. */
    public static final Reason CODE_BURNT = new Reason("code.burnt");
    /** The code was submitted twice and answered alike. */
    public static final Reason CODE_SUBMITTED_TWICE = new Reason("code.submitted-twice");
    /** Nobody issued this refresh token, or it is long over. */
    public static final Reason REFRESH_UNKNOWN = new Reason("refresh.unknown");
    /** The refresh token was issued to another client. */
    public static final Reason REFRESH_OTHER_CLIENT = new Reason("refresh.other-client");
    /** The refresh token or its grant is past its time. */
    public static final Reason REFRESH_EXPIRED = new Reason("refresh.expired");
    /** The refresh token or its grant was revoked. */
    public static final Reason REFRESH_REVOKED = new Reason("refresh.revoked");
    /** The refresh token was rotated before: its grant is revoked. */
    public static final Reason REFRESH_REUSED = new Reason("refresh.reused");
    /** The refresh token was presented twice and answered alike. */
    public static final Reason REFRESH_REPEATED = new Reason("refresh.repeated");
    /** A repetition asks for something else than the first request. */
    public static final Reason REPEATED_DIFFERENTLY = new Reason("token.repeated-differently");
    /** Tokens were issued. */
    public static final Reason TOKEN_ISSUED = new Reason("token.issued");

    /** The subject token of an exchange is said to be something that is not exchanged here. */
    public static final Reason EXCHANGE_SUBJECT_TYPE = new Reason("exchange.subject-token-type");
    /** An exchange asks for another kind of token than there is. */
    public static final Reason EXCHANGE_REQUESTED_TYPE = new Reason("exchange.requested-token-type");
    /** An exchange names an actor by a token. */
    public static final Reason EXCHANGE_ACTOR = new Reason("exchange.actor-token");
    /** The subject token of an exchange is no access token of this server. */
    public static final Reason EXCHANGE_SUBJECT_UNKNOWN = new Reason("exchange.subject-token-unknown");
    /** The subject token of an exchange, its grant, or one that it was made from was revoked. */
    public static final Reason EXCHANGE_SUBJECT_REVOKED = new Reason("exchange.subject-token-revoked");
    /** The subject token of an exchange is past its time. */
    public static final Reason EXCHANGE_SUBJECT_EXPIRED = new Reason("exchange.subject-token-expired");
    /** No rule lets the client exchange tokens for that resource. */
    public static final Reason EXCHANGE_NOT_PERMITTED = new Reason("exchange.not-permitted");
    /** No rule lets the client exchange this token for that target. */
    public static final Reason EXCHANGE_TARGET = new Reason("exchange.target-not-permitted");
    /** An exchange for several resources at once. */
    public static final Reason EXCHANGE_SEVERAL_TARGETS = new Reason("exchange.several-targets");
    /** An exchange for more scope than rule and subject token have in common. */
    public static final Reason EXCHANGE_SCOPE = new Reason("exchange.scope");
    /** A token that was exchanged too often. */
    public static final Reason EXCHANGE_CHAIN = new Reason("exchange.chain-too-long");
    /** A token was exchanged. */
    public static final Reason TOKEN_EXCHANGED = new Reason("exchange.issued");

    /** What should be an assertion is no signed JWT, or too long. */
    public static final Reason IDENTITY_MALFORMED = new Reason("identity-assertion.malformed");
    /** The issuer of an assertion is not trusted. */
    public static final Reason IDENTITY_ISSUER = new Reason("identity-assertion.issuer-unknown");
    /** The header of an assertion names a key of its own or an extension. */
    public static final Reason IDENTITY_HEADER = new Reason("identity-assertion.header");
    /** An assertion is another kind of token. */
    public static final Reason IDENTITY_TYPE = new Reason("identity-assertion.type");
    /** An assertion's algorithm is none, symmetric, unknown, or not one of the settings. */
    public static final Reason IDENTITY_ALGORITHM = new Reason("identity-assertion.algorithm");
    /** The client may not present assertions of this issuer. */
    public static final Reason IDENTITY_CLIENT_NOT_ALLOWED = new Reason("identity-assertion.client-not-allowed");
    /** An assertion was issued to another client. */
    public static final Reason IDENTITY_OTHER_CLIENT = new Reason("identity-assertion.other-client");
    /** An assertion is not for this server, or not for it alone. */
    public static final Reason IDENTITY_AUDIENCE = new Reason("identity-assertion.audience");
    /** An assertion has expired, is not good yet, or for too long. */
    public static final Reason IDENTITY_TIME = new Reason("identity-assertion.time");
    /** An assertion has no identifier. */
    public static final Reason IDENTITY_ID = new Reason("identity-assertion.id");
    /** An assertion says not whom it is about. */
    public static final Reason IDENTITY_SUBJECT = new Reason("identity-assertion.subject");
    /** An assertion is about somebody of a tenant that is not trusted. */
    public static final Reason IDENTITY_TENANT = new Reason("identity-assertion.tenant");
    /** An assertion is bound to a key. */
    public static final Reason IDENTITY_KEY_BOUND = new Reason("identity-assertion.key-bound");
    /** An assertion has authorization details, which are not supported. */
    public static final Reason IDENTITY_DETAILS = new Reason("identity-assertion.authorization-details");
    /** The issuer has no such key. */
    public static final Reason IDENTITY_KEY_UNKNOWN = new Reason("identity-assertion.key-unknown");
    /** The signature of an assertion is wrong. */
    public static final Reason IDENTITY_SIGNATURE = new Reason("identity-assertion.signature");
    /** The issuer's keys can not be had. */
    public static final Reason IDENTITY_KEYS_UNREACHABLE = new Reason("identity-assertion.keys-unreachable");
    /** The issuer's keys could not be refreshed; what was known serves on. */
    public static final Reason IDENTITY_KEYS_NOT_REFRESHED = new Reason("identity-assertion.keys-not-refreshed");
    /** An assertion says not for which resource it is. */
    public static final Reason IDENTITY_RESOURCE = new Reason("identity-assertion.resource");
    /** An assertion is for no resource of this server that its issuer may give. */
    public static final Reason IDENTITY_RESOURCE_NOT_PERMITTED =
            new Reason("identity-assertion.resource-not-permitted");
    /** A client asks for another resource than the assertion is for. */
    public static final Reason IDENTITY_OTHER_RESOURCE = new Reason("identity-assertion.other-resource");
    /** The scope of an assertion is none. */
    public static final Reason IDENTITY_SCOPE = new Reason("identity-assertion.scope");
    /** An assertion gives no scope that its issuer may give. */
    public static final Reason IDENTITY_SCOPE_NOT_PERMITTED = new Reason("identity-assertion.scope-not-permitted");
    /** The mapping of subjects refuses. */
    public static final Reason IDENTITY_REFUSED = new Reason("identity-assertion.subject-refused");
    /** An assertion was used before. */
    public static final Reason IDENTITY_REPLAYED = new Reason("identity-assertion.replayed");

    /** A token and its family were revoked. */
    public static final Reason REVOKED = new Reason("revoke.done");
    /** There was nothing to revoke for this client. */
    public static final Reason REVOKE_NOTHING = new Reason("revoke.nothing");
    /** Somebody wants to see recent flows who is no operator. */
    public static final Reason FLOWS_NOT_PERMITTED = new Reason("flows.not-permitted");
    /** As many people follow recent flows as can. */
    public static final Reason FLOWS_WATCHERS = new Reason("flows.too-many-watchers");
    /** An operator ended grants. */
    public static final Reason GRANT_REVOKED = new Reason("grant.revoked");

    /** A client asks about tokens, and no resource names it. */
    public static final Reason INTROSPECT_NOT_PERMITTED = new Reason("introspect.not-permitted");
    /** A resource asked about a token that is good for it. */
    public static final Reason INTROSPECTED_ACTIVE = new Reason("introspect.active");
    /** A resource asked about a token that is not. */
    public static final Reason INTROSPECTED_INACTIVE = new Reason("introspect.inactive");

    /** The registration is no JSON object. */
    public static final Reason REGISTER_MALFORMED = new Reason("register.malformed");
    /** No redirect URI, too many, or one that is not allowed. */
    public static final Reason REGISTER_REDIRECT = new Reason("register.redirect-uris");
    /** A member of the registration has an impossible value. */
    public static final Reason REGISTER_METADATA = new Reason("register.metadata");
    /** An authentication method that is not offered. */
    public static final Reason REGISTER_AUTH_METHOD = new Reason("register.auth-method");
    /** The registered keys are missing, private, or none. */
    public static final Reason REGISTER_KEYS = new Reason("register.keys");
    /** Nothing but grants that are for clients of the operator. */
    public static final Reason REGISTER_GRANT_TYPES = new Reason("register.grant-types");
    /** There are as many registrations as allowed. */
    public static final Reason REGISTER_CAP = new Reason("register.cap-reached");
    /** Too many registrations in a short time. */
    public static final Reason REGISTER_RATE_LIMITED = new Reason("register.rate-limited");
    /** A client registered. */
    public static final Reason REGISTERED = new Reason("register.created");
    /** The same client had registered before. */
    public static final Reason REGISTERED_BEFORE = new Reason("register.existing");

    /** A device began to ask. */
    public static final Reason DEVICE_BEGUN = new Reason("device.begun");
    /** Too many devices of one client began to ask. */
    public static final Reason DEVICE_RATE_LIMITED = new Reason("device.rate-limited");
    /** The form for a device's code was not rendered for this browser. */
    public static final Reason DEVICE_FORM = new Reason("device.form");
    /** No device shows this code, or not any more. */
    public static final Reason DEVICE_CODE_WRONG = new Reason("device.user-code-wrong");
    /** Too many wrong codes. */
    public static final Reason DEVICE_CODE_RATE_LIMITED = new Reason("device.user-code-rate-limited");
    /** A person entered a device's code. */
    public static final Reason DEVICE_CODE_ENTERED = new Reason("device.user-code-entered");
    /** A person approved a device. */
    public static final Reason DEVICE_APPROVED = new Reason("device.approved");
    /** A person denied a device. */
    public static final Reason DEVICE_DENIED = new Reason("device.denied");
    /** A person answered for a device that was answered before or is over. */
    public static final Reason DEVICE_OVER = new Reason("device.over");
    /** A device asks, and nobody has answered. */
    public static final Reason DEVICE_PENDING = new Reason("device.pending");
    /** A device asks too often. */
    public static final Reason DEVICE_SLOW_DOWN = new Reason("device.slow-down");
    /** A device asks, and was denied. */
    public static final Reason DEVICE_REFUSED = new Reason("device.access-denied");
    /** A device asks, and its codes have expired. */
    public static final Reason DEVICE_EXPIRED = new Reason("device.expired");
    /** The device code was issued to another client. */
    public static final Reason DEVICE_OTHER_CLIENT = new Reason("device.other-client");
    /** Nobody issued this device code, or it is long over. */
    public static final Reason DEVICE_UNKNOWN = new Reason("device.unknown");

    /** No token, or one that opens no registration. */
    public static final Reason MANAGE_TOKEN = new Reason("manage.token");
    /** An update names another client. */
    public static final Reason MANAGE_CLIENT_ID = new Reason("manage.client-id");
    /** An update brings a secret that was not issued. */
    public static final Reason MANAGE_SECRET = new Reason("manage.client-secret");
    /** A registration changed while it was updated. */
    public static final Reason MANAGE_CONFLICT = new Reason("manage.conflict");
    /** A client read its registration. */
    public static final Reason MANAGE_READ = new Reason("manage.read");
    /** A client changed its registration. */
    public static final Reason MANAGE_UPDATED = new Reason("manage.updated");
    /** A client deleted its registration. */
    public static final Reason MANAGE_DELETED = new Reason("manage.deleted");

    private ServerReasons() {}
}
