package dev.mcpoauth.client.registration;

import dev.mcpoauth.client.authentication.ClientAuthentication;
import dev.mcpoauth.client.authentication.PublicClient;
import dev.mcpoauth.client.authentication.SecretBasic;
import dev.mcpoauth.client.authentication.SecretPost;
import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import java.util.List;
import java.util.Optional;

/** How a dynamically registered client authenticates: what it asks for, and what the answer says. */
final class AuthenticationChoice {
    /** A program on a user's machine keeps no secret, so none is asked for where the server allows that (RFC 8252 §8.4). */
    private static final List<String> PREFERENCE = List.of("none", "client_secret_basic", "client_secret_post");

    private AuthenticationChoice() {}

    /** The method to ask for; empty if the server offers none that this client has. */
    static Optional<String> wanted(AuthorizationServer server) {
        boolean named = server.metadata().json().has("token_endpoint_auth_methods_supported");
        List<String> offered = server.metadata().tokenEndpointAuthMethodsSupported();
        if (!named) {
            return Optional.of("none"); // RFC 8414 assumes Basic; what lists nothing mostly takes public clients.
        }
        return PREFERENCE.stream().filter(offered::contains).findFirst();
    }

    /** The method of a registration response; the default of RFC 7591 §2 where it names none. Empty if unknown. */
    static Optional<ClientAuthentication> of(JsonObject registration) {
        Optional<ClientSecret> secret = registration
                .string("client_secret")
                .filter(text -> !text.isEmpty())
                .map(ClientSecret::parse);
        String method = registration
                .string("token_endpoint_auth_method")
                .orElse(secret.isPresent() ? "client_secret_basic" : "none");
        return switch (method) {
            case "none" -> Optional.of(new PublicClient());
            case "client_secret_basic" -> secret.map(SecretBasic::new);
            case "client_secret_post" -> secret.map(SecretPost::new);
            default -> Optional.empty();
        };
    }
}
