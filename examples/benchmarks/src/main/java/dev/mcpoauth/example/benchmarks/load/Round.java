package dev.mcpoauth.example.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One measured stretch of one workload.
 *
 * @param requests answered
 * @param elapsed wall time
 * @param serverCpu what the server's process used meanwhile
 */
record Round(long requests, Duration elapsed, Duration serverCpu) {

    double perSecond() {
        return requests * 1e9 / elapsed.toNanos();
    }

    double cpuMicros() {
        return serverCpu.toNanos() / 1e3 / requests;
    }

    /** Runs a workload over several connections for a while. */
    static Round run(Workload workload, int port, ProcessHandle server, int connections, Duration length)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            Duration cpuBefore = cpu(server);
            long begun = System.nanoTime();
            long end = begun + length.toNanos();
            List<Callable<Long>> drivers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                drivers.add(() -> drive(workload, port, end));
            }
            long requests = 0;
            for (Future<Long> driver : threads.invokeAll(drivers)) {
                requests += driver.get();
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
            return new Round(requests, elapsed, cpu(server).minus(cpuBefore));
        } catch (ExecutionException e) {
            throw new IOException(workload.name() + " failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static long drive(Workload workload, int port, long end) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            Workload.Step step = workload.start().begin(connection);
            long requests = 0;
            while (System.nanoTime() < end) {
                step.run();
                requests++;
            }
            return requests;
        }
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
