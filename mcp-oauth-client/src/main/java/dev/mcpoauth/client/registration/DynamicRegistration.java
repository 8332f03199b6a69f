package dev.mcpoauth.client.registration;

import dev.mcpoauth.client.discovery.AuthorizationServer;
import dev.mcpoauth.client.error.AuthException.RegistrationFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.ErrorAnswer;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.error.Printable;
import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Registers this program (RFC 7591 §3). Thread-safe. */
final class DynamicRegistration {
    private static final Set<String> ABOUT_TYPE = Set.of("invalid_redirect_uri", "invalid_client_metadata");

    private final HttpExchange http;
    private final RegistrationSettings settings;
    private final String grantType;

    private DynamicRegistration(HttpExchange http, RegistrationSettings settings, String grantType) {
        this.http = http;
        this.settings = settings;
        this.grantType = grantType;
    }

    static DynamicRegistration forRedirects(HttpExchange http, RegistrationSettings settings) {
        return new DynamicRegistration(http, settings, "authorization_code");
    }

    static DynamicRegistration forDevices(HttpExchange http, RegistrationSettings settings) {
        return new DynamicRegistration(http, settings, "urn:ietf:params:oauth:grant-type:device_code");
    }

    /**
     * The server's answer, with a client identifier and an authentication method that this client has.
     *
     * <p>Tries the other {@code application_type} once where the server refuses the redirect URIs or the metadata: OpenID
     * providers differ in what they take for a native application.
     */
    JsonObject register(AuthorizationServer server, URI endpoint, List<RedirectUri> redirectUris, FlowTrace trace)
            throws IOException, InterruptedException {
        String type =
                redirectUris.stream().anyMatch(uri -> "https".equals(uri.uri().getScheme())) ? "web" : "native";
        HttpReply reply = post(endpoint, metadata(server, redirectUris, type, trace), trace);
        if (reply.status() == 400 && ABOUT_TYPE.contains(error(reply))) {
            String other = type.equals("web") ? "native" : "web";
            HttpReply second = post(endpoint, metadata(server, redirectUris, other, trace), trace);
            reply = second.isSuccess() ? second : reply;
        }
        return answer(reply, trace);
    }

    private JsonObject metadata(
            AuthorizationServer server, List<RedirectUri> redirectUris, String applicationType, FlowTrace trace)
            throws RegistrationFailed {
        String method = AuthenticationChoice.wanted(server)
                .orElseThrow(() -> trace.refuse(
                        RegistrationFailed::new,
                        ClientReasons.AUTHENTICATION_UNSUPPORTED,
                        "the server offers no way to authenticate that this client has"));
        JsonObject.Builder metadata =
                JsonObject.builder().put("token_endpoint_auth_method", method).put("application_type", applicationType);
        JsonObject more = settings.more();
        more.names().forEach(name -> more.value(name).ifPresent(value -> metadata.put(name, value)));
        return metadata.put("client_name", settings.clientName())
                .put(
                        "redirect_uris",
                        redirectUris.stream().map(RedirectUri::value).toList())
                .put("grant_types", List.of(grantType, "refresh_token"))
                .put("response_types", redirectUris.isEmpty() ? List.of() : List.of("code"))
                .build();
    }

    private HttpReply post(URI endpoint, JsonObject metadata, FlowTrace trace)
            throws IOException, InterruptedException {
        try {
            HttpReply reply = http.send(HttpCall.post(endpoint, "application/json", metadata.toJson())
                    .in(trace));
            trace.step("client registration", endpoint, "answered " + reply.status());
            return reply;
        } catch (IOException e) {
            trace.step("client registration", endpoint, "no answer");
            throw trace.outage(e);
        }
    }

    private static JsonObject answer(HttpReply reply, FlowTrace trace) throws IOException {
        if (reply.status() >= 500 || reply.status() == 429) {
            throw trace.outage("the registration endpoint answered " + reply.status());
        }
        Optional<JsonObject> json = json(reply);
        if (!reply.isSuccess()) {
            String said = ErrorAnswer.details(
                    json.flatMap(body -> body.string("error_description")),
                    json.flatMap(body -> body.string("error_uri")));
            throw trace.refuse(
                    RegistrationFailed::new,
                    ClientReasons.REGISTRATION_REFUSED,
                    "the registration endpoint answered " + reply.status() + " " + error(reply) + said);
        }
        return json.filter(DynamicRegistration::isUsable)
                .orElseThrow(() -> trace.refuse(
                        RegistrationFailed::new,
                        ClientReasons.REGISTRATION_INVALID,
                        "the registration response lacks a client_id or what its authentication method needs"));
    }

    private static boolean isUsable(JsonObject registration) {
        try {
            return registration.string("client_id").filter(id -> !id.isEmpty()).isPresent()
                    && AuthenticationChoice.of(registration).isPresent();
        } catch (IllegalArgumentException e) {
            return false; // A secret that is no secret.
        }
    }

    private static String error(HttpReply reply) {
        return json(reply)
                .flatMap(body -> body.string("error"))
                .map(Printable::text)
                .orElse("");
    }

    private static Optional<JsonObject> json(HttpReply reply) {
        try {
            return Optional.of(JsonObject.parse(reply.body()));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }
}
