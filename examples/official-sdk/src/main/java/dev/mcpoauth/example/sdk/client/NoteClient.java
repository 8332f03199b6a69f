package dev.mcpoauth.example.sdk.client;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.login.DesktopBrowser;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.net.URI;
import java.util.Map;

/** {@code NoteClient [URL] [TEXT]} signs in with your browser, writes the text as your note and says who you are. */
public final class NoteClient {

    private NoteClient() {}

    /** Runs the client. */
    public static void main(String[] arguments) throws Exception {
        URI server = URI.create(arguments.length > 0 ? arguments[0] : "http://127.0.0.1:8090/mcp");
        OAuthClient oauth = OAuthClient.forUsers(
                        LoopbackUserAgent.of(new DesktopBrowser(), LoginPrompt.NONE),
                        RegistrationSettings.builder("the notes example").build())
                .build();
        ResourceSession session = oauth.session(server);
        // Before connecting: the SDK's initialization timeout would run while the browser is open.
        session.signIn();
        try (McpSyncClient client = SignedInClients.streamable(server, session)) {
            client.initialize();
            if (arguments.length > 1) {
                call(client, "write_note", Map.of("text", arguments[1]));
            }
            call(client, "whoami", Map.of());
            call(client, "read_note", Map.of());
        }
    }

    private static void call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        CallToolRequest request =
                CallToolRequest.builder(tool).arguments(arguments).build();
        System.out.println(tool + ": " + client.callTool(request).content());
    }
}
