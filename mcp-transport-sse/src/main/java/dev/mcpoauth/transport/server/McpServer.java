package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.Extensions;
import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalException;
import dev.mcpoauth.transport.refusal.RefusalListener;
import dev.mcpoauth.transport.server.CallObserver.Outcome;
import dev.mcpoauth.transport.server.PromptMethods.Prompt;
import dev.mcpoauth.transport.server.ResourceMethods.Resource;
import dev.mcpoauth.transport.server.ResourceMethods.Template;
import dev.mcpoauth.transport.server.ToolMethods.Tool;
import dev.mcpoauth.transport.server.task.TaskSettings;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An MCP server as an application sees it: its tools, resources, prompts and completions, whatever transport and revision
 * they are reached by. Thread-safe; tools, resources and prompts may be added and removed while it runs, and clients that
 * listen are told.
 */
public final class McpServer implements AutoCloseable {

    private static final Set<String> INTERVIEWS = Set.of("tools/call", "resources/read", "prompts/get");
    private static final Set<String> CACHED_LISTS =
            Set.of("server/discover", "tools/list", "prompts/list", "resources/list", "resources/templates/list");

    private final Json info;
    private final String instructions;
    private final Catalog<Tool> tools;
    private final Catalog<Resource> resources;
    private final Catalog<Template> templates;
    private final Catalog<Prompt> prompts;
    private final ChangeBus changes;
    private final CacheHint listCache;
    private final CacheHint readCache;
    private final Interview.Rules interviews;
    private final Json capabilities;
    private final List<ProtocolVersion> versions;
    private final Tasks tasks;
    private final ChangeBus.Subscription taskChanges;
    private final Methods methods;
    private final CallObserver observer;

    private McpServer(Builder builder) {
        info = builder.info.build();
        instructions = builder.instructions;
        tools = builder.tools;
        resources = builder.resources;
        templates = builder.templates;
        prompts = builder.prompts;
        changes = builder.changes;
        listCache = builder.listCache;
        readCache = builder.readCache;
        interviews =
                new Interview.Rules(new StateSeal(builder.stateKey, builder.random), builder.clock, builder.stateTtl);
        capabilities = builder.capabilities();
        versions = builder.versions;
        Failures failures = new Failures(builder.refusals, builder.random);
        Guarded guarded = new Guarded(failures);
        tasks = new Tasks(builder.tasks, new TaskBook(builder.tasks, builder.clock, changes, failures), failures);
        taskChanges = changes.subscribe(tasks::changed);
        methods = new Methods(
                capabilities,
                new ToolMethods(tools, builder.pageSize, tasks, failures),
                new ResourceMethods(resources, templates, builder.pageSize, guarded),
                new PromptMethods(prompts, builder.completions, builder.pageSize, guarded),
                new TaskMethods(tasks),
                this::discover);
        observer = builder.observer;
    }

    /** Starts a server that introduces itself by this name and version. */
    public static Builder builder(String name, String version) {
        return new Builder(name, version);
    }

    /**
     * Adds or replaces a tool.
     *
     * @throws IllegalArgumentException if it may run as a task and this server announces no tasks
     */
    public void addTool(ToolDefinition definition, ToolHandler handler) {
        if (definition.taskSupport() != TaskSupport.NEVER && !Extensions.isDeclared(capabilities, Extensions.TASKS)) {
            throw new IllegalArgumentException("a server with tasks says so when it is built");
        }
        tools.put(definition.name(), new Tool(definition, handler));
        changes.publish(Change.TOOLS);
    }

    /** Removes a tool, if there is one of this name. */
    public void removeTool(String name) {
        if (tools.remove(name)) changes.publish(Change.TOOLS);
    }

    /** Adds or replaces a resource. */
    public void addResource(ResourceDefinition definition, ResourceHandler handler) {
        resources.put(definition.uri(), new Resource(definition, handler));
        changes.publish(Change.RESOURCES);
    }

    /** Removes a resource, if there is one of this URI. */
    public void removeResource(String uri) {
        if (resources.remove(uri)) changes.publish(Change.RESOURCES);
    }

    /** Adds or replaces a family of resources. */
    public void addResourceTemplate(ResourceTemplateDefinition definition, ResourceHandler handler) {
        templates.put(definition.uriTemplate(), new Template(definition, handler));
        changes.publish(Change.RESOURCES);
    }

    /** Removes a family of resources, if there is one of this template. */
    public void removeResourceTemplate(String uriTemplate) {
        if (templates.remove(uriTemplate)) changes.publish(Change.RESOURCES);
    }

    /** Adds or replaces a prompt. */
    public void addPrompt(PromptDefinition definition, PromptHandler handler) {
        prompts.put(definition.name(), new Prompt(definition, handler));
        changes.publish(Change.PROMPTS);
    }

    /** Removes a prompt, if there is one of this name. */
    public void removePrompt(String name) {
        if (prompts.remove(name)) changes.publish(Change.PROMPTS);
    }

    /** Tells clients that subscribed to this resource that its contents are other ones now. */
    public void resourceUpdated(String uri) {
        changes.publish(Change.resource(uri));
    }

    /**
     * The state of a task as a notification to its owner; empty if there is no such task of this caller.
     *
     * @param callerKey as {@link Call#callerKey}
     */
    public Optional<Notification> taskStatus(String id, String callerKey) {
        return tasks.find(id)
                .filter(task -> task.belongsTo(callerKey))
                .map(task -> new Notification("notifications/tasks", task.detailed()));
    }

    /**
     * The request that says whether another one is permitted: for one about a task the tool call that began it, so that who
     * may not call a tool does not get at its results either. Any other request speaks for itself.
     *
     * @param callerKey as {@link Call#callerKey}
     */
    public Request permissionFor(Request request, String callerKey) {
        if (!request.method().startsWith("tasks/")) return request;
        return request.params()
                .string("taskId")
                .flatMap(tasks::find)
                .filter(task -> task.belongsTo(callerKey))
                .map(task -> new Request(
                        request.id(),
                        "tools/call",
                        Json.object().put("name", task.tool()).build()))
                .orElse(request);
    }

    /** The bus that changes of this server go to. */
    public ChangeBus changes() {
        return changes;
    }

    /** The definition of a tool. */
    public Optional<ToolDefinition> tool(String name) {
        return tools.get(name).map(Tool::definition);
    }

    /** How this server introduces itself. */
    public Json info() {
        return info;
    }

    /** What this server can do, as it announces it. */
    public Json capabilities() {
        return capabilities;
    }

    /** Whether requests of this revision know this method. */
    public boolean knows(String method, ProtocolVersion version) {
        return methods.find(method, version).isPresent();
    }

    /** The revisions that this server speaks, newest first. */
    public List<ProtocolVersion> versions() {
        return versions;
    }

    /** Whether this server speaks a revision that opens with {@code initialize}. */
    public boolean hasSessions() {
        return versions.stream().anyMatch(version -> version.era() != Era.STATELESS);
    }

    /**
     * The revision to answer {@code initialize} with: the one asked for if it has sessions, else the newest that has.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException naming the revisions of this server if none has sessions
     */
    public ProtocolVersion negotiate(String requested) {
        List<ProtocolVersion> sessions =
                versions.stream().filter(v -> v.era() != Era.STATELESS).toList();
        if (sessions.isEmpty()) throw unsupported(requested);
        return ProtocolVersion.parse(requested).filter(sessions::contains).orElse(sessions.get(0));
    }

    /** The refusal of a revision that this server does not speak, or not like this; it names those that it does. */
    public RefusalException unsupported(String requested) {
        List<Json> supported = versions.stream()
                .map(ProtocolVersion::wire)
                .filter(version -> !version.equals(requested))
                .map(Json::of)
                .toList();
        return Refusal.VERSION_UNSUPPORTED.because(
                "this server speaks "
                        + versions.stream().map(ProtocolVersion::wire).collect(Collectors.joining(", ")),
                Json.object()
                        .put("supported", supported)
                        .put("requested", requested)
                        .build());
    }

    /** The result of {@code initialize} for this revision. */
    public Json initializeResult(ProtocolVersion version) {
        Json.Builder result = Json.object()
                .put("protocolVersion", version.wire())
                .put("capabilities", Extensions.withdraw(capabilities, Extensions.TASKS))
                .put("serverInfo", info);
        if (!instructions.isEmpty()) result.put("instructions", instructions);
        return result.build();
    }

    private Json discover() {
        Json.Builder result = Json.object()
                .put(
                        "supportedVersions",
                        versions.stream().map(v -> Json.of(v.wire())).toList())
                .put("capabilities", capabilities);
        if (!instructions.isEmpty()) result.put("instructions", instructions);
        return result.build();
    }

    /**
     * Serves one request. Blocks as long as the handler does.
     *
     * @return the result
     * @throws JsonRpcException if the request is refused
     * @throws InterruptedException if the client cancelled it
     */
    public Json handle(Request request, Call call) throws InterruptedException {
        Method method = methods.find(request.method(), call.version()).orElseThrow(Refusal.METHOD_UNKNOWN::exception);
        boolean stateless = call.version().era() == Era.STATELESS;
        CallObserver.Ended ended = observer.begins(operation(request, call), request);
        Outcome outcome = Outcome.FAILED;
        try {
            Json result = stateless ? handleStateless(method, request, call) : handleInSession(method, request, call);
            outcome = Outcome.of(result);
            return result;
        } catch (JsonRpcException e) {
            outcome = Outcome.REFUSED;
            throw e;
        } catch (InterruptedException e) {
            outcome = Outcome.CANCELLED;
            throw e;
        } finally {
            ended.with(outcome);
        }
    }

    private CallObserver.Operation operation(Request request, Call call) {
        Optional<String> name = params(request).string("name");
        Optional<String> target = switch (request.method()) {
            case "tools/call" -> name.filter(tool -> tools.get(tool).isPresent());
            case "prompts/get" -> name.filter(prompt -> prompts.get(prompt).isPresent());
            default -> Optional.empty();
        };
        return new CallObserver.Operation(request.method(), target.orElse(""), call.version());
    }

    private static Json handleInSession(Method method, Request request, Call call) throws InterruptedException {
        Json params = params(request);
        return invoke(method, params, new CallScope(call, meta(params), new SessionCounterpart(call)));
    }

    private Json handleStateless(Method method, Request request, Call call) throws InterruptedException {
        Json params = params(request);
        if (!INTERVIEWS.contains(request.method())) {
            Counterpart silent = Counterpart.silent(request.method());
            return complete(request.method(), invoke(method, params, new CallScope(call, meta(params), silent)));
        }
        Interview interview = Interview.resume(interviews, call.callerKey(), request.method(), params);
        try {
            return complete(request.method(), invoke(method, params, new CallScope(call, meta(params), interview)));
        } catch (NeedsInput needed) {
            return decorate(interview.inputRequired(needed.questions()));
        }
    }

    private static Json params(Request request) {
        return request.params().isNull() ? Json.EMPTY_OBJECT : request.params();
    }

    private static Json meta(Json params) {
        return params.get(MetaKeys.META).orElse(Json.EMPTY_OBJECT);
    }

    /** Anything but a task in place of a result is complete. */
    private Json complete(String method, Json result) {
        Json typed = result.has("resultType") ? result : result.with("resultType", Json.of("complete"));
        return decorate(withCacheHint(method, typed));
    }

    private static Json invoke(Method method, Json params, CallScope scope) throws InterruptedException {
        try {
            return method.invoke(params, scope);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a method threw a checked exception", e);
        }
    }

    private Json withCacheHint(String method, Json result) {
        if (CACHED_LISTS.contains(method)) return listCache.applyTo(result);
        return method.equals("resources/read") ? readCache.applyTo(result) : result;
    }

    private Json decorate(Json result) {
        Json meta = result.get(MetaKeys.META).filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        return result.with(MetaKeys.META, meta.with(MetaKeys.SERVER_INFO, info));
    }

    /**
     * Ends the tasks that run here: their clients hear that the server is stopping. To be called when no transport serves
     * any more.
     */
    @Override
    public void close() {
        taskChanges.close();
        tasks.close();
    }

    /** Collects what a server offers. Used by one thread. */
    public static final class Builder {

        private final Json.Builder info;
        private String instructions = "";
        private final Catalog<Tool> tools = new Catalog<>();
        private final Catalog<Resource> resources = new Catalog<>();
        private final Catalog<Template> templates = new Catalog<>();
        private final Catalog<Prompt> prompts = new Catalog<>();
        private final Map<String, CompletionHandler> completions = new LinkedHashMap<>();
        private ChangeBus changes = ChangeBus.inMemory();
        private CacheHint listCache = CacheHint.NONE;
        private CacheHint readCache = CacheHint.NONE;
        private int pageSize = 100;
        private TaskSettings tasks = TaskSettings.defaults();
        private boolean announcesTasks;
        private Duration stateTtl = Duration.ofMinutes(10);
        private final SecureRandom random = new SecureRandom();
        private byte[] stateKey = randomKey(random);
        private Clock clock = Clock.systemUTC();
        private RefusalListener refusals = RefusalListener.SLF4J;
        private CallObserver observer = CallObserver.NONE;
        private List<ProtocolVersion> versions = newestFirst(Stream.of(ProtocolVersion.values()));

        private Builder(String name, String version) {
            info = Json.object().put("name", name).put("version", version);
        }

        /** The name for people. */
        public Builder title(String title) {
            info.put("title", title);
            return this;
        }

        /** What it is, for people. */
        public Builder description(String text) {
            info.put("description", text);
            return this;
        }

        /** Where people read more about it. */
        public Builder website(URI url) {
            info.put("websiteUrl", url.toString());
            return this;
        }

        /** Pictures to show next to its name. */
        public Builder icons(Icon... icons) {
            info.put("icons", Icon.list(icons));
            return this;
        }

        /** How a model should use this server. */
        public Builder instructions(String text) {
            instructions = text;
            return this;
        }

        /** Offers a tool. */
        public Builder tool(ToolDefinition definition, ToolHandler handler) {
            announcesTasks |= definition.taskSupport() != TaskSupport.NEVER;
            tools.put(definition.name(), new Tool(definition, handler));
            return this;
        }

        /** Offers a resource. */
        public Builder resource(ResourceDefinition definition, ResourceHandler handler) {
            resources.put(definition.uri(), new Resource(definition, handler));
            return this;
        }

        /** Offers a family of resources. Where several match, the first one offered answers. */
        public Builder resourceTemplate(ResourceTemplateDefinition definition, ResourceHandler handler) {
            templates.put(definition.uriTemplate(), new Template(definition, handler));
            return this;
        }

        /** Offers a prompt. */
        public Builder prompt(PromptDefinition definition, PromptHandler handler) {
            prompts.put(definition.name(), new Prompt(definition, handler));
            return this;
        }

        /**
         * Completes an argument.
         *
         * @param subject the name of a prompt or the text of a resource template
         */
        public Builder completion(String subject, String argument, CompletionHandler handler) {
            completions.put(PromptMethods.key(subject, argument), handler);
            return this;
        }

        /**
         * Announces tasks, and says how they are kept; with defaults, also if a tool that may run as one is offered here.
         */
        public Builder tasks(TaskSettings settings) {
            announcesTasks = true;
            tasks = settings;
            return this;
        }

        /** Where changes go; within this process unless told otherwise. */
        public Builder changes(ChangeBus bus) {
            changes = bus;
            return this;
        }

        /** How long clients may reuse lists and the answer to {@code server/discover}; not at all by default. */
        public Builder listCache(CacheHint hint) {
            listCache = hint;
            return this;
        }

        /** How long clients may reuse what they read from resources; not at all by default. */
        public Builder readCache(CacheHint hint) {
            readCache = hint;
            return this;
        }

        /** Most entries of one page of a list; 100 by default. */
        public Builder pageSize(int entries) {
            if (entries < 1) throw new IllegalArgumentException("pageSize must be positive");
            pageSize = entries;
            return this;
        }

        /**
         * The key that seals {@code requestState}, for several nodes that answer each other's calls; a random one by
         * default, which a restart forgets.
         *
         * @param key 32 random bytes
         */
        public Builder stateKey(byte[] key) {
            stateKey = key.clone();
            return this;
        }

        /** How long a client may take to answer a question of the stateless era; ten minutes by default. */
        public Builder stateTtl(Duration ttl) {
            stateTtl = ttl;
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Who hears of refusals; the log by default. */
        public Builder refusals(RefusalListener listener) {
            refusals = listener;
            return this;
        }

        /** Who measures or traces the requests; nobody by default. */
        public Builder calls(CallObserver observing) {
            observer = observing;
            return this;
        }

        /**
         * The revisions to speak; all that there are by default. A server of 2026-07-28 alone keeps nothing between
         * requests, and tells older clients which revision they would have to speak.
         */
        public Builder versions(ProtocolVersion first, ProtocolVersion... more) {
            versions = newestFirst(Stream.concat(Stream.of(first), Stream.of(more)));
            return this;
        }

        private static List<ProtocolVersion> newestFirst(Stream<ProtocolVersion> versions) {
            return versions.distinct().sorted(Comparator.reverseOrder()).toList();
        }

        /**
         * The server. A kind of thing (tools, resources, prompts) is announced if at least one of it was offered here.
         *
         * @throws IllegalArgumentException if a setting is out of range
         */
        public McpServer build() {
            return new McpServer(this);
        }

        private static byte[] randomKey(SecureRandom random) {
            byte[] key = new byte[StateSeal.KEY_BYTES];
            random.nextBytes(key);
            return key;
        }

        private Json capabilities() {
            Json listChanged = Json.object().put("listChanged", true).build();
            Json.Builder capabilities = Json.object().put("logging", Json.EMPTY_OBJECT);
            if (!tools.isEmpty()) capabilities.put("tools", listChanged);
            if (!prompts.isEmpty()) capabilities.put("prompts", listChanged);
            if (!resources.isEmpty() || !templates.isEmpty()) {
                capabilities.put("resources", listChanged.with("subscribe", Json.of(true)));
            }
            if (!completions.isEmpty()) capabilities.put("completions", Json.EMPTY_OBJECT);
            Json announced = capabilities.build();
            return announcesTasks ? Extensions.declare(announced, Extensions.TASKS) : announced;
        }
    }
}
