package dev.mcpoauth.server.persona;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

@DisplayName("No secret of a recorded conversation is in any log line, with every logger at TRACE")
class LogScanTest {
    /** A container and an HTTP client that log at TRACE write down what is on the wire; they are not ours to keep quiet. */
    private static final List<String> OF_OTHERS = List.of("org.eclipse.jetty", "jdk.httpclient");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Map<String, Level> levels = new HashMap<>();
    private final AppenderBase<ILoggingEvent> capture = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(text(event));
        }
    };

    static Stream<Persona> all() {
        return Persona.all();
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private static String text(ILoggingEvent event) {
        String cause = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        return event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs() + " "
                + event.getMDCPropertyMap() + " " + cause;
    }

    @BeforeEach
    void listen() {
        level(Logger.ROOT_LOGGER_NAME, Level.TRACE);
        OF_OTHERS.forEach(name -> level(name, Level.OFF));
        capture.setContext(logger(Logger.ROOT_LOGGER_NAME).getLoggerContext());
        capture.start();
        logger(Logger.ROOT_LOGGER_NAME).addAppender(capture);
    }

    private void level(String name, Level level) {
        levels.put(name, logger(name).getLevel());
        logger(name).setLevel(level);
    }

    @AfterEach
    void stop() {
        logger(Logger.ROOT_LOGGER_NAME).detachAppender(capture);
        levels.forEach((name, level) -> logger(name).setLevel(level));
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
            lines.clear();
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

            assertThat(lines).anyMatch(line -> line.contains(secret));
        }
    }

    private void scan(Set<String> secrets) {
        assertThat(lines).as("what the server logged").isNotEmpty();
        assertThat(secrets).as("what must not be in it").hasSizeGreaterThan(4);
        for (String line : lines) {
            assertThat(secrets).noneMatch(line::contains);
        }
    }
}
