package dev.mcpoauth.server.persona;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.diagnostics.TraceLog;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

@DisplayName("No secret of a recorded conversation is in any log line, with every logger at TRACE")
class LogScanTest {
    private final TraceLog log = TraceLog.start();

    static Stream<Persona> all() {
        return Persona.all();
    }

    @AfterEach
    void stop() {
        log.close();
    }

    private static List<OAuthStore> stores() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return List.of(new InMemoryOAuthStore(), JdbcOAuthStore.open(database));
    }

    @ParameterizedTest
    @MethodSource("all")
    void noneIsLogged(Persona persona) throws Exception {
        for (OAuthStore store : stores()) {
            log.clear();
            try (store;
                    Conversation conversation = Conversation.strict(persona, store)) {
                conversation.replay();
                scan(conversation.secrets());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void norWhereATolerancePutsItInTheReport(Persona persona) throws Exception {
        try (OAuthStore store = new InMemoryOAuthStore();
                Conversation conversation = Conversation.tolerant(persona, store)) {
            conversation.replay();
            scan(conversation.secrets());
        }
    }

    @Test
    void theScanWouldFindOne() throws Exception {
        Persona persona = Persona.all().findFirst().orElseThrow();
        try (OAuthStore store = new InMemoryOAuthStore();
                Conversation conversation = Conversation.tolerant(persona, store)) {
            conversation.replay();
            String secret = conversation.secrets().iterator().next();
            LoggerFactory.getLogger("dev.mcpoauth.example")
                    .atTrace()
                    .addKeyValue("token", secret)
                    .log("a mistake");

            assertThat(log.lines()).anyMatch(line -> line.contains(secret));
        }
    }

    private void scan(Set<String> secrets) {
        assertThat(log.lines()).as("what the server logged").isNotEmpty();
        assertThat(secrets).as("what must not be in it").hasSizeGreaterThan(4);
        for (String line : log.lines()) {
            assertThat(secrets).noneMatch(line::contains);
        }
    }
}
