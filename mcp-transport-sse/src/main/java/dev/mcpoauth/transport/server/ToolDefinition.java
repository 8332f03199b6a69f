package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.ParameterHeaders;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonSchema;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client is told about a tool (MCP, Tools, "Tool"). Immutable. */
public final class ToolDefinition {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final Json NO_ARGUMENTS = Json.object()
            .put("type", "object")
            .put("additionalProperties", false)
            .build();

    private final String name;
    private final Json json;
    private final JsonSchema input;
    private final @Nullable JsonSchema output;
    private final ParameterHeaders headers;
    private final TaskSupport taskSupport;
    private final Duration taskAfter;
    private final boolean nonBlocking;

    private ToolDefinition(String name, Builder builder) {
        this.name = name;
        this.input = builder.input;
        this.output = builder.output;
        this.headers = ParameterHeaders.of(input.json());
        this.json = builder.members.build();
        this.taskSupport = builder.taskSupport;
        this.taskAfter = builder.taskAfter;
        this.nonBlocking = builder.nonBlocking;
    }

    /**
     * Starts the definition of a tool without arguments.
     *
     * @throws IllegalArgumentException unless the name is 1 to 128 letters, digits, {@code _}, {@code .} or {@code -}
     */
    public static Builder builder(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a tool name is 1-128 of A-Z a-z 0-9 _ . -");
        }
        return new Builder(name);
    }

    /** The name that calls use. */
    public String name() {
        return name;
    }

    /** The definition as {@code tools/list} shows it. */
    public Json toJson() {
        return json;
    }

    /** What arguments must look like. */
    public JsonSchema inputSchema() {
        return input;
    }

    /** What {@code structuredContent} looks like, if the tool promises it. */
    public Optional<JsonSchema> outputSchema() {
        return Optional.ofNullable(output);
    }

    /** The arguments that are mirrored into headers. */
    public ParameterHeaders headers() {
        return headers;
    }

    /** Whether calls may run as tasks. */
    public TaskSupport taskSupport() {
        return taskSupport;
    }

    /** How long a call runs before it becomes a task. */
    public Duration taskAfter() {
        return taskAfter;
    }

    /** Whether the handler promises never to wait. */
    public boolean isNonBlocking() {
        return nonBlocking;
    }

    /** Collects a definition. Used by one thread. */
    public static final class Builder extends DefinitionBuilder<Builder> {

        private final String name;
        private JsonSchema input = JsonSchema.of(NO_ARGUMENTS);
        private @Nullable JsonSchema output;
        private TaskSupport taskSupport = TaskSupport.NEVER;
        private Duration taskAfter = Duration.ZERO;
        private boolean nonBlocking;

        private Builder(String name) {
            this.name = name;
            members.put("name", name).put("inputSchema", NO_ARGUMENTS);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * What arguments must look like, as JSON Schema text.
         *
         * @throws IllegalArgumentException if it is no schema of an object, or misuses {@code x-mcp-header}
         */
        public Builder inputSchema(String schema) {
            return inputSchema(Json.parse(schema));
        }

        /**
         * What arguments must look like.
         *
         * @throws IllegalArgumentException if it is no schema of an object, or misuses {@code x-mcp-header}
         */
        public Builder inputSchema(Json schema) {
            requireObjectType(schema);
            ParameterHeaders.of(schema);
            input = JsonSchema.of(schema);
            members.put("inputSchema", schema);
            return this;
        }

        /**
         * Arguments fit this record, see {@link JsonSchema#derivedFrom}; none that it does not know are taken.
         *
         * @throws IllegalArgumentException if it holds something that has no JSON form
         */
        public Builder inputSchema(Class<? extends Record> type) {
            return inputSchema(JsonSchema.derivedFrom(type).json().with("additionalProperties", Json.of(false)));
        }

        /** What {@code structuredContent} looks like, as JSON Schema text; results are checked against it. */
        public Builder outputSchema(String schema) {
            return outputSchema(Json.parse(schema));
        }

        /** What {@code structuredContent} looks like; results are checked against it. */
        public Builder outputSchema(Json schema) {
            requireObjectType(schema);
            output = JsonSchema.of(schema);
            members.put("outputSchema", schema);
            return this;
        }

        /**
         * {@code structuredContent} is this record, see {@link JsonSchema#derivedFrom}; results are checked against it.
         *
         * @throws IllegalArgumentException if it holds something that has no JSON form
         */
        public Builder outputSchema(Class<? extends Record> type) {
            return outputSchema(JsonSchema.derivedFrom(type).json());
        }

        /** Hints about what the tool does to the world. */
        public Builder annotations(ToolAnnotations annotations) {
            members.put("annotations", annotations.toJson());
            return this;
        }

        /** Whether calls may run as tasks; never, by default. Those that do are tasks from their beginning. */
        public Builder task(TaskSupport support) {
            return task(support, Duration.ZERO);
        }

        /**
         * Whether calls may run as tasks, and how long one waits as an ordinary call before it becomes a task: a quick one
         * is answered by its result, and what it asks before is asked as in any call. It becomes one earlier when the
         * handler calls {@link CallContext#releaseConnection}.
         *
         * @throws IllegalArgumentException if the time is negative
         */
        public Builder task(TaskSupport support, Duration after) {
            if (after.isNegative()) throw new IllegalArgumentException("after must not be negative");
            taskSupport = support;
            taskAfter = after;
            return this;
        }

        /**
         * Promises that the handler never waits, neither for another system nor a lock nor a long computation. Its calls in the
         * stateless era then run on the container's thread that read them, which saves the change of threads that costs more than
         * a short handler does. What it {@linkplain CallContext#progress says meanwhile} goes out when it has returned, and
         * nobody can cancel it. A handler that breaks the promise holds a thread that serves others. No, by default; in sessions
         * and over other transports it makes no difference.
         */
        public Builder nonBlocking() {
            nonBlocking = true;
            return this;
        }

        /**
         * The definition.
         *
         * @throws IllegalStateException if it promises never to wait and may be a task, which is for what takes long
         */
        public ToolDefinition build() {
            if (nonBlocking && taskSupport != TaskSupport.NEVER)
                throw new IllegalStateException("a tool that never waits is no task");
            return new ToolDefinition(name, this);
        }

        private static void requireObjectType(Json schema) {
            if (!schema.string("type").equals(Optional.of("object"))) {
                throw new IllegalArgumentException("the schema of a tool needs \"type\":\"object\"");
            }
        }
    }
}
