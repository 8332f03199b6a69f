package dev.mcpoauth.example.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.login.UserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.server.login.Accounts;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in the README compiles as it stands, and its server does what the text says. */
class ReadmeTest {
    private static final Path README = Path.of("..", "..", "README.md");
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    /** The packages that a reader's editor would import from, and the names that the text introduces. */
    private static final String FRAME = """
            import dev.mcpoauth.client.*;
            import dev.mcpoauth.client.binding.*;
            import dev.mcpoauth.client.login.*;
            import dev.mcpoauth.client.registration.*;
            import dev.mcpoauth.client.store.*;
            import dev.mcpoauth.core.*;
            import dev.mcpoauth.core.store.memory.*;
            import dev.mcpoauth.server.*;
            import dev.mcpoauth.server.login.*;
            import dev.mcpoauth.server.resource.servlet.*;
            import dev.mcpoauth.server.servlet.*;
            import dev.mcpoauth.server.settings.*;
            import dev.mcpoauth.transport.server.*;
            import dev.mcpoauth.transport.servlet.*;
            import java.net.*;
            import java.net.http.*;
            import org.eclipse.jetty.ee10.servlet.*;

            public final class %s {
                public static void run(ServletContextHandler context, Accounts accounts, UserAgent userAgent,
                        RegistrationSettings registration, CredentialStore credentials) throws Exception {
            %s
                }
            }
            """;

    @TempDir
    private Path scratch;

    @Test
    void everySnippetCompiles() throws Exception {
        List<String> snippets = snippets();
        assertThat(snippets).hasSizeGreaterThanOrEqualTo(2);
        for (int i = 0; i < snippets.size(); i++) {
            compile("Snippet" + i, snippets.get(i));
        }
    }

    @Test
    void theServerIsFifteenLinesAndRefusesWithAWayIn() throws Exception {
        String snippet = snippets().get(0);
        assertThat(snippet.lines()).hasSizeLessThanOrEqualTo(15);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        server.setHandler(context);
        run(compile("Hello", snippet), context);
        server.start();
        try {
            String origin = "http://localhost:" + connector.getLocalPort();
            HttpResponse<String> refused = send(origin + "/mcp");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge)
                            .contains(
                                    "resource_metadata=\"http://localhost:8080/.well-known/oauth-protected-resource/mcp\"")
                            .contains("scope=\"hello\""));
            assertThat(send(origin + "/.well-known/oauth-protected-resource/mcp")
                            .body())
                    .contains("\"resource\":\"http://localhost:8080/mcp\"");
            assertThat(send(origin + "/.well-known/oauth-authorization-server").body())
                    .contains("\"issuer\":\"http://localhost:8080\"");
        } finally {
            server.stop();
        }
    }

    private static List<String> snippets() throws IOException {
        return JAVA.matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private Class<?> compile(String name, String snippet) throws Exception {
        Path source = Files.writeString(scratch.resolve(name + ".java"), String.format(FRAME, name, snippet));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", scratch.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            boolean compiled = compiler.getTask(
                            complaints, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as("%s%n%s", snippet, complaints).isTrue();
        }
        URLClassLoader loader =
                new URLClassLoader(new java.net.URL[] {scratch.toUri().toURL()});
        return loader.loadClass(name);
    }

    private static void run(Class<?> snippet, ServletContextHandler context) throws Exception {
        Accounts nobody = (name, password) -> Optional.empty();
        snippet.getMethod(
                        "run",
                        ServletContextHandler.class,
                        Accounts.class,
                        UserAgent.class,
                        RegistrationSettings.class,
                        CredentialStore.class)
                .invoke(null, context, nobody, null, null, null);
    }

    private static HttpResponse<String> send(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
}
