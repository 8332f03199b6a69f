package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class PingingTransportTest {
    private final List<String> heard = new ArrayList<>();

    @Test
    void handsOnThatTheMachineHasSlept() {
        try (ClientTransport pinging = new PingingTransport(new Recording(), Duration.ofMinutes(1))) {
            pinging.wake();
        }
        assertThat(heard).containsExactly("wake", "close");
    }

    private final class Recording implements ClientTransport {
        @Override
        public Opened open(ClientProfile profile, Listener listener) {
            return new Opened(Era.SESSION);
        }

        @Override
        public CompletionStage<Void> send(JsonRpcMessage message) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void wake() {
            heard.add("wake");
        }

        @Override
        public void close() {
            heard.add("close");
        }
    }
}
