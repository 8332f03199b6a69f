package dev.mcpoauth.client.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.testing.ChildJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several Java processes on one store. */
abstract class ProcessContract extends StoreTests {
    private static final int PROCESSES = 4;

    static ChildJvm child(StoreAddress address, String task) throws IOException {
        return ChildJvm.start(ContractChild.class, address.opener().getName(), address.location(), task);
    }

    private void runInAll(String task) throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                children.add(child(address(), task));
            }
            for (ChildJvm child : children) {
                assertThat(child.hear()).isEqualTo("ready");
            }
            children.forEach(child -> child.say("go"));
            for (ChildJvm child : children) {
                assertThat(child.end()).as("%s", child.output()).isZero();
            }
        } finally {
            children.forEach(ChildJvm::close);
        }
    }

    @Test
    void loseNoUpdate() throws Exception {
        runInAll("count");
        assertThat(store.load("count").integer("n")).contains((long) PROCESSES * ContractChild.ROUNDS);
    }

    @Test
    void enterOneAtATimeUnderOneKey() throws Exception {
        runInAll("exclude");
        assertThat(store.load("entered").integer("n")).contains((long) PROCESSES * ContractChild.ROUNDS);
    }

    @Test
    void findTheLockOfAKilledOneFree() throws Exception {
        try (ChildJvm child = child(address(), "hold")) {
            assertThat(child.hear()).isEqualTo("held");
            assertThatThrownBy(() -> store.withLock("a", SHORT, () -> 1)).isInstanceOf(IOException.class);
            child.kill();
            assertThat(store.<Integer>withLock("a", LONG, () -> 2)).isEqualTo(2);
        }
    }
}
