package dev.mcpoauth.transport.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.Interest;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.McpClientBuilder;
import dev.mcpoauth.transport.client.McpErrorException;
import dev.mcpoauth.transport.client.Subscription;
import dev.mcpoauth.transport.container.Container;
import dev.mcpoauth.transport.json.Description;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.server.Annotations;
import dev.mcpoauth.transport.server.Content;
import dev.mcpoauth.transport.server.Icon;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.PromptDefinition;
import dev.mcpoauth.transport.server.PromptHandler;
import dev.mcpoauth.transport.server.PromptResult;
import dev.mcpoauth.transport.server.Question;
import dev.mcpoauth.transport.server.ResourceContents;
import dev.mcpoauth.transport.server.ResourceDefinition;
import dev.mcpoauth.transport.server.ResourceTemplateDefinition;
import dev.mcpoauth.transport.server.Role;
import dev.mcpoauth.transport.server.ToolAnnotations;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolHandler;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.servlet.McpServlet;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("An application is written once, and is the same in every era")
@Timeout(60)
class ApplicationTest {

    enum Tone {
        KIND,
        STERN
    }

    record Addends(@Description("One of the two") int a, int b, Optional<Integer> c) {}

    record Sum(int sum, Optional<String> note) {}

    record Letter(@Description("To whom") String to, Optional<Tone> tone) {}

    record Row(String table, String id) {}

    record Person(@Description("Your name") String name, int age, boolean member, Optional<Tone> tone) {}

    private static final URI PICTURE = URI.create("https://example.com/i.png");

    private final List<Notification> notifications = new CopyOnWriteArrayList<>();
    private Container container;
    private final McpServer mcp = application();
    private URI endpoint;

    @BeforeEach
    void start() throws Exception {
        container = Container.start(context -> new McpServlet(mcp).mount(context, "/mcp"));
        endpoint = container.uri("/mcp");
    }

    @AfterEach
    void stop() throws Exception {
        container.close();
        mcp.close();
    }

    private static McpServer application() {
        return McpServer.builder("peer", "1")
                .title("The peer")
                .description("For tests")
                .website(URI.create("https://example.com/"))
                .icons(Icon.of(PICTURE, "image/png", "48x48"))
                .pageSize(1)
                .tool(
                        ToolDefinition.builder("add")
                                .title("Add")
                                .description("Adds")
                                .icons(new Icon(PICTURE, "image/png", List.of(), Icon.Theme.DARK))
                                .annotations(ToolAnnotations.READ_ONLY)
                                .inputSchema(Addends.class)
                                .outputSchema(Sum.class)
                                .build(),
                        ToolHandler.typed(
                                Addends.class,
                                (in, context) -> ToolResult.structured(
                                        new Sum(in.a() + in.b() + in.c().orElse(0), Optional.empty()))))
                .tool(
                        ToolDefinition.builder("liar").outputSchema(Sum.class).build(),
                        (arguments, context) -> ToolResult.structured(Json.parse("{\"sum\":\"many\"}")))
                .tool(
                        ToolDefinition.builder("sign").build(),
                        (arguments, context) ->
                                ToolResult.text(context.ask(Question.form("who", "Who are you?", Person.class))
                                        .form("who", Person.class)
                                        .map(Person::toString)
                                        .orElse("declined")))
                .tool(ToolDefinition.builder("consult").build(), (arguments, context) -> {
                    String model = context.ask(Question.model("m", "2+2?", 10))
                            .modelText("m")
                            .orElse("-");
                    return ToolResult.text(
                            model + context.ask(Question.roots("r")).roots("r"));
                })
                .tool(
                        ToolDefinition.builder("link").build(),
                        (arguments, context) -> ToolResult.of(
                                Content.link(file()),
                                Content.text("x").annotated(Annotations.NONE.audience(Role.USER))))
                .resource(
                        file(),
                        (request, context) -> List.of(ResourceContents.text(request.uri(), "text/plain", "content")))
                .resource(ResourceDefinition.builder("test://other", "other").build(), (request, context) -> List.of())
                .resourceTemplate(
                        ResourceTemplateDefinition.builder("row://{table}/{id}", "row")
                                .annotations(Annotations.NONE.priority(0.5))
                                .build(),
                        (request, context) -> {
                            Row row = request.variables(Row.class);
                            return List.of(ResourceContents.text(request.uri(), "text/plain", row.toString()));
                        })
                .prompt(
                        PromptDefinition.builder("letter")
                                .arguments(Letter.class)
                                .build(),
                        PromptHandler.typed(
                                Letter.class,
                                (letter, context) -> PromptResult.user("Dear " + letter.to() + ", "
                                        + letter.tone().orElse(Tone.KIND))))
                .completion(
                        "letter",
                        "to",
                        (typed, others, context) ->
                                List.of(typed + others.getOrDefault("tone", "") + context.version()))
                .build();
    }

    private static ResourceDefinition file() {
        return ResourceDefinition.builder("test://file", "file")
                .title("A file")
                .mimeType("text/plain")
                .size(7)
                .annotations(Annotations.NONE
                        .audience(Role.USER, Role.ASSISTANT)
                        .priority(1)
                        .lastModified(Instant.parse("2026-01-01T00:00:00Z")))
                .build();
    }

    private McpClientBuilder client(Era era) {
        return McpClient.over(HttpTransport.to(endpoint).era(era).build())
                .as("test", "1")
                .onNotification(notifications::add);
    }

    private static Json named(List<Json> definitions, String name) {
        return definitions.stream()
                .filter(definition -> definition.string("name").orElse("").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STATELESS", "SESSION"},
            value = Era.class)
    void aToolTakesAndGivesRecords(Era era) throws Exception {
        try (McpClient client = client(era).connect()) {
            var result = client.callTool("add", Json.parse("{\"a\":40,\"b\":2}"));
            assertThat(result.structuredContent()).contains(Json.parse("{\"sum\":42,\"note\":null}"));
            assertThat(client.callTool("add", Json.parse("{\"a\":1,\"b\":2,\"c\":3}"))
                            .structuredContent()
                            .flatMap(sum -> sum.get("sum")))
                    .contains(Json.of(6));
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STATELESS", "SESSION"},
            value = Era.class)
    void aToolIsCalledWithNothingButWhatFits(Era era) throws Exception {
        try (McpClient client = client(era).connect()) {
            for (String wrong : List.of("{\"a\":1}", "{\"a\":\"1\",\"b\":2}", "{\"a\":1,\"b\":2,\"d\":3}")) {
                var refused = client.callTool("add", Json.parse(wrong));
                assertThat(refused.isError()).isTrue();
                assertThat(refused.text()).startsWith("Invalid arguments: ");
            }
            assertThat(client.callTool("liar", Json.EMPTY_OBJECT).isError()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STATELESS", "SESSION"},
            value = Era.class)
    void aToolSaysAllThatItIs(Era era) throws Exception {
        try (McpClient client = client(era).connect()) {
            Json tool = named(client.listTools(), "add");
            assertThat(tool.string("title")).contains("Add");
            assertThat(tool.get("icons"))
                    .contains(Json.parse(
                            "[{\"src\":\"https://example.com/i.png\",\"mimeType\":\"image/png\",\"theme\":\"dark\"}]"));
            assertThat(tool.at("annotations", "readOnlyHint")).contains(Json.of(true));
            assertThat(tool.at("inputSchema", "properties", "a", "description")).contains(Json.of("One of the two"));
            assertThat(tool.at("inputSchema", "required")).contains(Json.parse("[\"a\",\"b\"]"));
            assertThat(tool.at("outputSchema", "properties", "sum", "type")).contains(Json.of("integer"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STATELESS", "SESSION"},
            value = Era.class)
    void theServerSaysWhoItIs(Era era) throws Exception {
        try (McpClient client = client(era).connect()) {
            assertThat(client.serverInfo())
                    .isEqualTo(Json.parse(
                            "{\"name\":\"peer\",\"version\":\"1\",\"title\":\"The peer\",\"description\":\"For tests\","
                                    + "\"websiteUrl\":\"https://example.com/\",\"icons\":[{\"src\":\"https://example.com/i.png\","
                                    + "\"mimeType\":\"image/png\",\"sizes\":[\"48x48\"]}]}"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STATELESS", "SESSION"},
            value = Era.class)
    void resourcesSayForWhomTheyAre(Era era) throws Exception {
        try (McpClient client = client(era).connect()) {
            Json annotations = Json.parse(
                    "{\"audience\":[\"user\",\"assistant\"],\"priority\":1.0,\"lastModified\":\"2026-01-01T00:00:00Z\"}");
            Json file = named(client.listResources(), "file");
            assertThat(file.get("annotations")).contains(annotations);
            assertThat(file.get("size")).contains(Json.of(7));
            assertThat(named(client.listResourceTemplates(), "row").at("annotations", "priority"))
                    .contains(Json.of(0.5));
            List<Json> content = client.callTool("link", Json.EMPTY_OBJECT).content();
            assertThat(content.get(0)).isEqualTo(file.with("type", Json.of("resource_link")));
            assertThat(content.get(1).at("annotations", "audience")).contains(Json.parse("[\"user\"]"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STATELESS", "SESSION"},
            value = Era.class)
    void aTemplateGivesItsVariablesAsARecord(Era era) throws Exception {
        try (McpClient client = client(era).connect()) {
            assertThat(client.readResource("row://users/7").get(0).string("text"))
                    .contains("Row[table=users, id=7]");
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STATELESS", "SESSION"},
            value = Era.class)
    void aPromptTakesARecord(Era era) throws Exception {
        try (McpClient client = client(era).connect()) {
            assertThat(named(client.listPrompts(), "letter").get("arguments"))
                    .contains(Json.parse("[{\"name\":\"to\",\"description\":\"To whom\",\"required\":true},"
                            + "{\"name\":\"tone\",\"description\":\"\",\"required\":false}]"));
            assertThat(client.getPrompt("letter", Json.parse("{\"to\":\"Ada\",\"tone\":\"STERN\"}"))
                            .toString())
                    .contains("Dear Ada, STERN");
            assertThat(client.getPrompt("letter", Json.parse("{\"to\":\"Ada\"}"))
                            .toString())
                    .contains("KIND");
            for (String wrong : List.of("{}", "{\"to\":\"Ada\",\"tone\":\"LOUD\"}", "{\"to\":7}")) {
                assertThatThrownBy(() -> client.getPrompt("letter", Json.parse(wrong)))
                        .isInstanceOfSatisfying(
                                McpErrorException.class,
                                e -> assertThat(e.code()).isEqualTo(-32602));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STATELESS", "SESSION"},
            value = Era.class)
    void aCompletionKnowsItsSurroundings(Era era) throws Exception {
        try (McpClient client = client(era).connect()) {
            Json reference = Json.parse("{\"type\":\"ref/prompt\",\"name\":\"letter\"}");
            assertThat(client.complete(reference, "to", "A"))
                    .containsExactly("A" + client.protocolVersion().wire());
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STATELESS", "SESSION"},
            value = Era.class)
    void aFormIsARecord(Era era) throws Exception {
        List<Json> asked = new CopyOnWriteArrayList<>();
        try (McpClient client = client(era)
                .elicitation(params -> {
                    asked.add(params.get("requestedSchema").orElseThrow());
                    return Json.parse(
                            "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\",\"age\":36,\"member\":true}}");
                })
                .connect()) {
            assertThat(client.callTool("sign", Json.EMPTY_OBJECT).text())
                    .isEqualTo("Person[name=Ada, age=36, member=true, tone=Optional.empty]");
        }
        Json fields = asked.get(0).get("properties").orElseThrow();
        assertThat(fields.get("name")).contains(Json.parse("{\"type\":\"string\",\"description\":\"Your name\"}"));
        assertThat(fields.get("tone")).contains(Json.parse("{\"type\":\"string\",\"enum\":[\"KIND\",\"STERN\"]}"));
        assertThat(fields.at("age", "type")).contains(Json.of("integer"));
        assertThat(asked.get(0).get("required")).contains(Json.parse("[\"name\",\"age\",\"member\"]"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STATELESS", "SESSION"},
            value = Era.class)
    void aFormCanBeDeclined(Era era) throws Exception {
        try (McpClient client = client(era)
                .elicitation(params -> Json.parse("{\"action\":\"decline\"}"))
                .connect()) {
            assertThat(client.callTool("sign", Json.EMPTY_OBJECT).text()).isEqualTo("declined");
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STATELESS", "SESSION"},
            value = Era.class)
    void asksTheModelAndForRoots(Era era) throws Exception {
        try (McpClient client = client(era)
                .sampling(params -> Json.parse(
                        "{\"role\":\"assistant\",\"model\":\"m\",\"content\":{\"type\":\"text\",\"text\":\"4\"}}"))
                .roots(params -> Json.parse("{\"roots\":[{\"uri\":\"file:///a\"}]}"))
                .connect()) {
            assertThat(client.callTool("consult", Json.EMPTY_OBJECT).text()).isEqualTo("4[file:///a]");
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STATELESS", "SESSION"},
            value = Era.class)
    void tellsOfEveryKindOfChange(Era era) throws Exception {
        Map<String, Runnable> changes = Map.of(
                "notifications/tools/list_changed",
                        () -> {
                            mcp.addTool(
                                    ToolDefinition.builder("new").build(),
                                    (arguments, context) -> ToolResult.text("x"));
                            mcp.removeTool("new");
                        },
                "notifications/prompts/list_changed",
                        () -> {
                            mcp.addPrompt(
                                    PromptDefinition.builder("new").build(),
                                    (arguments, context) -> PromptResult.user("x"));
                            mcp.removePrompt("new");
                        },
                "notifications/resources/list_changed",
                        () -> {
                            mcp.addResourceTemplate(
                                    ResourceTemplateDefinition.builder("new://{x}", "new")
                                            .build(),
                                    (request, context) -> List.of());
                            mcp.removeResourceTemplate("new://{x}");
                        },
                "notifications/resources/updated", () -> mcp.resourceUpdated("test://file"));
        try (McpClient client = client(era).connect()) {
            Subscription lists = client.subscribe(Interest.inLists());
            Subscription file = client.subscribe(Interest.inResources("test://file"));
            // A subscription opens in the background, so the change that it shows is made until it does.
            changes.forEach((method, change) -> await().until(() -> {
                change.run();
                return notifications.stream().anyMatch(n -> n.method().equals(method));
            }));
            lists.close();
            file.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"STATELESS", "SESSION"},
            value = Era.class)
    void everyListHasPages(Era era) throws Exception {
        mcp.addResourceTemplate(
                ResourceTemplateDefinition.builder("second://{x}", "second").build(), (request, context) -> List.of());
        mcp.addPrompt(PromptDefinition.builder("second").build(), (arguments, context) -> PromptResult.user("x"));
        try (McpClient client = client(era).connect()) {
            Json first = client.request("tools/list", Json.NULL);
            assertThat(first.get("tools").map(Json::size)).contains(1);
            assertThat(first.has("nextCursor")).isTrue();
            assertThat(client.listTools()).hasSize(5);
            assertThat(client.listResources()).hasSize(2);
            assertThat(client.listResourceTemplates()).hasSize(2);
            assertThat(client.listPrompts()).hasSize(2);
        }
    }

    record Nested(Person person) {}

    record Listed(List<String> names) {}

    record Numbered(int number) {}

    static Stream<Class<? extends Record>> noForms() {
        return Stream.of(Nested.class, Listed.class);
    }

    @Test
    void aDefinitionThatCannotBeIsRefusedWhenItIsMade() {
        noForms().forEach(type -> assertThatIllegalArgumentException().isThrownBy(() -> Question.form("k", "?", type)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptDefinition.builder("p").arguments(Numbered.class));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptHandler.typed(Numbered.class, (in, context) -> PromptResult.user("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> Annotations.NONE.priority(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Icon.of(URI.create("http://example.com/i.png"), "image/png"));
    }
}
