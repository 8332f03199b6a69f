package dev.mcpoauth.server;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/login.md compiles as it stands, from the first block to the last in one method. */
class LoginDocumentTest {
    private static final String BEFORE = """
            import dev.mcpoauth.core.*;
            import dev.mcpoauth.core.json.*;
            import dev.mcpoauth.core.secret.*;
            import dev.mcpoauth.core.store.*;
            import dev.mcpoauth.server.*;
            import dev.mcpoauth.server.login.*;
            import dev.mcpoauth.server.resource.*;
            import dev.mcpoauth.server.settings.*;
            import dev.mcpoauth.server.upstream.*;
            import java.net.*;
            import java.net.http.*;
            import java.util.*;

            class Snippets {
                interface Directory {
                    boolean isEmployee(String login);
                }

                static void run(
                        AuthorizationServerSettings settings, OAuthStore store, Accounts accounts, String secret,
                        Directory directory, AuthenticatedCaller caller)
                        throws Exception {
            """;

    @TempDir
    private Path scratch;

    @Test
    void theCodeCompiles() throws IOException {
        DocumentedCode.of("login.md").compilesWithin(BEFORE, scratch);
    }
}
