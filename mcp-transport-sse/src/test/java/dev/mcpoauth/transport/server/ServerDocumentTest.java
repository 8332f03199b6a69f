package dev.mcpoauth.transport.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.task.MemoryTaskStore;
import dev.mcpoauth.transport.server.task.TaskStore;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/server.md compiles as it stands, its server does what the text says, and its tests exist. */
@Timeout(60)
class ServerDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "server.md");
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w+)`");

    private static final String FRAME = """
            import dev.mcpoauth.transport.client.*;
            import dev.mcpoauth.transport.json.*;
            import dev.mcpoauth.transport.server.*;
            import dev.mcpoauth.transport.server.task.*;
            import dev.mcpoauth.transport.%s.ToolResult;
            import java.security.Principal;
            import java.time.Duration;
            import java.util.*;
            import java.util.stream.*;

            public final class %s {
                public static void run(McpServer.Builder server, TaskStore store, ClientTransport transport)
                        throws Exception {
            %s
                }
            }
            """;

    @TempDir
    private Path scratch;

    private final McpServer.Builder builder = McpServer.builder("shop", "1");
    private final TestCall ada = new TestCall("ada");
    private String document;
    private List<String> snippets;

    @BeforeEach
    void read() throws IOException {
        document = Files.readString(DOCUMENT);
        snippets = JAVA.matcher(document).results().map(block -> block.group(1)).toList();
    }

    @Test
    void everySnippetCompiles() throws Exception {
        assertThat(snippets).hasSize(8);
        for (int i = 0; i < snippets.size(); i++) compile("Snippet" + i, snippets.get(i));
    }

    @Test
    void theServerDoesWhatTheTextSays() throws Exception {
        for (int i = 0; i < snippets.size(); i++) {
            if (snippets.get(i).startsWith("McpServer mcp")
                    || side(snippets.get(i)).equals("client")) continue;
            run(compile("Running" + i, snippets.get(i)));
        }
        try (McpServer server = builder.build()) {
            assertThat(call(server, "order", "{\"article\":\"a\",\"pieces\":2}").get("structuredContent"))
                    .contains(Json.parse("{\"number\":\"R-1\",\"cents\":1980}"));
            assertThat(call(server, "order", "{\"article\":\"a\",\"pieces\":0}").toString())
                    .contains("Order one piece or more");
            assertThat(call(server, "order", "{\"article\":\"a\"}").toString()).contains("Invalid arguments");
            assertThat(call(server, "cancel_order", "{}").string("resultType")).contains("input_required");
            assertThat(ada.ask(server, "resources/read", Json.parse("{\"uri\":\"shop://orders/7\"}"))
                            .toString())
                    .contains("orders 7");
            assertThat(ada.ask(
                                    server,
                                    "prompts/get",
                                    Json.parse("{\"name\":\"reminder\",\"arguments\":{\"customer\":\"Ada\"}}"))
                            .toString())
                    .contains("Remind Ada in a KIND tone");
            Json completion = Json.parse("{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"reminder\"},"
                    + "\"argument\":{\"name\":\"customer\",\"value\":\"A\"}}");
            assertThat(ada.ask(server, "completion/complete", completion).at("completion", "values"))
                    .contains(Json.parse("[\"Ada\",\"Alan\"]"));
            assertThat(call(server, "report", "{}").toString()).contains("We sold a lot");
        }
    }

    @Test
    void theTestsThatItNamesExist() throws Exception {
        List<MatchResult> named = TEST.matcher(document.substring(document.indexOf("## What shows it")))
                .results()
                .toList();
        assertThat(named).hasSizeGreaterThan(20);
        Map<String, Class<?>> tests = testClasses();
        for (MatchResult test : named) {
            assertThat(tests).containsKey(test.group(1));
            assertThat(methods(tests.get(test.group(1)))).as(test.group()).contains(test.group(2));
        }
    }

    private static List<String> methods(Class<?> test) {
        return Stream.concat(Stream.of(test), Arrays.stream(test.getDeclaredClasses()))
                .flatMap(part -> Arrays.stream(part.getDeclaredMethods()))
                .map(java.lang.reflect.Method::getName)
                .toList();
    }

    private static Map<String, Class<?>> testClasses() throws Exception {
        Path root = Path.of(ServerDocumentTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.contains("$"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .map(ServerDocumentTest::load)
                    .collect(Collectors.toMap(Class::getSimpleName, type -> type, (one, other) -> one));
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ServerDocumentTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private Json call(McpServer server, String tool, String arguments) throws InterruptedException {
        return ada.ask(
                server,
                "tools/call",
                Json.object()
                        .put("name", tool)
                        .put("arguments", Json.parse(arguments))
                        .build());
    }

    private void run(Class<?> snippet) throws Exception {
        snippet.getMethod("run", McpServer.Builder.class, TaskStore.class, ClientTransport.class)
                .invoke(null, builder, new MemoryTaskStore(), null);
    }

    private static String side(String snippet) {
        return snippet.contains("McpClient") ? "client" : "server";
    }

    private Class<?> compile(String name, String snippet) throws Exception {
        Path source = Files.writeString(scratch.resolve(name + ".java"), FRAME.formatted(side(snippet), name, snippet));
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
        return new URLClassLoader(new URL[] {scratch.toUri().toURL()}).loadClass(name);
    }
}
