package dev.mcpoauth.client.doctor;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.CallOptions;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.util.Optional;

/**
 * What a server says once it speaks MCP with us.
 *
 * @param version the newest revision that both speak; empty if they do not
 * @param older whether a server of the stateless era also knows {@code initialize}
 * @param name what it calls itself
 * @param capabilities the names of what it can do
 * @param status the HTTP status with which it refuses; 0 if it does not
 * @param problem why nothing was said
 */
record Speech(String version, boolean older, String name, String capabilities, int status, String problem) {

    boolean isHeard() {
        return !version.isEmpty();
    }

    Era era() {
        return ProtocolVersion.parse(version).map(ProtocolVersion::era).orElse(Era.SESSION);
    }

    private static Speech failed(int status, String problem) {
        return new Speech("", false, "", "", status, problem);
    }

    static Speech with(Settings settings, HttpAuthorizer authorizer) throws InterruptedException {
        try (McpClient client = connected(settings, authorizer, Optional.empty())) {
            ProtocolVersion version = client.protocolVersion();
            boolean older = version.era() == Era.STATELESS && knowsInitialize(settings, authorizer);
            return new Speech(
                    version.wire(),
                    older,
                    client.serverInfo().string("name").orElse(""),
                    names(client.serverCapabilities()),
                    0,
                    "");
        } catch (HttpRefusalException e) {
            return failed(e.status(), "answered " + e.status());
        } catch (IOException | McpException e) {
            return failed(0, Shown.failure(e));
        }
    }

    private static String names(Json capabilities) {
        return capabilities.isObject()
                ? String.join(", ", capabilities.members().keySet())
                : "";
    }

    private static boolean knowsInitialize(Settings settings, HttpAuthorizer authorizer) throws InterruptedException {
        try (McpClient client = connected(settings, authorizer, Optional.of(Era.SESSION))) {
            return client.protocolVersion().era() == Era.SESSION;
        } catch (IOException | McpException e) {
            return false;
        }
    }

    private static McpClient connected(Settings settings, HttpAuthorizer authorizer, Optional<Era> era)
            throws IOException, McpException, InterruptedException {
        HttpTransport.Builder transport = HttpTransport.to(settings.server)
                .client(settings.client)
                .authorizer(authorizer)
                .openTimeout(settings.patience);
        settings.headers.forEach(transport::header);
        era.ifPresent(transport::era);
        ClientTransport built = transport.build();
        try {
            return McpClient.over(built)
                    .as("mcp-oauth-doctor", "1")
                    .callOptions(CallOptions.DEFAULT.within(settings.patience, settings.patience.multipliedBy(3)))
                    .connect();
        } catch (IOException | McpException | InterruptedException e) {
            built.close();
            throw e;
        }
    }
}
