package dev.mcpoauth.server;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/resource-server.md compiles as it stands, from the first block to the last in one method. */
class ResourceServerDocumentTest {
    private static final String BEFORE = """
            import dev.mcpoauth.core.*;
            import dev.mcpoauth.core.diagnostics.*;
            import dev.mcpoauth.core.metadata.*;
            import dev.mcpoauth.core.secret.*;
            import dev.mcpoauth.core.store.*;
            import dev.mcpoauth.server.dpop.*;
            import dev.mcpoauth.server.jose.*;
            import dev.mcpoauth.server.key.*;
            import dev.mcpoauth.server.resource.*;
            import dev.mcpoauth.server.resource.introspection.*;
            import dev.mcpoauth.server.resource.jwt.*;
            import dev.mcpoauth.server.resource.servlet.*;
            import dev.mcpoauth.server.settings.*;
            import jakarta.servlet.*;
            import jakarta.servlet.http.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.atomic.*;

            class Snippets {
                static void run(ServletContext servletContext, AuthenticatedCaller caller, HttpServletResponse response,
                        OAuthStore shared)
                        throws java.io.IOException {
            """;

    @TempDir
    private Path scratch;

    @Test
    void theCodeCompiles() throws IOException {
        DocumentedCode.of("resource-server.md").compilesWithin(BEFORE, scratch);
    }
}
