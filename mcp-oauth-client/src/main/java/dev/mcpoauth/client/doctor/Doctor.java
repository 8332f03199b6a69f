package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.doctor.Reach.Resolver;
import dev.mcpoauth.client.http.UrlPolicy;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.core.RedirectUri;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Walks an MCP server as a client does, from its address to its first answer, and says of each rule whether it holds. Asks
 * any server, ours or not, and needs none of its secrets. Immutable and thread-safe; each walk asks anew.
 *
 * <p>Nothing is registered and nobody is signed in, unless {@link Builder#registering} says so. A stored sign-in is used if
 * there is one, which may refresh its token. A server that asks for no sign-in may see a session that is opened and closed.
 *
 * <pre>{@code
 * Diagnosis diagnosis = Doctor.of(URI.create("https://mcp.example/mcp")).build().examine();
 * System.out.print(diagnosis.table());
 * }</pre>
 */
public final class Doctor {
    private static final List<Check> CHECKS = Stream.of(
                    AddressChecks.ALL,
                    TlsChecks.ALL,
                    ServerChecks.ALL,
                    ChallengeChecks.ALL,
                    ResourceChecks.ALL,
                    IssuerChecks.ALL,
                    ClientChecks.ALL,
                    TokenChecks.ALL,
                    LocalChecks.ALL,
                    SpeechChecks.ALL,
                    RegisterChecks.ALL,
                    CorsChecks.ALL)
            .flatMap(List::stream)
            .toList();

    private final Settings settings;

    private Doctor(Settings settings) {
        this.settings = settings;
    }

    /**
     * Starts with the defaults: nothing stored, and ten seconds for each answer.
     *
     * @param server the URL of the MCP server: http or https with a host, without fragment and user information
     * @throws IllegalArgumentException if it is anything else
     */
    public static Builder of(URI server) {
        boolean web = "https".equalsIgnoreCase(server.getScheme()) || "http".equalsIgnoreCase(server.getScheme());
        if (!web || server.getHost() == null || server.getRawFragment() != null || server.getRawUserInfo() != null) {
            throw new IllegalArgumentException("server must be an http or https URL without fragment and user");
        }
        return new Builder(server);
    }

    /** All rules, in the order in which they are applied: what comes first is the cause of what comes after. */
    public static List<Rule> rules() {
        return CHECKS.stream().map(Check::rule).toList();
    }

    /**
     * Walks the server. Takes a second or two mostly, and a few minutes where all of many servers are slow. A server that is down, slow or hostile is
     * a finding and no exception.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public Diagnosis examine() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try (Facts facts = new Facts(settings)) {
            for (Check check : CHECKS) {
                findings.add(check.run(facts));
            }
            String server = facts.secrets().takenOutOf(Shown.url(settings.server));
            return new Diagnosis(server, settings.clock.instant(), findings);
        }
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        final URI server;

        @Nullable
        HttpClient client;

        Duration patience = Duration.ofSeconds(10);
        Map<String, String> headers = Map.of();
        UrlPolicy policy = UrlPolicy.strict();
        RegistrationSettings registration =
                RegistrationSettings.builder("MCP OAuth doctor").build();
        boolean registering;

        String subject = "";

        @Nullable
        Path directory;

        @Nullable
        StoreOpener store;

        @Nullable
        RedirectUri callback;

        Clock clock = Clock.systemUTC();
        Resolver resolver = InetAddress::getAllByName;

        private Builder(URI server) {
            this.server = server;
        }

        /**
         * Sends with this client: its proxy and its trust are those that are examined. Default is one of the JDK's defaults.
         *
         * @throws IllegalArgumentException if it follows redirects
         */
        public Builder client(HttpClient http) {
            if (http.followRedirects() != HttpClient.Redirect.NEVER) {
                throw new IllegalArgumentException("the HttpClient must not follow redirects (Redirect.NEVER)");
            }
            client = http;
            return this;
        }

        /**
         * Waits so long for each answer; ten seconds by default.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder patience(Duration each) {
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("patience must be positive: " + each);
            }
            patience = each;
            return this;
        }

        /** Header fields for each request to the MCP endpoint. Their values are never shown. */
        public Builder headers(Map<String, String> fields) {
            headers = Map.copyOf(fields);
            return this;
        }

        /** Which URLs of servers are asked. */
        public Builder urlPolicy(UrlPolicy urls) {
            policy = urls;
            return this;
        }

        /** Looks at the sign-in that is stored there, and uses it. */
        public Builder store(StoreOpener opener) {
            store = opener;
            return this;
        }

        /**
         * Looks at the sign-in of this subject, see {@code OAuthClient.session}; by default at that of no subject.
         *
         * @throws IllegalArgumentException if it has control characters
         */
        public Builder subject(String name) {
            if (name.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("subject must not have control characters");
            }
            subject = name;
            return this;
        }

        /** Looks at the access to the directory of the store, too. */
        public Builder stateDirectory(Path path) {
            directory = path;
            return this;
        }

        /** How the program becomes a client. */
        public Builder registration(RegistrationSettings settings) {
            registration = settings;
            return this;
        }

        /** The redirect URI that the program uses, with its port if that is fixed. */
        public Builder callback(RedirectUri redirectUri) {
            callback = redirectUri;
            return this;
        }

        /**
         * Leaves something at the authorization server: registers a client and sends authorization requests, which go no
         * further. The registration is removed again where the server offers that.
         */
        public Builder registering() {
            registering = true;
            return this;
        }

        /** The clock, for tests. */
        public Builder clock(Clock time) {
            clock = time;
            return this;
        }

        Builder resolver(Resolver names) {
            resolver = names;
            return this;
        }

        /** The finished doctor. */
        public Doctor build() {
            return new Doctor(new Settings(this));
        }
    }
}
