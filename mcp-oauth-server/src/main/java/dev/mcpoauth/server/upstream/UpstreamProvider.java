package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.server.internal.remote.SecureUrl;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An external provider at which people may sign in. Immutable; see {@link UpstreamProviderBuilder} for defaults and bounds.
 * Register {@code <our issuer>/authorize/upstream/<id>} as redirect URI there.
 */
public final class UpstreamProvider {
    private final String id;
    private final String name;
    private final Optional<Issuer> issuer;
    private final Optional<URI> authorization;
    private final Optional<URI> token;
    private final Optional<URI> userInfo;
    private final Optional<URI> keys;
    private final String subjectClaim;
    private final boolean asksUserInfo;
    private final String clientId;
    private final UpstreamCredentials credentials;
    private final List<String> scopes;
    private final List<String> prompts;
    private final Set<String> hosts;
    private final Set<SignatureAlgorithm> algorithms;
    private final Duration clockSkew;
    private final Duration timeout;
    private final boolean loopback;
    private final boolean keepsTokens;
    private final UpstreamAccounts accounts;
    private final @Nullable HttpClient http;

    UpstreamProvider(UpstreamProviderBuilder from) {
        this.id = from.id;
        this.name = from.name;
        this.issuer = Optional.ofNullable(from.issuer);
        this.authorization = Optional.ofNullable(from.authorization);
        this.token = Optional.ofNullable(from.token);
        this.userInfo = Optional.ofNullable(from.userInfo);
        this.keys = Optional.ofNullable(from.keys);
        this.subjectClaim = from.subjectClaim;
        this.asksUserInfo = from.asksUserInfo;
        this.clientId = from.clientId;
        this.credentials = from.credentials;
        this.scopes = List.copyOf(from.scopes);
        this.prompts = List.copyOf(from.prompts);
        this.hosts = Set.copyOf(from.hosts);
        this.algorithms = Set.copyOf(from.algorithms);
        this.clockSkew = from.clockSkew;
        this.timeout = from.timeout;
        this.loopback = from.loopback;
        this.keepsTokens = from.keepsTokens;
        this.accounts = from.accounts;
        this.http = from.http;
    }

    /**
     * An OpenID provider: whatever is not said is found in its metadata (OpenID Connect Discovery), and an ID token says who
     * somebody is.
     *
     * @param id names it in the callback's path: 1 to 40 lower-case letters, digits and hyphens
     */
    public static UpstreamProviderBuilder openId(String id, Issuer issuer) {
        return new UpstreamProviderBuilder(id).issuer(issuer);
    }

    /**
     * An OAuth authorization server without ID tokens: an endpoint of its API says who somebody is.
     *
     * @param id names it in the callback's path: 1 to 40 lower-case letters, digits and hyphens
     * @param userInfo answers a GET with the access token with a JSON object
     * @param subjectClaim the member of that object which is the account's identifier for good: a text or a whole number
     */
    public static UpstreamProviderBuilder oauth(
            String id, URI authorization, URI token, URI userInfo, String subjectClaim) {
        return new UpstreamProviderBuilder(id)
                .endpoints(authorization, token)
                .userInfoAt(userInfo)
                .subjectClaim(subjectClaim);
    }

    /** Names it in the callback's path. */
    public String id() {
        return id;
    }

    /** What people know it by. */
    public String name() {
        return name;
    }

    /** Who it is, if it has ID tokens. */
    public Optional<Issuer> issuer() {
        return issuer;
    }

    /** Which resource owner an account is. */
    public UpstreamAccounts accounts() {
        return accounts;
    }

    /** The scheme to which a browser is sent. */
    public String scheme() {
        return issuer.map(Issuer::uri).or(() -> authorization).orElseThrow().getScheme();
    }

    Optional<URI> authorization() {
        return authorization;
    }

    Optional<URI> token() {
        return token;
    }

    Optional<URI> userInfo() {
        return userInfo;
    }

    Optional<URI> keys() {
        return keys;
    }

    String subjectClaim() {
        return subjectClaim;
    }

    boolean keepsTokens() {
        return keepsTokens;
    }

    boolean asksUserInfo() {
        return asksUserInfo;
    }

    String clientId() {
        return clientId;
    }

    UpstreamCredentials credentials() {
        return credentials;
    }

    List<String> scopes() {
        return scopes;
    }

    List<String> prompts() {
        return prompts;
    }

    Set<SignatureAlgorithm> algorithms() {
        return algorithms;
    }

    Duration clockSkew() {
        return clockSkew;
    }

    Duration timeout() {
        return timeout;
    }

    Optional<HttpClient> http() {
        return Optional.ofNullable(http);
    }

    /** Whether this URL may be asked, or a browser be sent there. */
    boolean permits(URI location) {
        boolean secure = SecureUrl.test(location) && ("https".equalsIgnoreCase(location.getScheme()) || loopback);
        return secure && (hosts.isEmpty() || hosts.contains(location.getHost().toLowerCase(Locale.ROOT)));
    }

    /** All that the settings name. */
    Stream<URI> named() {
        return Stream.of(issuer.map(Issuer::uri), authorization, token, userInfo, keys)
                .flatMap(Optional::stream);
    }

    @Override
    public String toString() {
        return "UpstreamProvider[" + id + "]";
    }
}
