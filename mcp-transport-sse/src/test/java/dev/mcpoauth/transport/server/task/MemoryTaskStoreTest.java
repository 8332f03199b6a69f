package dev.mcpoauth.transport.server.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.task.MemoryTaskStore.Limits;
import dev.mcpoauth.transport.server.task.TaskStore.Replacement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MemoryTaskStoreTest extends TaskStoreContract {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Json THOUSAND =
            Json.object().put("x", "y".repeat(1000 - "{\"x\":\"\"}".length())).build();

    @Override
    protected TaskStore newStore() {
        return new MemoryTaskStore(new Limits(TASKS, TASKS_PER_OWNER, TASK_BYTES, 1 << 20));
    }

    @Test
    void staysWithinItsBytesWhateverIsKept() {
        MemoryTaskStore store = new MemoryTaskStore(new Limits(100, 100, 1000, 2500));
        assertThat(store.create(task("a", 1), T0)).isTrue();
        assertThat(store.create(task("b", 1), T0)).isTrue();
        assertThat(store.create(task("c", 1), T0)).isFalse();
        store.create(new StoredTask("d", "", 1, T0.plusSeconds(600), Json.EMPTY_OBJECT), T0);
        StoredTask larger = new StoredTask("d", "", 2, T0.plusSeconds(600), THOUSAND);
        assertThat(store.replace(larger, T0)).isEqualTo(Replacement.NO_ROOM);
        assertThat(store.replace(larger, T0.plus(Duration.ofMinutes(1)))).isEqualTo(Replacement.REPLACED);
    }

    @Test
    void countsBytesDownWhenContentShrinks() {
        MemoryTaskStore store = new MemoryTaskStore(new Limits(100, 100, 1000, 1010));
        store.create(task("a", 1), T0);
        for (int version = 2; version < 10; version++) {
            Json content = version % 2 == 0 ? Json.EMPTY_OBJECT : THOUSAND;
            assertThat(store.replace(new StoredTask("a", "", version, T0.plusSeconds(60), content), T0))
                    .isEqualTo(Replacement.REPLACED);
        }
    }

    @Test
    void refusesLimitsThatAllowNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 1, 1, 0));
    }

    private static StoredTask task(String id, long version) {
        return new StoredTask(id, "", version, T0.plusSeconds(60), THOUSAND);
    }
}
