package dev.mcpoauth.client;

import dev.mcpoauth.client.dpop.DpopKey;
import dev.mcpoauth.client.dpop.DpopProofs;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.grant.Grant;
import dev.mcpoauth.client.grant.TokenRequest;
import dev.mcpoauth.client.login.PendingLogin;
import dev.mcpoauth.client.login.WebLoginGrant;
import dev.mcpoauth.client.login.WebLoginGrant.Answered;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.TokenResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** The second half of a web application's sign-in: from the user's answer to stored tokens. */
final class Completing {
    private final Engine engine;
    private final WebLoginGrant grant;

    Completing(Engine engine, WebLoginGrant grant) {
        this.engine = engine;
        this.grant = grant;
    }

    /** The MCP server that the tokens are for. */
    URI complete(String query, String subject) throws IOException, InterruptedException {
        FlowTrace trace = engine.newTrace();
        Answered answered = grant.answered(query, subject, trace);
        PendingLogin login = answered.login();
        Credentials credentials = new Credentials(engine.store(), login.owner().server(), subject);
        return credentials.whileSigningIn(engine.patience(), () -> {
            Grant.Obtained obtained =
                    new Grant.Obtained(answered.client(), login.attempt().scope(), redeemed(answered, trace));
            Acquiring.requireKnownType(obtained, login.dpop().isPresent(), trace);
            StoredTokens tokens = StoredTokens.of(
                    obtained,
                    login.attempt().resource(),
                    new StoredTokens.Endpoints(login.tokenEndpoint(), login.revocationEndpoint()),
                    login.dpop().map(DpopKey::write).orElse(JsonObject.EMPTY),
                    engine.clock().instant());
            credentials.save(tokens);
            Acquiring.tell(tokens, trace);
            return login.owner().server();
        });
    }

    private TokenResponse redeemed(Answered answered, FlowTrace trace) throws IOException, InterruptedException {
        PendingLogin login = answered.login();
        Parameters.Builder form = engine.providers()
                .apply(login.attempt().issuer())
                .addResource(answered.redemption(), login.attempt().resource());
        TokenRequest request = TokenRequest.of(login.tokenEndpoint(), answered.client(), form.build());
        Optional<DpopProofs> proofs = login.dpop().map(key -> new DpopProofs(key, engine.nonces(), engine.clock()));
        try {
            return engine.tokens().request(proofs.map(request::provenBy).orElse(request), trace);
        } catch (TokenRequestFailed e) {
            grant.forgetIfUnknown(answered, e, trace);
            throw e;
        }
    }
}
