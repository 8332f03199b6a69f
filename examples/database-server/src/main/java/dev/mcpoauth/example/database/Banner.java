package dev.mcpoauth.example.database;

import dev.mcpoauth.transport.json.Json;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the command says once it serves. */
final class Banner {

    private static final String TEXT = """
            The bookshop database serves %s
            Its data is in %s

            A client that speaks HTTP takes that URL. For a host that speaks stdio, add this to its configuration:

            {
              "mcpServers": {
                "bookshop": {
                  "command": "java",
                  "args": ["-jar", %s, %s]
                }
              }
            }
            """;

    private Banner() {}

    static String text(String url, String places) {
        return TEXT.formatted(url, places, Json.of(bridge()), Json.of(url));
    }

    /** The bridge that the build leaves beside this server, or a path to replace where it is somewhere else. */
    private static String bridge() {
        String name = "mcp-oauth-bridge.jar";
        String elsewhere = "/path/to/" + name;
        try {
            Path code = Path.of(Banner.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path sibling = code.resolve("../../../bridge/target").resolve(name).normalize();
            return Files.exists(sibling) ? sibling.toString() : elsewhere;
        } catch (URISyntaxException e) {
            return elsewhere;
        }
    }
}
