package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.doctor.Reach.Resolver;
import dev.mcpoauth.client.http.UrlPolicy;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.core.RedirectUri;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the doctor was told. Immutable. */
final class Settings {
    final URI server;
    final HttpClient client;
    final Duration patience;
    final Duration longest = Duration.ofMinutes(2);
    final Map<String, String> headers;
    final UrlPolicy policy;
    final RegistrationSettings registration;
    final boolean registering;
    final String subject;
    final Clock clock;
    final Resolver resolver;
    private final @Nullable Path directory;
    private final @Nullable StoreOpener store;
    private final @Nullable RedirectUri callback;

    Settings(Doctor.Builder builder) {
        this.server = builder.server;
        this.client = builder.client == null ? newClient(builder.server, builder.patience) : builder.client;
        this.patience = builder.patience;
        this.headers = Map.copyOf(builder.headers);
        this.policy = builder.policy;
        this.registration = builder.registration;
        this.registering = builder.registering;
        this.subject = builder.subject;
        this.clock = builder.clock;
        this.resolver = builder.resolver;
        this.directory = builder.directory;
        this.store = builder.store;
        this.callback = builder.callback;
    }

    private static HttpClient newClient(URI server, Duration patience) {
        // Without TLS, HTTP/2 begins with an upgrade of the first request, which some servers answer with an error.
        boolean tls = "https".equalsIgnoreCase(server.getScheme());
        return HttpClient.newBuilder()
                .version(tls ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    boolean isHttps() {
        return "https".equalsIgnoreCase(server.getScheme());
    }

    Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    Optional<StoreOpener> store() {
        return Optional.ofNullable(store);
    }

    Optional<RedirectUri> callback() {
        return Optional.ofNullable(callback);
    }
}
