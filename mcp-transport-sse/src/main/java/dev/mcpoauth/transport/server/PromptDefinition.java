package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Description;
import dev.mcpoauth.transport.json.Json;
import java.util.ArrayList;
import java.util.List;

/** What a client is told about a prompt (MCP, Prompts, "Prompt"). Immutable. */
public final class PromptDefinition {

    private final String name;
    private final List<Argument> arguments;
    private final Json json;

    private PromptDefinition(String name, List<Argument> arguments, Json json) {
        this.name = name;
        this.arguments = List.copyOf(arguments);
        this.json = json;
    }

    /** Starts a definition. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The name that requests use. */
    public String name() {
        return name;
    }

    /** What can be filled in. */
    public List<Argument> arguments() {
        return arguments;
    }

    /** The definition as {@code prompts/list} shows it. */
    public Json toJson() {
        return json;
    }

    /**
     * A place in a prompt to fill in.
     *
     * @param name its name
     * @param title its name for people; empty if there is no other
     * @param description what belongs there
     * @param required whether a prompt without it is refused
     */
    public record Argument(String name, String title, String description, boolean required) {

        Json toJson() {
            Json.Builder argument = Json.object().put("name", name);
            if (!title.isEmpty()) argument.put("title", title);
            return argument.put("description", description)
                    .put("required", required)
                    .build();
        }
    }

    /** Collects a definition. Used by one thread. */
    public static final class Builder extends DefinitionBuilder<Builder> {

        private final String name;
        private final List<Argument> arguments = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
            members.put("name", name);
        }

        @Override
        Builder self() {
            return this;
        }

        /** Adds an argument that must be given. */
        public Builder required(String argument, String description) {
            arguments.add(new Argument(argument, "", description, true));
            return this;
        }

        /** Adds an argument that may be left out. */
        public Builder optional(String argument, String description) {
            arguments.add(new Argument(argument, "", description, false));
            return this;
        }

        /** Adds an argument. */
        public Builder argument(Argument argument) {
            arguments.add(argument);
            return this;
        }

        /**
         * Adds an argument for each component of a record: texts and enums, required unless they are an {@code Optional}, and
         * described by {@link Description}.
         *
         * @throws IllegalArgumentException if a component is anything else
         */
        public Builder arguments(Class<? extends Record> type) {
            TextRecords.components(type).forEach(component -> {
                Description description = component.getAnnotation(Description.class);
                String text = description == null ? "" : description.value();
                argument(new Argument(component.getName(), "", text, !TextRecords.isOptional(component)));
            });
            return this;
        }

        /** The definition. */
        public PromptDefinition build() {
            if (!arguments.isEmpty()) {
                members.put(
                        "arguments", arguments.stream().map(Argument::toJson).toList());
            }
            return new PromptDefinition(name, arguments, members.build());
        }
    }
}
