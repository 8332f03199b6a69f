package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.json.Json;

/**
 * What tools, resources, templates and prompts have in common. Used by one thread.
 *
 * @param <B> the builder itself
 */
public abstract sealed class DefinitionBuilder<B extends DefinitionBuilder<B>>
        permits ToolDefinition.Builder,
                ResourceDefinition.Builder,
                ResourceTemplateDefinition.Builder,
                PromptDefinition.Builder {

    final Json.Builder members = Json.object();

    DefinitionBuilder() {}

    abstract B self();

    /** The name for people. */
    public B title(String title) {
        members.put("title", title);
        return self();
    }

    /** What it is for, read by models and people. */
    public B description(String description) {
        members.put("description", description);
        return self();
    }

    /** Pictures to show next to it. */
    public B icons(Icon... icons) {
        members.put("icons", Icon.list(icons));
        return self();
    }

    /** The {@code _meta} object of the definition. */
    public B meta(Json meta) {
        members.put(MetaKeys.META, meta);
        return self();
    }
}
