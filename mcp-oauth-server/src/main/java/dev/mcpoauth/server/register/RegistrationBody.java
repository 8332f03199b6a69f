package dev.mcpoauth.server.register;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT_METADATA;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.FormBody;
import dev.mcpoauth.server.http.WebRequest;

/** Reads client metadata from the body of a request (RFC 7591 §3.1, RFC 7592 §2.2). */
final class RegistrationBody {
    private static final OAuthError WRONG_TYPE = new OAuthError(INVALID_CLIENT_METADATA.code(), 415);

    private RegistrationBody() {}

    static JsonObject read(WebRequest request) {
        FormBody.requireWhole(request);
        if (!request.mediaType().equals("application/json")) {
            throw WRONG_TYPE.because(ServerReasons.REQUEST_MEDIA_TYPE, "the body must be of type application/json");
        }
        try {
            return JsonObject.parse(request.body());
        } catch (MalformedJsonException e) {
            throw INVALID_CLIENT_METADATA.because(ServerReasons.REGISTER_MALFORMED, "the body is not a JSON object");
        }
    }
}
