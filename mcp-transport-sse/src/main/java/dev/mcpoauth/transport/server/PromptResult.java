package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.util.List;

/** A prompt that is filled in. Immutable. */
public record PromptResult(List<Message> messages) {

    public PromptResult {
        messages = List.copyOf(messages);
    }

    /** These messages. */
    public static PromptResult of(Message... messages) {
        return new PromptResult(List.of(messages));
    }

    /** One text that the user says. */
    public static PromptResult user(String text) {
        return of(Message.user(Content.text(text)));
    }

    Json toJson() {
        return Json.object()
                .put("messages", messages.stream().map(Message::toJson).toList())
                .build();
    }

    /**
     * What somebody says.
     *
     * @param role {@code user} or {@code assistant}
     * @param content what is said
     */
    public record Message(String role, Content content) {

        /** The user says. */
        public static Message user(Content content) {
            return new Message("user", content);
        }

        /** The model says. */
        public static Message assistant(Content content) {
            return new Message("assistant", content);
        }

        Json toJson() {
            return Json.object()
                    .put("role", role)
                    .put("content", content.toJson())
                    .build();
        }
    }
}
