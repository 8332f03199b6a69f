package dev.mcpoauth.example.benchmarks.endpoint;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures requests on one thread: {@code endpoints [STORE...]}, on every store by default. The first ratio compares the
 * CPU time with the same request in memory, the second one with a single ES256 signature on this JVM, which is the floor of
 * whatever issues a signed token.
 */
public final class EndpointsRun {
    private static final Duration LENGTH = Duration.ofSeconds(3);
    private static final int TOKENS = 1_000;

    private final Map<String, Double> inMemory = new LinkedHashMap<>();
    private double signature;

    private EndpointsRun() {}

    /** Runs on the stores that the arguments name. */
    public static void main(String[] args) throws Exception {
        List<String> names = args.length == 0 ? Stores.NAMES : Arrays.asList(args);
        EndpointsRun run = new EndpointsRun();
        System.out.printf(
                "%n%-10s %-32s %12s %10s %12s %12s%n",
                "store", "request", "per second", "CPU µs", "to memory", "to ES256");
        for (String name : names) {
            try (Subject subject = new Subject(Stores.open(name))) {
                run.measure(name, subject);
            }
        }
        System.exit(0);
    }

    private void measure(String store, Subject subject) throws Exception {
        Traffic traffic = new Traffic(subject);
        if (signature == 0) {
            byte[] claims = new byte[400];
            var signer = java.security.Signature.getInstance("SHA256withECDSAinP1363Format");
            var pair = java.security.KeyPairGenerator.getInstance("EC");
            pair.initialize(256);
            signer.initSign(pair.generateKeyPair().getPrivate());
            signature = print(
                    "-",
                    "one ES256 signature",
                    watch -> watch.time(1, () -> {
                        try {
                            signer.update(claims);
                            signer.sign();
                        } catch (java.security.SignatureException e) {
                            throw new IllegalStateException(e);
                        }
                    }));
        }
        print(store, "code exchange", traffic.exchange(subject.opaque()));
        print(store, "refresh", traffic.refresh(subject.opaque()));
        print(store, "client credentials", traffic.clientCredentials(subject.opaque()));
        print(store, "code exchange, JWT", traffic.exchange(subject.signed()));
        print(store, "refresh, JWT", traffic.refresh(subject.signed()));
        print(store, "client credentials, JWT", traffic.clientCredentials(subject.signed()));
        print(store, "introspection", traffic.introspection());
        print(store, "bearer, opaque", traffic.bearer(subject.door(), subject.opaque(), TOKENS));
        if (store.equals("memory")) {
            Duration longer = Duration.ofMinutes(5);
            print(
                    "-",
                    "bearer, JWT seen before",
                    traffic.bearer(subject.doorOfSigned(longer), subject.signed(), TOKENS));
            print(
                    "-",
                    "bearer, JWT first seen",
                    traffic.bearer(subject.doorOfSigned(Duration.ZERO), subject.signed(), 50));
        }
    }

    private double print(String store, String request, Step step) throws Exception {
        Measured result = Measured.of(step, LENGTH);
        double memory = inMemory.computeIfAbsent(request, first -> result.cpuMicros());
        System.out.printf(
                Locale.ROOT,
                "%-10s %-32s %12.0f %10.1f %12.2f %12.2f%n",
                store,
                request,
                result.perSecond(),
                result.cpuMicros(),
                result.cpuMicros() / memory,
                result.cpuMicros() / (signature == 0 ? result.cpuMicros() : signature));
        return result.cpuMicros();
    }
}
