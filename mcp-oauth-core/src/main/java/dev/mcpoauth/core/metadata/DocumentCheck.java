package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.diagnostics.CoreReasons;
import dev.mcpoauth.core.internal.Uris;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Checks the members that a view gives out and reports all problems together. Absent members pass. */
final class DocumentCheck {
    private static final int MOST_ELEMENTS = 1_000;

    private final JsonObject json;
    private final List<Problem> problems = new ArrayList<>();

    /** What is wrong with a member; the text quotes nothing of it. */
    record Problem(String member, String text) {
        @Override
        public String toString() {
            return member + " " + text;
        }
    }

    DocumentCheck(JsonObject json) {
        this.json = json;
    }

    /** Parses the text and turns the JSON layer's refusal into the document's. */
    static JsonObject parse(byte[] utf8) {
        try {
            return JsonObject.parse(utf8);
        } catch (MalformedJsonException e) {
            throw new InvalidDocumentException(CoreReasons.DOCUMENT_MALFORMED_JSON, String.valueOf(e.getMessage()), e);
        }
    }

    DocumentCheck required(String name) {
        return when(!json.has(name), name, "is required");
    }

    DocumentCheck strings(String... names) {
        for (String name : names) {
            when(json.has(name) && json.string(name).filter(s -> !s.isEmpty()).isEmpty(), name, "is no string");
        }
        return this;
    }

    DocumentCheck arrays(String... names) {
        for (String name : names) {
            boolean array = json.strings(name)
                    .filter(list -> list.size() <= MOST_ELEMENTS)
                    .isPresent();
            when(json.has(name) && !array, name, "is no array of at most 1000 strings");
        }
        return this;
    }

    DocumentCheck booleans(String... names) {
        for (String name : names) {
            when(json.has(name) && json.bool(name).isEmpty(), name, "is no boolean");
        }
        return this;
    }

    DocumentCheck objects(String... names) {
        for (String name : names) {
            when(json.has(name) && json.object(name).isEmpty(), name, "is no object");
        }
        return this;
    }

    /**
     * URLs that a program calls or a browser is sent to: https, or http on a loopback host, without fragment (RFC 6749
     * §3.1, §3.2).
     */
    DocumentCheck endpoints(String... names) {
        for (String name : names) {
            text(name, text -> requireEndpoint(text, name));
        }
        return this;
    }

    private static void requireEndpoint(String text, String name) {
        URI uri = webUri(text, name);
        Uris.requireSecure(uri, name);
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException(name + " must not have a fragment");
        }
    }

    /** URLs of pages and pictures for people: https or http. */
    DocumentCheck links(String... names) {
        for (String name : names) {
            text(name, text -> webUri(text, name));
        }
        return this;
    }

    private static URI webUri(String text, String name) {
        URI uri = Uris.absolute(text, name);
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(name + " must not have user information");
        }
        return uri;
    }

    /** Applies a type's own parser to a string member. */
    DocumentCheck text(String name, Consumer<String> parser) {
        if (!json.has(name)) {
            return this;
        }
        if (json.string(name).isEmpty()) {
            return when(true, name, "is no string");
        }
        try {
            parser.accept(json.string(name).get());
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(name, "is refused: " + e.getMessage()));
        }
        return this;
    }

    /** Applies a type's own parser to each element of an array member. */
    DocumentCheck each(String name, Consumer<String> parser) {
        arrays(name);
        for (String element : json.strings(name).orElse(List.of())) {
            try {
                parser.accept(element);
            } catch (IllegalArgumentException e) {
                return when(true, name, "has an element that is refused: " + e.getMessage());
            }
        }
        return this;
    }

    DocumentCheck when(boolean wrong, String name, String problem) {
        if (wrong) {
            problems.add(new Problem(name, problem));
        }
        return this;
    }

    List<Problem> problems() {
        return problems;
    }

    /** Throws if there was a problem. */
    void done(String document) {
        if (!problems.isEmpty()) {
            String all = problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
            throw new InvalidDocumentException(CoreReasons.DOCUMENT_INVALID_MEMBERS, document + ": " + all);
        }
    }
}
