package dev.mcpoauth.transport.client.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TasksTest {

    @Test
    void reportAnErrorOfTheMachineToWhoeverWaits() {
        try (Tasks tasks = new Tasks()) {
            CompletableFuture<Void> done = tasks.run(new Request(RequestId.of(1), "tools/list", Json.NULL), () -> {
                        throw new OutOfMemoryError("as a huge answer brings about");
                    })
                    .toCompletableFuture();
            assertThatThrownBy(() -> done.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(OutOfMemoryError.class);
        }
    }
}
