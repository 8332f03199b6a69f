package dev.mcpoauth.example.sdk.peer;

import dev.mcpoauth.transport.McpHeaders;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The sessions of a server for tests, which lists them at {@code /sessions} of its origin. */
final class Sessions {

    private static final int POLLS = 50;
    private static final long POLL_MILLIS = 100;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;

    Sessions(URI endpoint) {
        this.endpoint = endpoint;
    }

    List<String> live() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint.resolve("/sessions")).build();
        return Json.parse(http.send(request, BodyHandlers.ofString()).body()).elements().stream()
                .flatMap(id -> id.asString().stream())
                .toList();
    }

    /** Ends them without their clients' knowledge. */
    void endAll() throws IOException, InterruptedException {
        for (String id : live()) {
            HttpRequest request = HttpRequest.newBuilder(endpoint)
                    .header(McpHeaders.SESSION_ID, id)
                    .DELETE()
                    .build();
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            Steps.expect(status / 100 == 2, "DELETE was answered " + status);
        }
    }

    /** Waits until there are none, at most five seconds. */
    void awaitNone() throws IOException, InterruptedException {
        for (int polls = 0; !live().isEmpty(); polls++) {
            Steps.expect(polls < POLLS, "sessions are left: " + live());
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }
}
