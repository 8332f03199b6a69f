package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;

/** What a client is told about a family of resources (MCP, Resources, "Resource Templates"). Immutable. */
public final class ResourceTemplateDefinition {

    private final UriTemplate template;
    private final Json json;

    private ResourceTemplateDefinition(UriTemplate template, Json json) {
        this.template = template;
        this.json = json;
    }

    /**
     * Starts a definition.
     *
     * @param uriTemplate RFC 6570 with expressions of level 1 ({@code {name}}, one path segment) and {@code {+name}}
     *     (any characters)
     * @throws IllegalArgumentException if the template uses other expressions
     */
    public static Builder builder(String uriTemplate, String name) {
        return new Builder(UriTemplate.parse(uriTemplate), name);
    }

    /** The template's text. */
    public String uriTemplate() {
        return template.text();
    }

    /** The definition as {@code resources/templates/list} shows it. */
    public Json toJson() {
        return json;
    }

    UriTemplate template() {
        return template;
    }

    /** Collects a definition. Used by one thread. */
    public static final class Builder extends DefinitionBuilder<Builder> {

        private final UriTemplate template;

        private Builder(UriTemplate template, String name) {
            this.template = template;
            members.put("uriTemplate", template.text()).put("name", name);
        }

        @Override
        Builder self() {
            return this;
        }

        /** The type of the contents, if all have the same. */
        public Builder mimeType(String mimeType) {
            members.put("mimeType", mimeType);
            return this;
        }

        /** For whom it is, how important and how old. */
        public Builder annotations(Annotations annotations) {
            members.put("annotations", annotations.toJson());
            return this;
        }

        /** The definition. */
        public ResourceTemplateDefinition build() {
            return new ResourceTemplateDefinition(template, members.build());
        }
    }
}
