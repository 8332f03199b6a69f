package dev.mcpoauth.server.client.metadata;

import static dev.mcpoauth.core.OAuthError.INVALID_CLIENT_METADATA;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * Reads members as clients write them: {@code null} and an empty string count as absent, a single string stands for an
 * array of one. Anything else of the wrong type is refused.
 */
final class MetadataReader {
    private static final int MOST_ELEMENTS = 50;
    private static final int LONGEST = 2048;

    private final JsonObject document;

    MetadataReader(JsonObject document) {
        this.document = document;
    }

    boolean has(String name) {
        return document.has(name);
    }

    Optional<String> text(String name, int longest) {
        if (!document.has(name)) {
            return Optional.empty();
        }
        String text = document.string(name).orElseThrow(() -> refuse(name, "must be a string"));
        if (text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
            throw refuse(name, "must have at most " + longest + " characters and no control character");
        }
        return Optional.of(text).filter(value -> !value.isBlank());
    }

    Optional<List<String>> texts(String name) {
        if (!document.has(name)) {
            return Optional.empty();
        }
        Optional<String> single = document.string(name);
        List<String> list = single.map(List::of)
                .or(() -> document.strings(name))
                .orElseThrow(() -> refuse(name, "must be an array of strings"));
        if (list.size() > MOST_ELEMENTS || list.stream().anyMatch(text -> text.length() > LONGEST)) {
            throw refuse(name, "has too many or too long elements");
        }
        return Optional.of(list.stream().filter(text -> !text.isBlank()).toList());
    }

    /** The elements that are offered: all if the client names none, a refusal if it names only others. */
    List<String> offered(String name, List<String> offered) {
        List<String> asked = texts(name).orElse(List.of());
        if (asked.isEmpty()) {
            return offered;
        }
        List<String> effective = offered.stream().filter(asked::contains).toList();
        if (effective.isEmpty()) {
            throw refuse(name, "names nothing that is supported");
        }
        return effective;
    }

    /** A URI that a page may show: https or http, so that it can never run as script (CVE-2026-22752). */
    Optional<String> webUri(String name) {
        Optional<String> text = text(name, LONGEST);
        if (text.isPresent() && !isWeb(text.get())) {
            throw refuse(name, "must be an https or http URI");
        }
        return text;
    }

    private static boolean isWeb(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    Optional<Boolean> flag(String name) {
        if (!document.has(name)) {
            return Optional.empty();
        }
        return Optional.of(document.bool(name).orElseThrow(() -> refuse(name, "must be true or false")));
    }

    Optional<JsonObject> object(String name) {
        if (!document.has(name)) {
            return Optional.empty();
        }
        return Optional.of(document.object(name).orElseThrow(() -> refuse(name, "must be an object")));
    }

    Optional<String> scope(String name) {
        return text(name, 4096)
                .map(text -> Scope.parse(text)
                        .orElseThrow(() -> refuse(name, "is malformed"))
                        .toString());
    }

    static OAuthException refuse(String name, String what) {
        return INVALID_CLIENT_METADATA
                .because(ServerReasons.REGISTER_METADATA, name + " " + what)
                .with("member", name);
    }
}
