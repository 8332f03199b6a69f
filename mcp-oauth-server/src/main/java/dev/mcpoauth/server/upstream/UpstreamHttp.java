package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.pkce.CodeVerifier;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.internal.remote.IssuerHttp;
import dev.mcpoauth.server.internal.remote.Outages;
import dev.mcpoauth.server.internal.remote.Reply;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** The requests that this server sends a provider itself (RFC 6749 §4.1.3, OpenID Connect Core §5.3). */
final class UpstreamHttp {
    /** What is wrong is between two servers, and not the browser's fault. */
    private static final int BAD_GATEWAY = 502;

    private final UpstreamProvider provider;
    private final IssuerHttp http;

    UpstreamHttp(UpstreamProvider provider, IssuerHttp http) {
        this.provider = provider;
        this.http = http;
    }

    /** Redeems a code for a token response. */
    JsonObject redeem(URI endpoint, String code, String redirectUri, CodeVerifier verifier, Instant now) {
        Parameters.Builder form = Parameters.builder()
                .add("grant_type", "authorization_code")
                .add("code", code)
                .add("redirect_uri", redirectUri)
                .add("code_verifier", verifier.reveal());
        return token(endpoint, form, now);
    }

    /** Trades a refresh token for a token response. */
    JsonObject refresh(URI endpoint, String refreshToken, Instant now) {
        Parameters.Builder form =
                Parameters.builder().add("grant_type", "refresh_token").add("refresh_token", refreshToken);
        return token(endpoint, form, now);
    }

    private JsonObject token(URI endpoint, Parameters.Builder form, Instant now) {
        String audience = provider.issuer().map(Issuer::value).orElse(endpoint.toString());
        provider.credentials().write(form, provider.clientId(), audience, now);
        Reply reply = Outages.await(
                http.post(
                        endpoint,
                        provider.credentials().header(provider.clientId()),
                        form.build().encode()),
                "the token endpoint of " + provider.id());
        JsonObject json = read(reply, "the token endpoint", ServerReasons.UPSTREAM_CODE_REFUSED);
        boolean bearer =
                json.string("token_type").filter("bearer"::equalsIgnoreCase).isPresent();
        if (!bearer || json.string("access_token").isEmpty()) {
            throw unusable("the token endpoint answered without a bearer token");
        }
        return json;
    }

    /** What the userinfo endpoint says. */
    JsonObject userInfo(URI endpoint, String accessToken) {
        if (!accessToken.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw unusable("the access token is none");
        }
        Reply reply =
                Outages.await(http.get(endpoint, "Bearer " + accessToken), "the userinfo endpoint of " + provider.id());
        return read(reply, "the userinfo endpoint", ServerReasons.UPSTREAM_USERINFO);
    }

    private JsonObject read(Reply reply, String who, Reason refused) {
        if (reply.status() >= 500 || reply.status() == 429) {
            throw new StoreException(who + " of " + provider.id() + " answered " + reply.status());
        }
        Optional<JsonObject> json = json(reply);
        if (reply.status() >= 400) {
            throw refuse(provider, refused, "It refused to say who you are.")
                    .with("status", reply.status())
                    .with(
                            "upstream_error",
                            json.flatMap(error -> error.string("error")).orElse(""));
        }
        return json.filter(body -> reply.status() == 200)
                .orElseThrow(() -> unusable(who + " answered " + reply.status() + " without JSON to use"));
    }

    private static Optional<JsonObject> json(Reply reply) {
        try {
            return Optional.of(JsonObject.parse(reply.body()));
        } catch (IllegalArgumentException notJson) {
            return Optional.empty();
        }
    }

    private OAuthException unusable(String detail) {
        return refuse(provider, ServerReasons.UPSTREAM_ANSWER, "Its answer could not be used.")
                .with("detail", detail);
    }

    static OAuthException refuse(UpstreamProvider provider, Reason reason, String text) {
        return new OAuthError(OAuthError.SERVER_ERROR.code(), BAD_GATEWAY)
                .because(reason, "Signing in with " + provider.name() + " did not work. " + text)
                .with("upstream", provider.id());
    }
}
