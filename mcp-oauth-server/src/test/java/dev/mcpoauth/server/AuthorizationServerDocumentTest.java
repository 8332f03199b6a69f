package dev.mcpoauth.server;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/authorization-server.md compiles as it stands, from the first block to the last in one method. */
class AuthorizationServerDocumentTest {
    private static final String BEFORE = """
            import dev.mcpoauth.core.*;
            import dev.mcpoauth.core.diagnostics.*;
            import dev.mcpoauth.core.journal.*;
            import dev.mcpoauth.core.json.*;
            import dev.mcpoauth.core.secret.*;
            import dev.mcpoauth.core.store.*;
            import dev.mcpoauth.server.*;
            import dev.mcpoauth.server.client.metadata.GrantTypes;
            import dev.mcpoauth.server.diagnostics.*;
            import dev.mcpoauth.server.grant.*;
            import dev.mcpoauth.server.login.Accounts;
            import dev.mcpoauth.server.login.Subject;
            import dev.mcpoauth.server.resource.*;
            import dev.mcpoauth.server.resource.servlet.*;
            import dev.mcpoauth.server.servlet.*;
            import dev.mcpoauth.server.settings.*;
            import dev.mcpoauth.server.store.jdbc.*;
            import jakarta.servlet.*;
            import java.time.*;
            import java.util.*;

            class Snippets {
                record Person(String id, String fullName, String accountNumber) {}
                interface Directory {
                    Optional<Person> check(String name, String password);
                    Optional<Person> byMail(String address);
                }
                interface Archive { void keep(Instant at, String what, Map<String, String> facts); }

                static void run(ServletContext servletContext, javax.sql.DataSource dataSource, OAuthStore store,
                        Directory directory, Archive archive, String secret, AuthenticatedCaller caller) {
            """;

    @TempDir
    private Path scratch;

    @Test
    void theCodeCompiles() throws IOException {
        DocumentedCode.of("authorization-server.md").compilesWithin(BEFORE, scratch);
    }
}
