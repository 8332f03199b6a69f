package dev.mcpoauth.server.http;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.form.ParameterRules;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.server.diagnostics.ServerReasons;

/** Reads the form of a POST (RFC 6749 Appendix B). Parameters in the query of a POST do not count. */
public final class FormBody {
    /** The media type of forms. */
    public static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    private static final OAuthError WRONG_TYPE = new OAuthError(INVALID_REQUEST.code(), 415);
    private static final OAuthError TOO_LARGE = new OAuthError(INVALID_REQUEST.code(), 413);

    private FormBody() {}

    /**
     * Refuses a body that broke the endpoint's limit.
     *
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_request}
     */
    public static void requireWhole(WebRequest request) {
        if (request.isTruncated()) {
            throw TOO_LARGE.because(ServerReasons.REQUEST_TOO_LARGE, "the request is too large or broke off");
        }
    }

    /**
     * The parameters.
     *
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_request}
     */
    public static Parameters read(WebRequest request) {
        requireWhole(request);
        if (!request.mediaType().equals(MEDIA_TYPE)) {
            throw WRONG_TYPE.because(
                    ServerReasons.REQUEST_MEDIA_TYPE, "the body must be of type application/x-www-form-urlencoded");
        }
        byte[] body = request.body();
        return ParameterRules.defaults().withMaxLength(Math.max(1, body.length)).parse(body);
    }
}
