package dev.mcpoauth.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@Timeout(30)
class BlockingThreadsTest {

    private final ExecutorService executor = BlockingThreads.newExecutor("test-");

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void areVirtualWhereTheMachineHasThem() throws Exception {
        Callable<Object> kind = () -> Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
        assertThat(executor.submit(kind).get()).isEqualTo(true);
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void areNamedDaemonsElsewhere() throws Exception {
        Callable<Thread> own = Thread::currentThread;
        Thread thread = executor.submit(own).get();
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).startsWith("test-");
    }

    @Test
    void blockWithoutHoldingUpOneAnother() throws Exception {
        CountDownLatch all = new CountDownLatch(4);
        List<Future<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tasks.add(executor.submit(() -> {
                all.countDown();
                all.await();
                return null;
            }));
        }
        for (Future<?> task : tasks) task.get();
    }
}
