package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.http.JdkHttpExchange;
import dev.mcpoauth.client.http.Once;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** How servers are reached: through which proxy, trusting whom, and with how much patience. */
final class Network {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration OAUTH_DEADLINE = Duration.ofSeconds(15);
    private static final int LARGEST_OAUTH_ANSWER = 512 * 1024;

    private final Invocation invocation;
    private final Map<String, String> environment;
    private final PrintStream terminal;
    private final Optional<EnvironmentProxies> proxies;
    private final Optional<Supplier<SSLContext>> tls;

    /**
     * As the flags and the environment say.
     *
     * @param terminal where the user is warned
     */
    Network(Invocation invocation, Map<String, String> environment, PrintStream terminal) throws Misuse {
        this.invocation = invocation;
        this.environment = environment;
        this.terminal = terminal;
        this.proxies = invocation.has(Flag.NO_PROXY) ? Optional.empty() : EnvironmentProxies.of(environment);
        this.tls = tls();
        if (proxies.filter(EnvironmentProxies::hasCredentials).isPresent()) {
            // Read when the first client is made. Without it the JDK shows no proxy a password on the way to https
            // URLs.
            System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        }
    }

    /** Makes what carries messages to the MCP server. */
    Supplier<HttpClient> toServer(URI server) throws Misuse {
        check(server);
        // Without TLS, HTTP/2 begins with an upgrade of the first request, which some servers answer with an error.
        boolean encrypted = "https".equalsIgnoreCase(server.getScheme());
        HttpClient.Builder client =
                builder().version(encrypted ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
        if (!invocation.has(Flag.DISABLE_COOKIES)) {
            client.cookieHandler(new StickyCookies(server, Clock.systemUTC()));
        }
        Optional<Duration> headers = invocation.seconds(Flag.HEADERS_TIMEOUT);
        Optional<Duration> body = invocation.secondsOrNone(Flag.BODY_TIMEOUT);
        return () -> paced(built(client), headers, body);
    }

    private HttpClient built(HttpClient.Builder client) {
        tls.ifPresent(context -> client.sslContext(context.get()));
        return client.build();
    }

    private HttpClient paced(HttpClient client, Optional<Duration> headers, Optional<Duration> body) {
        boolean plain = headers.isEmpty() && body.isEmpty() && !hasProxyCredentials();
        return plain ? client : new PacedHttpClient(client, headers, body, this::proxyAuthorization);
    }

    private void check(URI uri) throws Misuse {
        if (proxies.isPresent()) {
            proxies.get().check(uri);
        }
    }

    private HttpClient.Builder builder() throws Misuse {
        HttpClient.Builder client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(invocation.seconds(Flag.CONNECT_TIMEOUT).orElse(CONNECT_TIMEOUT));
        proxies.ifPresent(client::proxy);
        return invocation.has(Flag.NO_PROXY) ? client.proxy(HttpClient.Builder.NO_PROXY) : client;
    }

    private boolean hasProxyCredentials() {
        return proxies.filter(EnvironmentProxies::hasCredentials).isPresent();
    }

    private Optional<String> proxyAuthorization(URI uri) {
        return proxies.flatMap(proxy -> proxy.authorization(uri));
    }

    /** What carries requests to authorization servers. Set up when the first one is made: mostly there is none. */
    HttpExchange toAuthorizationServers() throws Misuse {
        HttpClient.Builder client = builder();
        Once<HttpExchange> exchange = new Once<>(() -> new JdkHttpExchange(
                paced(built(client), Optional.empty(), Optional.empty()), OAUTH_DEADLINE, LARGEST_OAUTH_ANSWER));
        return call -> {
            try {
                check(call.uri());
            } catch (Misuse e) {
                throw new IOException(e.getMessage(), e);
            }
            return exchange.get().send(call);
        };
    }

    /**
     * Empty where nothing was asked for that the Java platform does not do by itself. What flags ask for is set up now, so
     * that a mistake is told at once; what the environment adds is set up when the first client is made.
     */
    private Optional<Supplier<SSLContext>> tls() throws Misuse {
        Optional<String> authorities = invocation.value(Flag.CA_FILE);
        Optional<String> certificate = invocation.value(Flag.CLIENT_CERTIFICATE);
        if (authorities.isEmpty() && certificate.isEmpty() && !invocation.has(Flag.OS_TRUST)) {
            return nodeAuthorities().map(file -> new Once<>(() -> contextWith(file)));
        }
        try {
            SSLContext context = context(authorities.or(this::nodeAuthorities), certificate);
            return Optional.of(() -> context);
        } catch (GeneralSecurityException | IOException e) {
            throw new Misuse("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private SSLContext context(Optional<String> authorities, Optional<String> certificate)
            throws Misuse, GeneralSecurityException, IOException {
        TrustManager[] trust = trust(authorities);
        KeyManager[] keys = certificate.isPresent()
                ? ClientCertificate.read(Path.of(certificate.get()), environment)
                : new KeyManager[0];
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    /** As in Node.js, a file that cannot be used is worth a warning and no more. */
    private SSLContext contextWith(String nodeAuthorities) {
        try {
            return context(Optional.of(nodeAuthorities), Optional.empty());
        } catch (Misuse | GeneralSecurityException | IOException e) {
            terminal.println("NODE_EXTRA_CA_CERTS is left out of account: " + e.getMessage());
            return platformContext();
        }
    }

    private static SSLContext platformContext() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private TrustManager[] trust(Optional<String> authorities) throws Misuse, GeneralSecurityException, IOException {
        TlsTrust trust = new TlsTrust();
        if (authorities.isPresent()) {
            trust.addFile(Path.of(authorities.get()));
        }
        if (invocation.has(Flag.OS_TRUST)) {
            trust.addSystem(System.getProperty("os.name", ""));
        }
        return trust.managers();
    }

    /** What programs for Node.js go by. As there, a file that is not there is worth a warning and no more. */
    private Optional<String> nodeAuthorities() {
        String file = environment.getOrDefault("NODE_EXTRA_CA_CERTS", "");
        if (!file.isBlank() && !Files.isReadable(Path.of(file))) {
            terminal.println("NODE_EXTRA_CA_CERTS is left out of account: " + file + " cannot be read.");
            return Optional.empty();
        }
        return Optional.of(file).filter(name -> !name.isBlank());
    }
}
