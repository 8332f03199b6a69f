package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.json.JsonObject;

/** What every typed view over a protocol document has: the document, and equality by it. */
abstract class JsonView {
    final JsonObject json;

    JsonView(JsonObject json) {
        this.json = json;
    }

    /** The whole document, with every member that has no accessor here and any secret that it carries. */
    public JsonObject json() {
        return json;
    }

    /** The document's text, with any secret that it carries. */
    public String toJson() {
        return json.toJson();
    }

    /** Views are equal if they are of the same type and of equal documents. */
    @Override
    @SuppressWarnings("EqualsGetClass") // each view is final, and views of two types are never equal
    public final boolean equals(Object other) {
        return other instanceof JsonView that && getClass() == that.getClass() && json.equals(that.json);
    }

    @Override
    public final int hashCode() {
        return json.hashCode();
    }

    /** The type and the names of the members: a value may be a secret. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + json.names();
    }
}
