package dev.mcpoauth.example.benchmarks;

import dev.mcpoauth.example.benchmarks.endpoint.ConnectionsRun;
import dev.mcpoauth.example.benchmarks.endpoint.EndpointsRun;
import dev.mcpoauth.example.benchmarks.load.LoadRun;
import dev.mcpoauth.example.benchmarks.store.StoresRun;
import dev.mcpoauth.example.benchmarks.stream.StreamsRun;
import java.util.Arrays;

/**
 * {@code java -jar benchmarks.jar [JMH options]} runs the JMH benchmarks, {@code java -jar benchmarks.jar load} is the load
 * generator of {@code peers/run.mjs}, the same with {@code stores} compares the stores, with {@code streams} holds many streams of one server, with {@code endpoints}
 * measures single requests, with {@code connections} counts what they ask of databases.
 */
public final class Main {
    private Main() {}

    /** Runs what the first argument names. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("load")) {
            LoadRun.main(Arrays.copyOfRange(args, 1, args.length));
        } else if (args.length > 0 && args[0].equals("stores")) {
            StoresRun.main(Arrays.copyOfRange(args, 1, args.length));
        } else if (args.length > 0 && args[0].equals("streams")) {
            StreamsRun.main(Arrays.copyOfRange(args, 1, args.length));
        } else if (args.length > 0 && args[0].equals("endpoints")) {
            EndpointsRun.main(Arrays.copyOfRange(args, 1, args.length));
        } else if (args.length > 0 && args[0].equals("connections")) {
            ConnectionsRun.main(Arrays.copyOfRange(args, 1, args.length));
        } else {
            org.openjdk.jmh.Main.main(args);
        }
    }
}
