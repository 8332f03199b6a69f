package dev.mcpoauth.server.client.metadata;

import static dev.mcpoauth.core.OAuthError.INVALID_REDIRECT_URI;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import java.util.List;

/** The redirect URIs of a client, each of a shape that {@link RedirectUri} allows: one at least where it has use for any. */
final class RedirectUrisRule {
    private static final int MOST = 20;

    private RedirectUrisRule() {}

    static List<RedirectUri> read(MetadataReader in, boolean required) {
        List<String> texts = in.texts("redirect_uris").orElse(List.of());
        if ((required && texts.isEmpty()) || texts.size() > MOST) {
            throw refuse("redirect_uris must name 1 to " + MOST + " URIs");
        }
        return texts.stream().distinct().map(RedirectUrisRule::parse).toList();
    }

    private static RedirectUri parse(String text) {
        try {
            return new RedirectUri(text);
        } catch (IllegalArgumentException e) {
            throw refuse("redirect_uris must be https, http on a loopback host, or a private-use scheme, without"
                            + " fragment and user information")
                    .with("redirect_uri", text);
        }
    }

    private static OAuthException refuse(String description) {
        return INVALID_REDIRECT_URI.because(ServerReasons.REGISTER_REDIRECT, description);
    }
}
