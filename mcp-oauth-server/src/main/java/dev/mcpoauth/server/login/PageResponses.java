package dev.mcpoauth.server.login;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.server.http.WebResponse;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns pages into responses that no other site can frame, script or read (RFC 9700 §4.16). */
public final class PageResponses {
    private PageResponses() {}

    /**
     * The response.
     *
     * @param destination where the form may end up after our own redirect
     */
    public static WebResponse of(int status, Page page, Optional<RedirectUri> destination) {
        return of(
                status,
                page,
                destination.map(RedirectUri::uri).map(URI::getScheme).stream().toList());
    }

    /**
     * The response.
     *
     * @param schemes of where the form may end up after our own redirect
     */
    public static WebResponse of(int status, Page page, List<String> schemes) {
        return WebResponse.html(status, page.html())
                .with("Content-Security-Policy", policy(page, schemes))
                .with("Cache-Control", "no-store")
                .with("Referrer-Policy", "no-referrer")
                .with("X-Frame-Options", "DENY")
                .with("X-Content-Type-Options", "nosniff")
                .with("Cross-Origin-Opener-Policy", "same-origin");
    }

    /**
     * The response of a page with one script, which may listen to this server and to nobody else, and can not write HTML (Trusted
     * Types §5).
     *
     * @param script the text of the page's only script element, character by character
     */
    public static WebResponse withScript(int status, Page page, String script) {
        return of(status, page, List.of())
                .replacing(
                        "Content-Security-Policy",
                        policy(page, List.of()) + "; script-src 'sha256-" + sha256(script)
                                + "'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'");
    }

    private static String policy(Page page, List<String> schemes) {
        String style = page.style().isEmpty() ? "" : "; style-src 'sha256-" + sha256(page.style()) + "'";
        return "default-src 'none'" + style + "; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
                + sources(schemes);
    }

    /**
     * Browsers apply {@code form-action} to every redirect that follows a submission, also to those of the client's own
     * callback page; without its scheme in the list, approving would end on a blank page. The form itself is ours, and
     * nothing can be injected next to it, so that a whole scheme gives nothing away.
     */
    private static String sources(List<String> schemes) {
        return Stream.concat(schemes.stream().limit(1).map(any -> "https"), schemes.stream())
                .map(scheme -> scheme.toLowerCase(Locale.ROOT))
                .distinct()
                .map(scheme -> " " + scheme + ":")
                .collect(Collectors.joining());
    }

    private static String sha256(String text) {
        return Base64.getEncoder()
                .encodeToString(TokenHasher.sha256().hash(text).toByteArray());
    }
}
