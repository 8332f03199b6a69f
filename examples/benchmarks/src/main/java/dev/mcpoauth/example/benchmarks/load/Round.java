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
 * @param ownCpu what this process used
 */
record Round(long requests, Duration elapsed, Duration serverCpu, Duration ownCpu) {

    /** Runs a workload over several connections for a while, or until its sequences end. */
    static Round run(Workload workload, int port, ProcessHandle server, int connections, Duration length)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        List<RawConnection> open = new ArrayList<>();
        try {
            List<Callable<Workload.Step>> beginnings = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                RawConnection connection = new RawConnection(port);
                open.add(connection);
                beginnings.add(() -> workload.begin(connection));
            }
            List<Workload.Step> steps = all(threads, beginnings);
            Duration serverBefore = cpu(server);
            Duration ownBefore = cpu(ProcessHandle.current());
            long begun = System.nanoTime();
            long end = begun + length.toNanos();
            long requests = 0;
            for (long each :
                    all(threads, steps.stream().map(step -> drive(step, end)).toList())) requests += each;
            return new Round(
                    requests,
                    Duration.ofNanos(System.nanoTime() - begun),
                    cpu(server).minus(serverBefore),
                    cpu(ProcessHandle.current()).minus(ownBefore));
        } finally {
            threads.shutdownNow();
            for (RawConnection connection : open) connection.close();
        }
    }

    private static Callable<Long> drive(Workload.Step step, long end) {
        return () -> {
            long requests = 0;
            while (System.nanoTime() < end && step.run()) requests++;
            return requests;
        };
    }

    private static <T> List<T> all(ExecutorService threads, List<Callable<T>> tasks)
            throws IOException, InterruptedException {
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> result : threads.invokeAll(tasks)) results.add(result.get());
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        return results;
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
