package dev.mcpoauth.transport.shared.redis;

import dev.mcpoauth.transport.shared.EventStore.StreamKey;
import java.util.List;

/** The names of keys. What one script touches has one tag, so that it is in one slot of a Redis Cluster. */
record Keys(String prefix) {

    List<String> session(String key) {
        return List.of(prefix + "session:{" + key + "}");
    }

    List<String> events(StreamKey stream) {
        String name = prefix + "events:{" + stream.session() + "}:" + stream.stream();
        return List.of(name, name + ":at");
    }

    List<String> bus() {
        return List.of(prefix + "{bus}", prefix + "{bus}:bytes");
    }
}
