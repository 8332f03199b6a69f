package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.secret.ClientSecret;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client that the operator registers ahead, in code or on the command line. Immutable. */
public final class ClientSettings {
    private final String clientId;
    private final List<RedirectUri> redirectUris;
    private final String name;
    private final @Nullable ClientSecret secret;

    private ClientSettings(String clientId, List<RedirectUri> uris, String name, @Nullable ClientSecret secret) {
        if (clientId.isEmpty() || clientId.length() > 512 || !clientId.chars().allMatch(c -> c >= 0x21 && c < 0x7F)) {
            throw new IllegalArgumentException("a client id has 1 to 512 visible ASCII characters without space");
        }
        this.clientId = clientId;
        this.redirectUris = List.copyOf(uris);
        this.name = name;
        this.secret = secret;
    }

    /** A client without secret, which PKCE protects (RFC 6749 §2.1). */
    public static ClientSettings publicClient(String clientId, String... redirectUris) {
        return new ClientSettings(clientId, atLeastOne(clientId, redirectUris), clientId, null);
    }

    /** A client that authenticates with a secret, by Basic or in the form. */
    public static ClientSettings confidentialClient(String clientId, ClientSecret secret, String... redirectUris) {
        return new ClientSettings(
                clientId, atLeastOne(clientId, redirectUris), clientId, Objects.requireNonNull(secret, "secret"));
    }

    /**
     * The server of a protected resource, which gets no tokens and asks about those of others: see {@link
     * ResourceSettings#withIntrospectionBy}.
     */
    public static ClientSettings resourceServer(String clientId, ClientSecret secret) {
        return new ClientSettings(clientId, List.of(), clientId, Objects.requireNonNull(secret, "secret"));
    }

    private static List<RedirectUri> atLeastOne(String clientId, String... uris) {
        if (uris.length == 0) {
            throw new IllegalArgumentException("client " + clientId + " needs a redirect URI");
        }
        return List.of(uris).stream().map(RedirectUri::new).toList();
    }

    /** The same under the name that the consent page shows. */
    public ClientSettings withName(String shownName) {
        return new ClientSettings(clientId, redirectUris, shownName, secret);
    }

    /** Its identifier. */
    public String clientId() {
        return clientId;
    }

    /** Where it may be redirected to; none for what gets no tokens. */
    public List<RedirectUri> redirectUris() {
        return redirectUris;
    }

    /** What the consent page calls it. */
    public String name() {
        return name;
    }

    /** Its secret, unless it is public. */
    public Optional<ClientSecret> secret() {
        return Optional.ofNullable(secret);
    }

    @Override
    public String toString() {
        return "ClientSettings[" + clientId + "]";
    }
}
