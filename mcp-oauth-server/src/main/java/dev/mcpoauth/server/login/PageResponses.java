package dev.mcpoauth.server.login;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.server.http.WebResponse;
import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Turns pages into responses that no other site can frame, script or read (RFC 9700 §4.16). */
public final class PageResponses {
    private PageResponses() {}

    /**
     * The response.
     *
     * @param destination where the form may end up after our own redirect
     */
    public static WebResponse of(int status, Page page, Optional<RedirectUri> destination) {
        return WebResponse.html(status, page.html())
                .with("Content-Security-Policy", policy(page, destination))
                .with("Cache-Control", "no-store")
                .with("Referrer-Policy", "no-referrer")
                .with("X-Frame-Options", "DENY")
                .with("X-Content-Type-Options", "nosniff")
                .with("Cross-Origin-Opener-Policy", "same-origin");
    }

    private static String policy(Page page, Optional<RedirectUri> destination) {
        String style = page.style().isEmpty() ? "" : "; style-src 'sha256-" + sha256(page.style()) + "'";
        return "default-src 'none'" + style + "; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
                + destination.map(PageResponses::source).orElse("");
    }

    /**
     * Browsers apply {@code form-action} to every redirect that follows a submission, also to those of the client's own
     * callback page; without its scheme in the list, approving would end on a blank page. The form itself is ours, and
     * nothing can be injected next to it, so that a whole scheme gives nothing away.
     */
    private static String source(RedirectUri destination) {
        URI uri = destination.uri();
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return scheme.equals("https") ? " https:" : " https: " + scheme + ":";
    }

    private static String sha256(String style) {
        return Base64.getEncoder()
                .encodeToString(TokenHasher.sha256().hash(style).toByteArray());
    }
}
