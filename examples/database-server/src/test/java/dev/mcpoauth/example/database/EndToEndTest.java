package dev.mcpoauth.example.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.example.database.Peer.Tokens;
import dev.mcpoauth.example.database.cli.Arguments;
import dev.mcpoauth.example.database.cli.Invocation;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.CallOptions;
import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.ToolResult;
import dev.mcpoauth.transport.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndToEndTest {

    private static final String NAME = "alice";
    private static final String PASSWORD = "correct horse: battery";

    @TempDir
    static Path directory;

    static Application application;
    static Peer peer;
    static String client;
    static Tokens reading;

    @BeforeAll
    static void start() throws Exception {
        Invocation invocation = Arguments.read(
                List.of(
                        "--port=0",
                        "--data=" + directory,
                        "--account=" + NAME + ":" + PASSWORD,
                        "--client=known",
                        "--redirect-uri=" + Peer.REDIRECT,
                        "--query-time=20s"),
                Map.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        application = Application.start(
                ((Invocation.Start) invocation).options(), new PrintStream(out, true, StandardCharsets.UTF_8));
        Matcher url =
                Pattern.compile("serves (http://localhost:\\d+)/mcp").matcher(out.toString(StandardCharsets.UTF_8));
        assertThat(url.find()).isTrue();
        peer = new Peer(URI.create(url.group(1)));
        client = peer.register();
        reading = peer.signIn(client, "db:read", NAME, PASSWORD);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static ToolResult call(Tokens tokens, String tool, String arguments) throws Exception {
        try (McpClient mcp = peer.connect(tokens.access())) {
            return mcp.callTool(tool, Json.parse(arguments));
        }
    }

    @Test
    void listsToolsResourcesAndThePrompt() throws Exception {
        try (McpClient mcp = peer.connect(reading.access())) {
            assertThat(mcp.listTools())
                    .extracting(tool -> tool.string("name").orElseThrow())
                    .containsExactlyInAnyOrder("list_tables", "describe_table", "query", "change");
            assertThat(mcp.listResources())
                    .extracting(resource -> resource.string("uri").orElseThrow())
                    .contains("bookshop://tables/book", "bookshop://tables/purchase_line");
            assertThat(mcp.listResourceTemplates()).hasSize(1);
            String book = mcp.readResource("bookshop://tables/BOOK")
                    .get(0)
                    .string("text")
                    .orElseThrow();
            assertThat(Json.parse(book).at("sample", "rowCount")).contains(Json.of(20));
            Json prompt = mcp.getPrompt("report", Json.parse("{\"question\": \"Which books sell?\"}"));
            assertThat(prompt.toString()).contains("Which books sell?", "PURCHASE_LINE");
        }
    }

    @Test
    void describesTables() throws Exception {
        assertThat(call(reading, "list_tables", "{}").text()).contains("PURCHASE_LINE");
        Json book = call(reading, "describe_table", "{\"table\": \"book\"}")
                .structuredContent()
                .orElseThrow();
        assertThat(book.get("primaryKey")).contains(Json.parse("[\"ID\"]"));
        ToolResult none = call(reading, "describe_table", "{\"table\": \"nothing\"}");
        assertThat(none.isError()).isTrue();
        assertThat(none.text()).contains("there is no such table");
    }

    @ParameterizedTest
    @EnumSource(names = {"SESSION", "STATELESS"})
    void servesEachEra(Era era) throws Exception {
        try (McpClient mcp = peer.connect(reading.access(), era)) {
            assertThat(mcp.callTool("query", Json.parse("{\"sql\": \"select 6 * 7\"}"))
                            .text())
                    .contains("42");
        }
    }

    @Test
    void queriesWithParameters() throws Exception {
        String arguments =
                "{\"sql\": \"select id, price, pages from book where id = :id\", \"parameters\": {\"id\": 1}}";
        ToolResult result = call(reading, "query", arguments);
        Json structured = result.structuredContent().orElseThrow();
        assertThat(structured.get("rowCount")).contains(Json.of(1));
        assertThat(structured.get("columns").orElseThrow().elements().get(1))
                .isEqualTo(Json.parse("{\"name\": \"PRICE\", \"type\": \"DECIMAL(8, 2)\"}"));
        assertThat(Json.parse(result.text())).isEqualTo(structured);
    }

    @Test
    void tellsTheModelWhatIsWrongWithAStatement() throws Exception {
        ToolResult result = call(reading, "query", "{\"sql\": \"delete from review\"}");
        assertThat(result.isError()).isTrue();
        assertThat(result.text()).isEqualTo("only one query that reads and changes nothing may run here");
        assertThat(call(reading, "query", "{\"sql\": \"select nope from book\"}")
                        .text())
                .contains("NOPE", "SQLSTATE 42S22")
                .doesNotContain(directory.toString(), "org.h2");
    }

    @Test
    void reportsProgressOfALongQuery() throws Exception {
        List<Json> seen = new CopyOnWriteArrayList<>();
        try (McpClient mcp = peer.connect(reading.access())) {
            String sql =
                    "{\"sql\": \"select count(*) from book a, book b, system_range(1, 15) where a.title > b.title\"}";
            ToolResult result = mcp.callTool("query", Json.parse(sql), CallOptions.DEFAULT.onProgress(seen::add));
            assertThat(result.isError()).as(result.text()).isFalse();
        }
        assertThat(seen)
                .isNotEmpty()
                .allSatisfy(progress -> assertThat(progress.get("total")).isPresent());
    }

    @Test
    void refusesAChangeUntilTheClientSteppedUp() throws Exception {
        String change = """
                {"statements": [{"sql": "update book set stock = ? where id = ?", "parameters": [77, 2]},
                                {"sql": "update book set stock = 77 where id = 3"}]}""";
        HttpRefusalException refusal =
                catchThrowableOfType(HttpRefusalException.class, () -> call(reading, "change", change));
        assertThat(refusal.status()).isEqualTo(403);
        String challenge = refusal.header("www-authenticate").get(0);
        assertThat(challenge).contains("error=\"insufficient_scope\"", "resource_metadata=");
        Tokens writing = peer.signIn(client, scope(challenge), NAME, PASSWORD);
        assertThat(Scope.parse(writing.scope())).contains(Scope.of("db:read", "db:write"));
        assertThat(call(writing, "change", change).structuredContent())
                .contains(Json.parse("{\"affectedRows\": [1, 1], \"total\": 2}"));
        assertThat(call(writing, "query", "{\"sql\": \"select stock from book where id in (2, 3)\"}")
                        .text())
                .contains("[[77],[77]]");
    }

    private static String scope(String challenge) {
        Matcher scope = Pattern.compile("scope=\"([^\"]+)\"").matcher(challenge);
        assertThat(scope.find()).isTrue();
        return scope.group(1);
    }

    @Test
    void knowsTheClientOfTheCommandLine() throws Exception {
        assertThat(peer.signIn("known", "db:read", NAME, PASSWORD).scope()).isEqualTo("db:read");
    }

    @Test
    void refreshes() throws Exception {
        Tokens first = peer.signIn(client, "db:read", NAME, PASSWORD);
        Tokens second = peer.refresh(client, first);
        assertThat(call(second, "query", "{\"sql\": \"select 6 * 7\"}").text()).contains("42");
    }

    @Test
    void refusesATokenThatIsNone() {
        HttpRefusalException refusal = catchThrowableOfType(
                HttpRefusalException.class,
                () -> call(new Tokens("nonsense", "", ""), "query", "{\"sql\": \"select 1\"}"));
        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.header("www-authenticate").get(0)).contains("invalid_token");
    }
}
