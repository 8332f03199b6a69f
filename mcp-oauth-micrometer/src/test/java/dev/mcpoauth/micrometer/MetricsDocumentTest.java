package dev.mcpoauth.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/metrics.md compiles as it stands, one piece after the other. */
class MetricsDocumentTest {
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    private static final String FRAME = """
            import dev.mcpoauth.client.*;
            import dev.mcpoauth.client.binding.*;
            import dev.mcpoauth.client.http.*;
            import dev.mcpoauth.client.login.*;
            import dev.mcpoauth.client.registration.*;
            import dev.mcpoauth.core.diagnostics.*;
            import dev.mcpoauth.core.store.*;
            import dev.mcpoauth.micrometer.*;
            import dev.mcpoauth.server.*;
            import dev.mcpoauth.server.login.*;
            import dev.mcpoauth.server.settings.*;
            import dev.mcpoauth.transport.client.*;
            import dev.mcpoauth.transport.client.http.*;
            import dev.mcpoauth.transport.refusal.*;
            import dev.mcpoauth.transport.server.*;
            import dev.mcpoauth.transport.servlet.*;
            import io.micrometer.core.instrument.*;
            import io.micrometer.observation.*;
            import io.micrometer.tracing.Tracer;
            import java.net.URI;
            import java.util.*;

            class Documented {
                static MeterRegistry registry;
                static Tracer tracer;
                static AuthorizationServerSettings settings;
                static OAuthStore store;
                static Accounts accounts;
                static String url;
                static URI server;
                static UserAgent userAgent;
                static RegistrationSettings registration;

                static void run() throws Exception {
                    %s
                }
            }
            """;

    @TempDir
    private Path scratch;

    @Test
    void compiles() throws Exception {
        String all = JAVA.matcher(Files.readString(Path.of("..", "docs", "metrics.md")))
                .results()
                .map(code -> code.group(1))
                .collect(Collectors.joining("\n"));
        assertThat(all).isNotEmpty();
        Path source = Files.writeString(scratch.resolve("Documented.java"), FRAME.formatted(all));

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            complaints,
                            files,
                            null,
                            List.of("-proc:none", "-d", scratch.toString()),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(complaints.toString()).isTrue();
        }
    }
}
