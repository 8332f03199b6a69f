package dev.mcpoauth.server.register;

import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.server.client.metadata.EffectiveMetadata;
import java.net.URI;
import java.util.List;
import java.util.TreeSet;

/**
 * What two registrations of one client without secret have in common, so that a client that registers at each start stays one
 * client. The port of a loopback redirect does not count, as it may vary anyway (RFC 8252 §7.3).
 */
final class ClientFingerprint {
    private ClientFingerprint() {}

    static String of(EffectiveMetadata registered) {
        JsonObject metadata = registered.json();
        List<String> redirects = registered.redirectUris().stream()
                .map(ClientFingerprint::withoutLoopbackPort)
                .sorted()
                .distinct()
                .toList();
        JsonObject.Builder sorted = JsonObject.builder();
        for (String name : new TreeSet<>(metadata.names())) {
            sorted.put(name, metadata.value(name));
        }
        String canonical = sorted.put("redirect_uris", redirects).build().toJson();
        return TokenHasher.sha256().hash(canonical).encoded();
    }

    private static String withoutLoopbackPort(RedirectUri redirect) {
        URI uri = redirect.uri();
        return redirect.isLoopback() && uri.getPort() != -1
                ? redirect.value().replaceFirst(":" + uri.getPort(), "")
                : redirect.value();
    }
}
