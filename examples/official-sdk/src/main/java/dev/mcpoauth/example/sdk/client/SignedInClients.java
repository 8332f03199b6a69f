package dev.mcpoauth.example.sdk.client;

import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.binding.OAuthHttpClientBuilder;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/** The official SDK's client over each of its HTTP transports, signed in. */
public final class SignedInClients {

    /** A step-up happens during a call, and a person takes as long as a person takes: the SDK's own default is 20 s. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private SignedInClients() {}

    /** Over Streamable HTTP, with sessions or without. */
    public static McpSyncClient streamable(URI endpoint, ResourceSession session) {
        return client(HttpClientStreamableHttpTransport.builder(origin(endpoint))
                .endpoint(endpoint.getRawPath())
                .clientBuilder(signedIn(session))
                .build());
    }

    /** Over HTTP+SSE of 2024-11-05. */
    @SuppressWarnings("deprecation")
    public static McpSyncClient sse(URI endpoint, ResourceSession session) {
        return client(HttpClientSseClientTransport.builder(origin(endpoint))
                .sseEndpoint(endpoint.getRawPath())
                .clientBuilder(signedIn(session))
                .build());
    }

    /** The one line that signs the client in. HTTP/1.1 is what the SDK would have chosen. */
    private static HttpClient.Builder signedIn(ResourceSession session) {
        return new OAuthHttpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1), session);
    }

    private static McpSyncClient client(McpClientTransport transport) {
        return McpClient.sync(transport).requestTimeout(PATIENCE).build();
    }

    private static String origin(URI endpoint) {
        return endpoint.getScheme() + "://" + endpoint.getRawAuthority();
    }
}
