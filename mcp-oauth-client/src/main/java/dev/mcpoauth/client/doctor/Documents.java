package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpReply;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import dev.mcpoauth.core.metadata.InvalidDocumentException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Fetches metadata documents, and reads them as strictly as the client does. */
final class Documents {
    private final Asking asking;

    Documents(Asking asking) {
        this.asking = asking;
    }

    /**
     * One location and what is there.
     *
     * @param asked the request, which said that it is a page of another origin
     * @param metadata the document; empty if there is none, or a broken one
     * @param problem what is broken about it
     */
    record Found<T>(Asked asked, Optional<T> metadata, String problem) {

        /** Whether there may be a document that cannot be had now. */
        boolean isOutage() {
            int status = asked.reply().map(reply -> reply.status()).orElse(500);
            return asked instanceof Asked.Silent || status >= 500 || status == 429;
        }

        boolean isBroken() {
            return asked.reply().filter(reply -> reply.isSuccess()).isPresent() && metadata.isEmpty();
        }

        String summary() {
            String what = metadata.isPresent() ? "document" : problem.isEmpty() ? asked.summary() : problem;
            return Shown.url(asked.uri()) + " " + what;
        }
    }

    <T> Found<T> fetch(URI uri, Function<byte[], T> parser) throws InterruptedException {
        Map<String, String> headers = Map.of("Accept", "application/json", "Origin", CrossOrigin.PAGE);
        Asked asked = asking.askSupplied(new HttpCall("GET", uri, headers, ""));
        if (asked.reply().filter(reply -> reply.isSuccess()).isEmpty()) {
            return new Found<>(asked, Optional.empty(), "");
        }
        try {
            byte[] body = asked.reply().orElseThrow().body();
            return new Found<>(asked, Optional.of(parser.apply(body)), "");
        } catch (InvalidDocumentException e) {
            return new Found<>(asked, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    static boolean isObject(HttpReply reply) {
        try {
            JsonObject.parse(reply.body());
            return true;
        } catch (MalformedJsonException e) {
            return false;
        }
    }
}
