package dev.mcpoauth.example.machine;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.authentication.PrivateKeyJwt;
import dev.mcpoauth.client.binding.TransportAuthorizer;
import dev.mcpoauth.client.grant.ClientCredentials;
import dev.mcpoauth.client.grant.ClientCredentialsGrant;
import dev.mcpoauth.client.jose.SigningAlgorithm;
import dev.mcpoauth.client.jose.SigningKey;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** The command {@code machine-client}. */
public final class MachineClient {
    private static final String USAGE = """
            machine-client keys CLIENT_ID
                makes a key, CLIENT_ID.pem, and what an authorization server has to know of it, CLIENT_ID.json
            machine-client call ISSUER SERVER CLIENT_ID TOOL [ARGUMENTS]
                calls a tool of an MCP server, with arguments as JSON, as the client of that key""";

    private MachineClient() {}

    /** Runs the command; without a command that it knows, it says how it is used and ends with 2. */
    public static void main(String[] arguments) throws Exception {
        System.exit(run(Path.of(""), System.out, arguments));
    }

    /** Keys are in the directory. */
    static int run(Path directory, PrintStream out, String... arguments) throws Exception {
        String command = arguments.length == 0 ? "" : arguments[0];
        if (command.equals("keys") && arguments.length == 2) {
            ClientKey.generate(arguments[1]).write(directory);
            return 0;
        }
        if (command.equals("call") && (arguments.length == 5 || arguments.length == 6)) {
            String clientId = arguments[3];
            ResourceSession session = session(
                    new Issuer(arguments[1]),
                    URI.create(arguments[2]),
                    clientId,
                    Files.readString(directory.resolve(clientId + ".pem")));
            out.println(call(session, arguments[4], arguments.length == 6 ? arguments[5] : "{}"));
            return 0;
        }
        out.println(USAGE);
        return 2;
    }

    /**
     * Tokens for this server by the client credentials grant (RFC 6749 §4.4): the client signs who it is (RFC 7523 §2.2), and
     * its tokens are good only with a proof of another key, which never leaves this process (RFC 9449).
     */
    static ResourceSession session(Issuer issuer, URI server, String clientId, String pem) {
        ClientCredentials me = ClientCredentials.of(
                issuer, clientId, PrivateKeyJwt.of(SigningKey.ofPem(pem, SigningAlgorithm.ES256), Clock.systemUTC()));
        return OAuthClient.forGrant(new ClientCredentialsGrant(me))
                .requireDpop()
                .build()
                .session(server);
    }

    static String call(ResourceSession session, String tool, String arguments) throws Exception {
        HttpTransport.Builder transport =
                HttpTransport.to(session.server()).authorizer(new TransportAuthorizer(session));
        try (McpClient mcp =
                McpClient.over(transport.build()).as("machine-client", "1.0").connect()) {
            return mcp.callTool(tool, Json.parse(arguments)).text();
        }
    }
}
