package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_GRANT;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.server.assertion.Presenter;
import dev.mcpoauth.server.assertion.TrustedAssertions;
import dev.mcpoauth.server.assertion.VerifiedAssertion;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.AuthTime;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.internal.claims.NumericDate;
import java.util.List;
import java.util.Map;

/**
 * Issues an access token for the signed word of an issuer that the operator trusts
 * (<a href="https://www.rfc-editor.org/rfc/rfc7523#section-2.1">RFC 7523 §2.1</a>): a person's company decides in place of
 * the person (Identity Assertion JWT Authorization Grant, enterprise-managed authorization). Only to clients that
 * authenticate, once per assertion, and without refresh token: for more, there is another assertion.
 */
final class JwtBearerGrant implements GrantHandler {
    private static final int LONGEST_SUBJECT = 255;

    private final TrustedAssertions assertions;
    private final AssertedTerms terms;
    private final SingleTokens tokens;

    JwtBearerGrant(TrustedAssertions assertions, AssertedTerms terms, SingleTokens tokens) {
        this.assertions = assertions;
        this.terms = terms;
        this.tokens = tokens;
    }

    @Override
    public String grantType() {
        return GrantTypes.JWT_BEARER;
    }

    @Override
    public byte[] issue(TokenRequest request) {
        request.requireConfidential();
        VerifiedAssertion assertion = assertions.verify(
                request.required("assertion"), new Presenter(request.clientId(), request.key()), request.now());
        GrantTerms granted = terms.of(request, assertion);
        SingleTokens.Prepared prepared =
                tokens.prepare(request, subject(assertion), granted, payload(request, assertion, granted));
        assertions.spend(assertion, request.now());
        tokens.issue(request, prepared, Map.of("iss", assertion.issuer().issuer()));
        JsonObject response = JsonObject.parse(prepared.minted().response().toByteArray());
        return response.toBuilder().put("resource", resource(granted)).build().toBytes();
    }

    private static String subject(VerifiedAssertion assertion) {
        return assertion
                .issuer()
                .subjects()
                .subject(assertion.identity())
                .filter(name -> !name.isEmpty() && name.length() <= LONGEST_SUBJECT)
                .orElseThrow(() -> INVALID_GRANT
                        .because(ServerReasons.IDENTITY_REFUSED, "assertion: its subject has no access here")
                        .with("iss", assertion.issuer().issuer()));
    }

    /** When the person signed in, if the issuer says so and it was before now. */
    private static OpaqueBytes payload(TokenRequest request, VerifiedAssertion assertion, GrantTerms granted) {
        return NumericDate.of(assertion.claims(), "auth_time")
                .filter(time -> !time.isAfter(request.now()))
                .map(time -> AuthTime.write(granted, time))
                .orElseGet(granted::write);
    }

    /** What was granted, as the draft asks for: one identifier or several. */
    private static Object resource(GrantTerms granted) {
        List<String> all =
                granted.resources().stream().map(ResourceIndicator::value).toList();
        return all.size() == 1 ? all.get(0) : all;
    }
}
