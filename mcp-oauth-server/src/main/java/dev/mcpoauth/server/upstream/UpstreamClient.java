package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.internal.claims.NumericDate;
import dev.mcpoauth.server.internal.remote.IssuerDocument;
import dev.mcpoauth.server.internal.remote.IssuerHttp;
import dev.mcpoauth.server.internal.remote.Refreshed;
import dev.mcpoauth.server.login.Subject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * This server as the client of one provider (OpenID Connect Core §3.1, RFC 6749 §4.1, RFC 9700 §2.1). Whatever the provider
 * answers is a refusal or an identity; that it does not answer is an outage and thrown as {@link StoreException}. Thread-safe.
 */
public final class UpstreamClient {
    private static final Refreshed.Schedule METADATA =
            new Refreshed.Schedule(Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofHours(24));

    private static final int LONGEST_CODE = 4096;

    private final UpstreamProvider provider;
    private final String redirectUri;
    private final UpstreamHttp http;
    private final Optional<Refreshed<UpstreamEndpoints>> found;
    private final Optional<IdTokens> idTokens;

    /**
     * Nothing is fetched yet.
     *
     * @param redirectUri where the provider sends browsers back to
     * @param failed hears what could not be refreshed while something older serves
     */
    public UpstreamClient(UpstreamProvider provider, String redirectUri, Clock clock, Consumer<Throwable> failed) {
        this.provider = provider;
        this.redirectUri = redirectUri;
        IssuerHttp exchange = new IssuerHttp(provider.http().orElseGet(IssuerHttp::defaultClient), provider.timeout());
        this.http = new UpstreamHttp(provider, exchange);
        this.found = provider.issuer()
                .map(issuer -> new Refreshed<>(
                        "the metadata of " + issuer, () -> discover(issuer, exchange), METADATA, clock, failed));
        this.idTokens = provider.issuer()
                .map(issuer -> new IdTokens(
                        provider, issuer, () -> endpoints().keys().orElseThrow(), exchange, clock, failed));
    }

    /** Who is asked. */
    public UpstreamProvider provider() {
        return provider;
    }

    private CompletableFuture<UpstreamEndpoints> discover(Issuer issuer, IssuerHttp exchange) {
        return new IssuerDocument(issuer, exchange).fetch().thenCompose(this::permitted);
    }

    private CompletableFuture<UpstreamEndpoints> permitted(AuthorizationServerMetadata metadata) {
        try {
            return CompletableFuture.completedFuture(UpstreamEndpoints.of(metadata, provider));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private UpstreamEndpoints endpoints() {
        return found.isPresent()
                ? found.get().get().value()
                : new UpstreamEndpoints(
                        provider.authorization().orElseThrow(),
                        provider.token().orElseThrow(),
                        provider.userInfo(),
                        Optional.empty(),
                        false);
    }

    /**
     * Where the browser goes for this attempt.
     *
     * @throws StoreException if the provider's metadata can not be had
     */
    public String authorizationUrl(UpstreamAttempt attempt, Optional<String> prompt, String loginHint) {
        Parameters.Builder query = Parameters.builder()
                .add("response_type", "code")
                .add("client_id", provider.clientId())
                .add("redirect_uri", redirectUri)
                .add("scope", String.join(" ", provider.scopes()))
                .add("state", attempt.state())
                .add("code_challenge", attempt.verifier().challenge().base64Url())
                .add("code_challenge_method", "S256")
                .add("login_hint", loginHint);
        if (idTokens.isPresent()) {
            query.add("nonce", attempt.nonce());
        }
        if (idTokens.isPresent() && prompt.filter("login"::equals).isPresent()) {
            query.add("max_age", "0");
        }
        prompt.flatMap(this::understood).ifPresent(value -> query.add("prompt", value));
        return query.build().appendTo(endpoints().authorization().toString());
    }

    private Optional<String> understood(String prompt) {
        return provider.prompts().contains(prompt)
                ? Optional.of(prompt)
                : Optional.of("login").filter(provider.prompts()::contains);
    }

    /**
     * Whom the provider means.
     *
     * @param answer the parameters with which it sent the browser back
     * @param since before which the person must not have signed in there, so far as it says when; empty if that does not matter
     * @throws OAuthException if nobody, or nobody can tell from what it says
     * @throws StoreException if it does not answer
     */
    public UpstreamAnswer identify(UpstreamAttempt attempt, Parameters answer, Optional<Instant> since, Instant now) {
        UpstreamEndpoints endpoints = endpoints();
        requireIssuer(endpoints, answer);
        requireSuccess(answer);
        String code = answer.value("code")
                .filter(text -> text.length() <= LONGEST_CODE)
                .orElseThrow(() -> unusable("the callback has no code"));
        JsonObject tokens = http.redeem(endpoints.token(), code, redirectUri, attempt.verifier(), now);
        String accessToken = tokens.string("access_token").orElse("");
        JsonObject claims = idTokens.isPresent()
                ? idTokens.get().verify(tokens.string("id_token").orElse(""), attempt.nonce(), accessToken, now)
                : JsonObject.EMPTY;
        UpstreamIdentity identity = identity(provider.asksUserInfo() ? merged(claims, endpoints, accessToken) : claims);
        requireNewer(identity, since);
        JsonObject kept = provider.keepsTokens()
                ? KeptTokens.of(provider.id(), tokens, Optional.empty(), now).json()
                : JsonObject.EMPTY;
        return new UpstreamAnswer(identity, kept);
    }

    /**
     * The person with the tokens that the settings want kept, beside what the application keeps.
     *
     * @throws OAuthException if both together are more than a person's properties may be
     */
    public Subject withTokens(UpstreamAnswer said, Subject person) {
        try {
            return said.withTokens(person);
        } catch (IllegalArgumentException e) {
            throw unusable("its tokens and the application's properties are too long together");
        }
    }

    /**
     * Where tokens are refreshed.
     *
     * @throws StoreException if the provider's metadata can not be had
     */
    URI tokenEndpoint() {
        return endpoints().token();
    }

    /**
     * A new token response for a refresh token, within the provider's timeout.
     *
     * @throws OAuthException if the provider refuses
     * @throws StoreException if it does not answer
     */
    JsonObject refresh(URI endpoint, String refreshToken, Instant now) {
        return http.refresh(endpoint, refreshToken, now);
    }

    /** Against mix-up: the answer says whose it is, where that was announced, and never says another (RFC 9207 §2.4). */
    private void requireIssuer(UpstreamEndpoints endpoints, Parameters answer) {
        Optional<String> named = answer.value("iss");
        boolean wrong = provider.issuer().isPresent()
                && named.filter(iss -> !iss.equals(provider.issuer().get().value()))
                        .isPresent();
        if (wrong || (endpoints.namesItself() && named.isEmpty())) {
            throw refuse(ServerReasons.UPSTREAM_ISSUER, "The answer came from somebody else.")
                    .with("iss", named.orElse(""));
        }
    }

    /** It was asked to let the person sign in again, with {@code max_age} of zero (OpenID Connect Core §3.1.2.1). */
    private void requireNewer(UpstreamIdentity identity, Optional<Instant> since) {
        Optional<Instant> earliest =
                since.map(time -> time.truncatedTo(ChronoUnit.SECONDS).minus(provider.clockSkew()));
        boolean old = earliest.isPresent()
                && identity.authenticatedAt()
                        .filter(time -> time.isBefore(earliest.get()))
                        .isPresent();
        if (old) {
            throw refuse(
                    ServerReasons.UPSTREAM_SIGN_IN_OLD, "It did not let you sign in again, as the application wants.");
        }
    }

    private void requireSuccess(Parameters answer) {
        Optional<String> error = answer.value("error");
        if (error.isEmpty()) {
            return;
        }
        if (error.get().equals(OAuthError.ACCESS_DENIED.code())) {
            throw new OAuthError(OAuthError.ACCESS_DENIED.code(), 400)
                    .because(ServerReasons.UPSTREAM_DENIED, "Signing in with " + provider.name() + " was cancelled.");
        }
        throw refuse(ServerReasons.UPSTREAM_ERROR, provider.name() + " could not sign you in.")
                .with("upstream_error", error.get());
    }

    private JsonObject merged(JsonObject claims, UpstreamEndpoints endpoints, String accessToken) {
        URI where = endpoints.userInfo().orElseThrow(() -> unusable("the metadata has no userinfo_endpoint"));
        JsonObject info = http.userInfo(where, accessToken);
        if (idTokens.isPresent() && !info.string("sub").equals(claims.string("sub"))) {
            throw refuse(ServerReasons.UPSTREAM_USERINFO, "The answers do not belong together.")
                    .with("detail", "userinfo means another sub");
        }
        JsonObject.Builder both = claims.toBuilder();
        info.names().stream()
                .filter(name -> !claims.has(name))
                .forEach(name -> info.value(name).ifPresent(value -> both.put(name, value)));
        return both.build();
    }

    private UpstreamIdentity identity(JsonObject claims) {
        String name = provider.subjectClaim();
        String subject = claims.string(name)
                .or(() -> claims.integer(name).map(String::valueOf))
                .filter(UpstreamClient::isIdentifier)
                .orElseThrow(() -> unusable("no " + name + " that identifies an account"));
        return new UpstreamIdentity(
                provider.id(), provider.issuer(), subject, claims, NumericDate.of(claims, "auth_time"));
    }

    /** OpenID Connect Core §2: at most 255 ASCII characters. */
    private static boolean isIdentifier(String text) {
        return !text.isEmpty() && text.length() <= 255 && text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }

    private OAuthException unusable(String detail) {
        return refuse(ServerReasons.UPSTREAM_ANSWER, "Its answer could not be used.")
                .with("detail", detail);
    }

    private OAuthException refuse(Reason reason, String text) {
        return UpstreamHttp.refuse(provider, reason, text);
    }
}
