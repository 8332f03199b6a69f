package dev.mcpoauth.server;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.fetch.DocumentResponse;
import dev.mcpoauth.server.fetch.DocumentSource;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the world publishes, without a network. Everything else is out of reach. */
final class PublishedDocuments implements DocumentSource {
    private final Map<String, DocumentResponse> documents = new ConcurrentHashMap<>();
    private final Map<String, IOException> broken = new ConcurrentHashMap<>();
    final List<String> fetched = new CopyOnWriteArrayList<>();

    @Override
    public DocumentResponse get(URI url, Optional<String> etag) throws IOException {
        fetched.add(url.toString());
        if (broken.containsKey(url.toString())) {
            throw broken.get(url.toString());
        }
        DocumentResponse response = documents.get(url.toString());
        if (response == null) {
            throw new IOException("no route to host");
        }
        return response;
    }

    void put(String url, String json) {
        put(
                url,
                DocumentResponse.of(
                        200, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8)));
    }

    void put(String url, JsonObject json) {
        put(url, json.toJson());
    }

    void put(String url, DocumentResponse response) {
        broken.remove(url);
        documents.put(url, response);
    }

    void fail(String url, IOException why) {
        broken.put(url, why);
    }
}
