package dev.mcpoauth.server.persona;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Recorded conversations of known clients, replayed over HTTP")
class RecordedConversationsTest {

    static Stream<Persona> all() {
        return Persona.all();
    }

    static Stream<Persona> withTolerance() {
        return Persona.all().filter(persona -> persona.tolerance().isPresent());
    }

    @ParameterizedTest
    @MethodSource("all")
    @DisplayName("goes as recorded: in strict mode, or with the one tolerance that the persona names")
    void goesAsRecorded(Persona persona) throws Exception {
        try (Conversation conversation = Conversation.tolerant(persona, new InMemoryOAuthStore())) {
            assertThat(conversation.replay()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("withTolerance")
    @DisplayName("is refused with a clear error without the tolerance that it needs")
    void isRefusedInStrictMode(Persona persona) throws Exception {
        try (Conversation conversation = Conversation.strict(persona, new InMemoryOAuthStore())) {
            assertThat(conversation.replay())
                    .as("some step of %s says what is answered without the tolerance", persona)
                    .isTrue();
        }
    }
}
