package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.SigningKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects what is to be known of a provider. Not thread-safe. */
public final class UpstreamProviderBuilder {
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}");

    final String id;
    String name;

    @Nullable
    Issuer issuer;

    @Nullable
    URI authorization;

    @Nullable
    URI token;

    @Nullable
    URI userInfo;

    @Nullable
    URI keys;

    String subjectClaim = "sub";
    boolean asksUserInfo;
    String clientId = "";
    UpstreamCredentials credentials = new UpstreamCredentials.None();
    List<String> scopes = List.of();
    List<String> prompts = List.of();
    Set<String> hosts = Set.of();
    Set<SignatureAlgorithm> algorithms = EnumSet.of(
            SignatureAlgorithm.RS256, SignatureAlgorithm.PS256, SignatureAlgorithm.ES256, SignatureAlgorithm.EDDSA);
    Duration clockSkew = Duration.ofSeconds(30);
    Duration timeout = Duration.ofSeconds(5);
    boolean loopback;
    boolean keepsTokens;
    UpstreamAccounts accounts = UpstreamAccounts.byIssuerAndSubject();

    @Nullable
    HttpClient http;

    UpstreamProviderBuilder(String id) {
        this.id = id;
        this.name = id;
    }

    UpstreamProviderBuilder issuer(Issuer url) {
        this.issuer = url;
        this.scopes = List.of("openid");
        this.prompts = List.of("login", "select_account");
        return this;
    }

    UpstreamProviderBuilder subjectClaim(String member) {
        this.subjectClaim = member;
        return this;
    }

    /** What people know it by, on the button: the id by default. */
    public UpstreamProviderBuilder name(String shown) {
        this.name = shown;
        return this;
    }

    /** The client that this server is there, with a secret that goes into the header. */
    public UpstreamProviderBuilder client(String registeredId, ClientSecret secret) {
        this.clientId = registeredId;
        this.credentials = new UpstreamCredentials.Basic(secret);
        return this;
    }

    /** The client that this server is there, with a secret that goes into the form, for providers that take no other. */
    public UpstreamProviderBuilder clientWithSecretInForm(String registeredId, ClientSecret secret) {
        this.clientId = registeredId;
        this.credentials = new UpstreamCredentials.Post(secret);
        return this;
    }

    /** The client that this server is there, with a private key ({@code private_key_jwt}). */
    public UpstreamProviderBuilder client(String registeredId, SigningKey key) {
        this.clientId = registeredId;
        this.credentials = new UpstreamCredentials.PrivateKey(key);
        return this;
    }

    /** The client that this server is there, without credentials. */
    public UpstreamProviderBuilder publicClient(String registeredId) {
        this.clientId = registeredId;
        this.credentials = new UpstreamCredentials.None();
        return this;
    }

    /** The scopes to ask for: {@code openid} by default where there are ID tokens, which stays, and none elsewhere. */
    public UpstreamProviderBuilder scopes(String... tokens) {
        Stream<String> first = issuer == null ? Stream.empty() : Stream.of("openid");
        this.scopes = Stream.concat(first, Stream.of(tokens)).distinct().toList();
        return this;
    }

    /**
     * Which values of {@code prompt} it takes, of {@code login} and {@code select_account}: both by default where there are
     * ID tokens. Others are not sent; for a person who wants another account, {@code login} stands in.
     */
    public UpstreamProviderBuilder prompts(String... values) {
        this.prompts = List.of(values);
        return this;
    }

    /** Where it is, rather than where its metadata says: https URLs. */
    public UpstreamProviderBuilder endpoints(URI authorizationEndpoint, URI tokenEndpoint) {
        this.authorization = authorizationEndpoint;
        this.token = tokenEndpoint;
        return this;
    }

    /** Where its keys are, rather than where its metadata says. */
    public UpstreamProviderBuilder keysAt(URI location) {
        this.keys = location;
        return this;
    }

    /** Asks its userinfo endpoint as well, at this URL rather than where its metadata says (OpenID Connect Core §5.3). */
    public UpstreamProviderBuilder userInfoAt(URI location) {
        this.userInfo = location;
        return withUserInfo();
    }

    /** Asks its userinfo endpoint as well, which has to mean the same subject (OpenID Connect Core §5.3). */
    public UpstreamProviderBuilder withUserInfo() {
        this.asksUserInfo = true;
        return this;
    }

    /** The only hosts that its metadata may name: any by default, as the metadata comes from the issuer itself. */
    public UpstreamProviderBuilder allowedHosts(String... names) {
        this.hosts = Stream.of(names).map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        return this;
    }

    /** Which resource owner an account is: {@link UpstreamAccounts#byIssuerAndSubject} by default. */
    public UpstreamProviderBuilder accounts(UpstreamAccounts mapping) {
        this.accounts = mapping;
        return this;
    }

    /** The algorithms of ID tokens: ES256, EdDSA, RS256 and PS256 by default. */
    public UpstreamProviderBuilder algorithms(SignatureAlgorithm first, SignatureAlgorithm... more) {
        this.algorithms = EnumSet.of(first, more);
        return this;
    }

    /** How far its clock may be off: 30 seconds by default, 5 minutes at most. */
    public UpstreamProviderBuilder clockSkew(Duration time) {
        this.clockSkew = time;
        return this;
    }

    /** How long each request to it may take: 5 seconds by default, 30 at most. Meanwhile a thread of the container waits. */
    public UpstreamProviderBuilder timeout(Duration time) {
        this.timeout = time;
        return this;
    }

    /** What carries requests to it, for proxies and certificates of your own; it must not follow redirects. */
    public UpstreamProviderBuilder http(HttpClient client) {
        this.http = client;
        return this;
    }

    /**
     * Keeps its access and refresh token in the sealed properties of the grant, for tools ({@link UpstreamTokens}): no by
     * default. Ask for the scope that brings a refresh token, mostly {@code offline_access}. Each grant has tokens of its
     * own, so that people sign in at the provider for each application.
     */
    public UpstreamProviderBuilder keepTokens() {
        this.keepsTokens = true;
        return this;
    }

    /**
     * Weakens the transport: lets the provider be on a loopback host in plain http, where every program of the machine can
     * pose as it. For tests and development on one machine only.
     */
    public UpstreamProviderBuilder dangerouslyAllowLoopback() {
        this.loopback = true;
        return this;
    }

    /**
     * The provider. Nothing is fetched yet.
     *
     * @throws IllegalArgumentException naming every problem there is
     */
    public UpstreamProvider build() {
        UpstreamProvider provider = new UpstreamProvider(this);
        List<String> problems = problems(provider);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("upstream provider " + id + ": " + String.join("; ", problems));
        }
        return provider;
    }

    private List<String> problems(UpstreamProvider provider) {
        List<String> problems = new ArrayList<>();
        require(problems, ID.matcher(id).matches(), "the id has 1 to 40 lower-case letters, digits and hyphens");
        require(problems, !clientId.isBlank(), "a client is required");
        require(problems, !name.isBlank(), "the name must not be blank");
        require(problems, List.of("login", "select_account").containsAll(prompts), "prompts are login, select_account");
        require(problems, within(clockSkew, Duration.ZERO, Duration.ofMinutes(5)), "clock skew is up to 5 minutes");
        require(problems, within(timeout, Duration.ofMillis(1), Duration.ofSeconds(30)), "timeout is up to 30 seconds");
        provider.named()
                .filter(url -> !provider.permits(url))
                .forEach(url -> problems.add(url + " is no https URL, or not of an allowed host"));
        return problems;
    }

    private static boolean within(Duration time, Duration least, Duration most) {
        return time.compareTo(least) >= 0 && time.compareTo(most) <= 0;
    }

    private static void require(List<String> problems, boolean holds, String rule) {
        if (!holds) {
            problems.add(rule);
        }
    }
}
