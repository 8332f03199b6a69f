package dev.mcpoauth.transport.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.shared.EventStore.StreamKey;
import dev.mcpoauth.transport.shared.MemoryEventStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stream that another node carries to its client. */
class FollowedStreamTest {

    private final List<Long> news = new ArrayList<>();
    private final MessageStream stream = MessageStream.resumable(
            new StreamKey("s", "1"), new MemoryEventStore(1000, 1000), ProtocolVersion.V2025_11_25);

    @Test
    void saysHowFarItIsAtOnceAndWithEachMessage() {
        stream.send(new Notification("notifications/message", Json.NULL));
        stream.followedBy(news::add);
        stream.send(new Notification("notifications/message", Json.NULL));
        stream.end();
        assertThat(news).containsExactly(1L, 2L, 3L);
    }

    @Test
    void hasNoListenerOnceTheOtherNodeIsSilent() {
        stream.followedBy(news::add);
        for (int beat = 0; beat < 4; beat++) stream.heartbeat();
        stream.followedBy(news::add);
        for (int beat = 0; beat < 4; beat++) stream.heartbeat();
        assertThat(stream.isAttached()).as("it spoke").isTrue();
        stream.heartbeat();
        assertThat(stream.isAttached()).isFalse();
        stream.send(new Notification("notifications/message", Json.NULL));
        assertThat(news).containsExactly(0L, 0L);
    }
}
