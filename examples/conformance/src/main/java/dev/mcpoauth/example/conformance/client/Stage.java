package dev.mcpoauth.example.conformance.client;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.McpClientBuilder;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What the suite tells a client: where the server is, and through the environment which scenario and revision are meant.
 *
 * @param server the endpoint
 * @param version the revision to speak; empty to find out
 * @param context more facts, credentials for instance; an empty object if there are none
 */
record Stage(URI server, Optional<ProtocolVersion> version, Json context) {

    static Stage of(String url, Map<String, String> environment) {
        return new Stage(
                URI.create(url),
                Optional.ofNullable(environment.get("MCP_CONFORMANCE_PROTOCOL_VERSION"))
                        .flatMap(ProtocolVersion::parse),
                Optional.ofNullable(environment.get("MCP_CONFORMANCE_CONTEXT"))
                        .map(Json::parse)
                        .orElse(Json.EMPTY_OBJECT));
    }

    /** A transport to the server in the era of the version. */
    ClientTransport transport(HttpAuthorizer authorizer) {
        HttpTransport.Builder transport = HttpTransport.to(server).authorizer(authorizer);
        version.map(ProtocolVersion::era).ifPresent(transport::era);
        return transport.build();
    }

    /** A client that has yet to declare what it can do. */
    McpClientBuilder client() {
        return client(HttpAuthorizer.NONE);
    }

    McpClientBuilder client(HttpAuthorizer authorizer) {
        return McpClient.over(transport(authorizer)).as("everything-client", "1.0.0");
    }
}
