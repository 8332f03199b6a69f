package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real keyring. */
class SecretServiceTest extends KeySourceContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static KeyringSession session;

    @BeforeAll
    static void begin() throws IOException {
        session = KeyringSession.in(folder);
    }

    @AfterAll
    static void end() {
        if (session != null) {
            session.close();
        }
    }

    @Override
    KeySource source() {
        return session.keychain(PATIENCE);
    }

    @Override
    String missing() {
        return "secret-service:0123456789abcdef";
    }

    @Test
    void forgets() throws Exception {
        String reference = source().keep(KEY);
        long before = session.keys();
        source().forget(reference);
        assertThat(session.keys()).isEqualTo(before - 1);
    }

    @Test
    void saysWhatIsInTheWay() throws Exception {
        try (KeyringSession own = KeyringSession.in(folder)) {
            String reference = own.keychain(PATIENCE).keep(KEY);
            own.lock();
            assertThatThrownBy(() -> own.keychain(PATIENCE).find(reference))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("locked");
            assertThatThrownBy(() -> own.keychain(PATIENCE).keep(OTHER))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("locked");
            own.freeze();
            assertThatThrownBy(() -> own.keychain(Duration.ofSeconds(1)).find(reference))
                    .isInstanceOf(IOException.class)
                    .hasMessage("secret-tool did not answer within 1 s");
            own.endKeyring();
            assertThatThrownBy(() -> own.keychain(PATIENCE).find(reference))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("org.freedesktop.secrets");
            own.startKeyringAgain();
            assertThat(own.keychain(PATIENCE).find(reference)).contains(KEY);
        }
    }

    @Test
    void failsWhereThereIsNoSession() {
        KeySource none = new SecretService(
                new Tool(List.of("secret-tool"), Map.of("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere"), PATIENCE));
        assertThatThrownBy(() -> none.keep(KEY)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> none.find(missing())).isInstanceOf(IOException.class);
    }
}
