package dev.mcpoauth.example.benchmarks;

import dev.mcpoauth.example.benchmarks.load.LoadRun;
import java.util.Arrays;

/**
 * {@code java -jar benchmarks.jar [JMH options]} runs the JMH benchmarks, {@code java -jar benchmarks.jar load} the load
 * run on a whole server.
 */
public final class Main {
    private Main() {}

    /** Runs one or the other. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("load")) {
            LoadRun.main(Arrays.copyOfRange(args, 1, args.length));
        } else {
            org.openjdk.jmh.Main.main(args);
        }
    }
}
