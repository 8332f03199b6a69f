package dev.mcpoauth.server;

import static dev.mcpoauth.server.Assertions.EC;
import static dev.mcpoauth.server.Assertions.OTHER_EC;
import static dev.mcpoauth.server.EveryReasonTest.on;
import static dev.mcpoauth.server.IdentityProvider.assertion;
import static dev.mcpoauth.server.IdentityProvider.claims;
import static dev.mcpoauth.server.IdentityProvider.header;
import static dev.mcpoauth.server.IdentityProvider.present;
import static dev.mcpoauth.server.IdentityProvider.trusted;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.settings.TrustedIssuerBuilder;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Requests for {@link EveryReasonTest} by clients that present assertions of a trusted issuer. */
final class AssertionProvocations {
    private AssertionProvocations() {}

    private static EveryReasonTest.Provocation presented(Reason reason, Function<TestServer, WebResponse> request) {
        return on(reason, 400, IdentityProvider::allowed, request);
    }

    private static EveryReasonTest.Provocation claiming(Reason reason, String claim, Object value) {
        return presented(reason, as -> present(as, assertion(as, claim, value)));
    }

    private static EveryReasonTest.Provocation headed(Reason reason, UnaryOperator<JWSHeader.Builder> change) {
        return presented(
                reason,
                as -> present(as, Assertions.sign(EC, change.apply(header(EC)).build(), claims(as.now()))));
    }

    private static EveryReasonTest.Provocation trusting(Reason reason, int status, TrustedIssuerBuilder issuer) {
        return on(
                reason,
                status,
                settings -> IdentityProvider.withClients(settings).trustedIssuer(issuer.build()),
                as -> present(as, assertion(as)));
    }

    static Stream<EveryReasonTest.Provocation> all() {
        return Stream.of(headers(), claimed(), issuers()).flatMap(all -> all);
    }

    private static Stream<EveryReasonTest.Provocation> headers() {
        return Stream.of(
                presented(ServerReasons.IDENTITY_MALFORMED, as -> present(as, "e30.e30")),
                headed(ServerReasons.IDENTITY_HEADER, h -> h.jwkURL(URI.create("https://evil.example/jwks"))),
                headed(ServerReasons.IDENTITY_TYPE, h -> h.type(JOSEObjectType.JWT)),
                headed(ServerReasons.IDENTITY_KEY_UNKNOWN, h -> h.keyID("other")),
                presented(
                        ServerReasons.IDENTITY_SIGNATURE,
                        as -> present(as, Assertions.sign(OTHER_EC, header(EC).build(), claims(as.now())))));
    }

    private static Stream<EveryReasonTest.Provocation> claimed() {
        return Stream.of(
                claiming(ServerReasons.IDENTITY_ISSUER, "iss", "https://evil.example"),
                claiming(ServerReasons.IDENTITY_AUDIENCE, "aud", "https://other.example"),
                claiming(ServerReasons.IDENTITY_OTHER_CLIENT, "client_id", "helper"),
                claiming(ServerReasons.IDENTITY_TIME, "exp", 1),
                claiming(ServerReasons.IDENTITY_ID, "jti", ""),
                claiming(ServerReasons.IDENTITY_SUBJECT, "sub", ""),
                claiming(ServerReasons.IDENTITY_TENANT, "tenant", "acme"),
                claiming(ServerReasons.IDENTITY_KEY_BOUND, "cnf", Map.of("jkt", "x")),
                claiming(ServerReasons.IDENTITY_DETAILS, "authorization_details", "x"),
                claiming(ServerReasons.IDENTITY_RESOURCE, "resource", 7),
                claiming(ServerReasons.IDENTITY_RESOURCE_NOT_PERMITTED, "resource", IdentityProvider.VAULT),
                claiming(ServerReasons.IDENTITY_SCOPE, "scope", 7),
                claiming(ServerReasons.IDENTITY_SCOPE_NOT_PERMITTED, "scope", "stock:read"));
    }

    private static Stream<EveryReasonTest.Provocation> issuers() {
        return Stream.of(
                presented(
                        ServerReasons.IDENTITY_CLIENT_NOT_ALLOWED,
                        as -> present(as, assertion(as), "client_id", "stranger")),
                presented(
                        ServerReasons.IDENTITY_OTHER_RESOURCE,
                        as -> present(as, assertion(as), "resource", IdentityProvider.STOCK)),
                presented(ServerReasons.IDENTITY_REPLAYED, as -> {
                    String assertion = assertion(as);
                    present(as, assertion);
                    return present(as, assertion);
                }),
                trusting(ServerReasons.IDENTITY_ALGORITHM, 400, trusted().algorithms(SignatureAlgorithm.RS256)),
                trusting(ServerReasons.IDENTITY_REFUSED, 400, trusted().subjects(identity -> Optional.empty())),
                trusting(
                        ServerReasons.IDENTITY_KEYS_UNREACHABLE,
                        503,
                        trusted(IdentityProvider.ISSUER).keysAt(URI.create("http://127.0.0.1:1/keys"))));
    }
}
