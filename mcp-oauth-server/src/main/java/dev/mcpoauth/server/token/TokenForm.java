package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.FormBody;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.Tolerance;
import java.util.List;
import java.util.Map;

/** Reads a token request: a form or, where {@link Tolerance#JSON_TOKEN_BODY} is in force, a flat JSON object. */
final class TokenForm {
    private static final String JSON = "application/json";

    private final AuthorizationServerSettings settings;

    TokenForm(AuthorizationServerSettings settings) {
        this.settings = settings;
    }

    Parameters read(WebRequest request) {
        FormBody.requireWhole(request);
        return request.mediaType().equals(JSON) && settings.acceptsFromAnyone(Tolerance.JSON_TOKEN_BODY)
                ? fromJson(request.body())
                : FormBody.read(request);
    }

    /** Who may send JSON is known only after authentication. */
    void requireTolerated(Exchange exchange, String clientId) {
        if (!exchange.request().mediaType().equals(JSON)) {
            return;
        }
        if (!settings.tolerances(clientId).accepts(Tolerance.JSON_TOKEN_BODY)) {
            throw INVALID_REQUEST
                    .because(ServerReasons.TOKEN_JSON_BODY, "the body must be of type " + FormBody.MEDIA_TYPE)
                    .with("client_id", clientId);
        }
        exchange.report(Decision.TOLERATED, ServerReasons.TOKEN_JSON_TOLERATED, Map.of("client_id", clientId));
    }

    private static Parameters fromJson(byte[] body) {
        try {
            JsonObject json = JsonObject.parse(body);
            Parameters.Builder form = Parameters.builder();
            json.names().stream().filter(name -> !name.isEmpty()).forEach(name -> form.addAll(name, texts(json, name)));
            return Parameters.parse(form.build().encode());
        } catch (MalformedJsonException e) {
            throw INVALID_REQUEST.because(ServerReasons.REQUEST_MALFORMED, "the body is not a JSON object");
        } catch (IllegalArgumentException e) {
            throw INVALID_REQUEST.because(ServerReasons.REQUEST_MALFORMED, "a parameter is not well-formed Unicode");
        }
    }

    private static List<String> texts(JsonObject json, String name) {
        return json.string(name).map(List::of).or(() -> json.strings(name)).orElse(List.of());
    }
}
