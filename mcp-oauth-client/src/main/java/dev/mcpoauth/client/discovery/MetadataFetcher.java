package dev.mcpoauth.client.discovery;

import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpExchange;
import java.io.IOException;
import java.net.URI;

/** Asks for one document and notes the outcome, so that a failed discovery can show every URL it tried. */
final class MetadataFetcher {
    private final HttpExchange http;

    MetadataFetcher(HttpExchange http) {
        this.http = http;
    }

    Fetched fetch(String what, URI uri, FlowTrace trace) throws InterruptedException {
        Fetched fetched = attempt(uri);
        if (fetched instanceof Fetched.NotFound missing) {
            trace.step(what, uri, missing.detail());
        } else if (fetched instanceof Fetched.Unavailable down) {
            trace.step(what, uri, down.detail());
        } else {
            trace.step(what, uri, "document");
        }
        return fetched;
    }

    private Fetched attempt(URI uri) throws InterruptedException {
        try {
            return Fetched.of(http.send(HttpCall.getJson(uri)));
        } catch (IOException e) {
            return new Fetched.Unavailable(String.valueOf(e.getMessage()));
        }
    }
}
