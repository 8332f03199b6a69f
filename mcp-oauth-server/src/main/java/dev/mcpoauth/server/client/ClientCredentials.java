package dev.mcpoauth.server.client;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT;
import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.WebRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a request says it is from, not yet verified (RFC 6749 §2.3.1). Basic and form may both name the client if they
 * agree; a secret may come in one place only.
 */
final class ClientCredentials {
    private final List<BasicCredentials> basic;
    private final @Nullable String formId;
    private final @Nullable String formSecret;

    private ClientCredentials(List<BasicCredentials> basic, @Nullable String formId, @Nullable String formSecret) {
        this.basic = basic;
        this.formId = formId;
        this.formSecret = formSecret;
    }

    static ClientCredentials of(WebRequest request, Parameters form) {
        if (form.has("client_assertion") || form.has("client_assertion_type")) {
            throw INVALID_CLIENT.because(
                    ServerReasons.CLIENT_ASSERTION_UNSUPPORTED, "client assertions are not supported");
        }
        List<String> headers = request.headers("Authorization");
        if (headers.size() > 1) {
            throw mixed("there is more than one Authorization header");
        }
        List<BasicCredentials> basic = headers.isEmpty() ? List.of() : BasicCredentials.readings(headers.get(0));
        String secret = form.value("client_secret").orElse(null);
        if (secret != null
                && basic.stream().anyMatch(reading -> !reading.secret().isEmpty())) {
            throw mixed("the client authenticates in more than one way");
        }
        return new ClientCredentials(basic, form.value("client_id").orElse(null), secret);
    }

    private static OAuthException mixed(String description) {
        return INVALID_REQUEST.because(ServerReasons.CLIENT_CREDENTIALS_MIXED, description);
    }

    /** Whether the client chose the header, which decides about WWW-Authenticate (RFC 6749 §5.2). */
    boolean usedBasic() {
        return !basic.isEmpty();
    }

    /** The client ids that the request may mean: several only where Basic can be read in two ways. */
    List<String> candidates() {
        if (basic.isEmpty()) {
            return Optional.ofNullable(formId).stream().toList();
        }
        List<String> named =
                basic.stream().map(BasicCredentials::clientId).distinct().toList();
        if (formId != null && !named.contains(formId)) {
            throw mixed("header and body name different clients");
        }
        return formId == null ? named : List.of(formId);
    }

    /** The secrets that the request may mean for this client. */
    List<ClientSecret> secrets(String clientId) {
        if (formSecret != null) {
            return secret(formSecret).stream().toList();
        }
        return basic.stream()
                .filter(reading -> reading.clientId().equals(clientId))
                .flatMap(reading -> secret(reading.secret()).stream())
                .distinct()
                .toList();
    }

    /** Whether there is a secret at all; an empty one counts as none. */
    boolean hasSecret() {
        return formSecret != null
                || basic.stream().anyMatch(reading -> !reading.secret().isEmpty());
    }

    private static Optional<ClientSecret> secret(String text) {
        try {
            return Optional.of(ClientSecret.parse(text));
        } catch (IllegalArgumentException notASecret) {
            return Optional.empty();
        }
    }
}
