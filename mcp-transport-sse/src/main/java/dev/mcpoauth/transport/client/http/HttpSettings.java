package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.client.HttpAuthorizer;
import dev.mcpoauth.transport.json.JsonReader;
import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;

/** What the transports of one endpoint share. */
record HttpSettings(
        URI endpoint,
        HttpClient client,
        HttpAuthorizer authorizer,
        Map<String, String> headers,
        int messageBytes,
        Reconnection reconnection,
        Retries retries,
        Duration openTimeout) {

    JsonRpcCodec codec() {
        return new JsonRpcCodec(JsonReader.of(messageBytes, JsonReader.DEFAULT_MAX_DEPTH));
    }
}
