package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.bridge.MisconfiguredException;
import dev.mcpoauth.client.bridge.ServerConnector;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LateServerTest {
    private static final ServerConnector NONE = expected -> {
        throw new AssertionError("nobody connects here");
    };

    @Test
    void isSetUpOnceAndNotBeforeItIsNeeded() throws Misuse {
        AtomicInteger runs = new AtomicInteger();
        LateServer server = new LateServer(() -> {
            runs.incrementAndGet();
            return NONE;
        });
        assertThat(runs).hasValue(0);
        assertThat(server.prepare()).isSameAs(server.prepare());
        assertThat(runs).hasValue(1);
    }

    @Test
    void tellsAMistakeInTheFlagsAsTheUsersAndNotAsTheServers() {
        LateServer server = new LateServer(() -> {
            throw new Misuse("--transport is http-first, not smoke");
        });
        assertThatThrownBy(() -> server.connect(Era.SESSION))
                .isInstanceOf(MisconfiguredException.class)
                .hasMessage("--transport is http-first, not smoke");
    }
}
