package dev.mcpoauth.example.benchmarks;

import java.util.Arrays;

/** {@code java -jar benchmarks.jar [JMH options]} runs the JMH benchmarks. */
public final class Main {
    private Main() {}

    /** Hands over to JMH. */
    public static void main(String[] args) throws Exception {
        org.openjdk.jmh.Main.main(Arrays.copyOf(args, args.length));
    }
}
