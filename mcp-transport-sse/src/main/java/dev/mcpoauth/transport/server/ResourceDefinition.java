package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;

/** What a client is told about a resource (MCP, Resources, "Resource"). Immutable. */
public final class ResourceDefinition {

    private final String uri;
    private final Json json;

    private ResourceDefinition(String uri, Json json) {
        this.uri = uri;
        this.json = json;
    }

    /** Starts a definition. */
    public static Builder builder(String uri, String name) {
        return new Builder(uri, name);
    }

    /** The URI that reads use, compared as text. */
    public String uri() {
        return uri;
    }

    /** The definition as {@code resources/list} shows it. */
    public Json toJson() {
        return json;
    }

    /** Collects a definition. Used by one thread. */
    public static final class Builder extends DefinitionBuilder<Builder> {

        private final String uri;

        private Builder(String uri, String name) {
            this.uri = uri;
            members.put("uri", uri).put("name", name);
        }

        @Override
        Builder self() {
            return this;
        }

        /** The type of its contents. */
        public Builder mimeType(String mimeType) {
            members.put("mimeType", mimeType);
            return this;
        }

        /** Its length in bytes. */
        public Builder size(long bytes) {
            members.put("size", bytes);
            return this;
        }

        /** For whom it is, how important and how old. */
        public Builder annotations(Annotations annotations) {
            members.put("annotations", annotations.toJson());
            return this;
        }

        /** The definition. */
        public ResourceDefinition build() {
            return new ResourceDefinition(uri, members.build());
        }
    }
}
