package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.diagnostics.Fingerprint;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The two cookies: one names the browser, so that a pending request can not be continued in another; one keeps a person
 * signed in. Over https their names carry {@code __Host-} (RFC 6265bis §4.1.3.2). Cookies ignore ports, so that the issuer
 * is in the name as well: two servers on one loopback host do not overwrite each other's.
 */
final class Cookies {
    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final String browser;
    private final String signIn;
    private final String attributes;

    Cookies(Issuer issuer) {
        boolean secure = issuer.value().regionMatches(true, 0, "https:", 0, 6);
        String suffix = "-" + Fingerprint.of(issuer.value());
        this.browser = (secure ? "__Host-" : "") + "oauth-browser" + suffix;
        this.signIn = (secure ? "__Host-" : "") + "oauth-sign-in" + suffix;
        this.attributes = "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }

    Optional<String> browser(WebRequest request) {
        return handle(request, browser);
    }

    Optional<String> signIn(WebRequest request) {
        return handle(request, signIn);
    }

    private static Optional<String> handle(WebRequest request, String name) {
        return request.cookie(name).filter(value -> HANDLE.matcher(value).matches());
    }

    WebResponse setBrowser(WebResponse response, String handle) {
        return response.with("Set-Cookie", browser + "=" + handle + attributes);
    }

    WebResponse setSignIn(WebResponse response, String handle, Duration life) {
        return response.with("Set-Cookie", signIn + "=" + handle + attributes + "; Max-Age=" + life.toSeconds());
    }

    WebResponse clearSignIn(WebResponse response) {
        return response.with("Set-Cookie", signIn + "=" + attributes + "; Max-Age=0");
    }
}
