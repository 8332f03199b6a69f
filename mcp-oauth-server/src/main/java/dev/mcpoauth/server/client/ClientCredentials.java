package dev.mcpoauth.server.client;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT;
import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.internal.jose.CompactJws;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a request says it is from, not yet verified (RFC 6749 §2.3.1, RFC 7521 §4.2). Header, form and assertion may each
 * name the client if they agree; it may authenticate in one way only.
 */
final class ClientCredentials {
    private static final String ASSERTION = "client_assertion";
    private static final String ASSERTION_TYPE = "client_assertion_type";
    private static final int LONGEST_ASSERTION = 16 * 1024;
    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final List<BasicCredentials> basic;
    private final @Nullable String formId;
    private final @Nullable String formSecret;
    private final @Nullable CompactJws assertion;

    private ClientCredentials(
            List<BasicCredentials> basic,
            @Nullable String formId,
            @Nullable String formSecret,
            @Nullable CompactJws assertion) {
        this.basic = basic;
        this.formId = formId;
        this.formSecret = formSecret;
        this.assertion = assertion;
    }

    static ClientCredentials of(WebRequest request, Parameters form) {
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
        CompactJws assertion = assertion(form).orElse(null);
        if (assertion != null && (secret != null || !basic.isEmpty())) {
            throw mixed("the client authenticates in more than one way");
        }
        return new ClientCredentials(basic, form.value("client_id").orElse(null), secret, assertion);
    }

    private static Optional<CompactJws> assertion(Parameters form) {
        if (!form.has(ASSERTION) && !form.has(ASSERTION_TYPE)) {
            return Optional.empty();
        }
        if (!form.value(ASSERTION_TYPE).equals(Optional.of(JWT_BEARER))) {
            throw INVALID_CLIENT.because(ServerReasons.ASSERTION_MALFORMED, ASSERTION_TYPE + " must be " + JWT_BEARER);
        }
        return Optional.of(form.value(ASSERTION)
                .filter(text -> text.length() <= LONGEST_ASSERTION)
                .flatMap(CompactJws::parse)
                .filter(parsed -> parsed.claims().string("sub").isPresent())
                .orElseThrow(() -> INVALID_CLIENT.because(
                        ServerReasons.ASSERTION_MALFORMED, ASSERTION + " is no signed JWT with a subject")));
    }

    /** The assertion, if the client sent one. */
    Optional<CompactJws> assertion() {
        return Optional.ofNullable(assertion);
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
        if (assertion != null) {
            return List.of(subject(assertion));
        }
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

    private String subject(CompactJws named) {
        String subject = named.claims().string("sub").orElseThrow();
        if (formId != null && !formId.equals(subject)) {
            throw mixed("assertion and body name different clients");
        }
        return subject;
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
