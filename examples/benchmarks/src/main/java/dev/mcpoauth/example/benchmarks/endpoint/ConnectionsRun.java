package dev.mcpoauth.example.benchmarks.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what single requests ask of the backends of stores: {@code connections [STORE...]}, of all by default. Prints a table as Markdown: counts, no times.
 */
public final class ConnectionsRun {
    private static final int WARM_UP = 3;
    private static final int REQUESTS = 20;
    /** A check between others answers is not validated anew by the pool, which would be a round trip of its own. */
    private static final String POOL_TRUSTS_MILLIS = "com.zaxxer.hikari.aliveBypassWindowMs";

    private ConnectionsRun() {}

    /** Counts on the stores that the arguments name. */
    public static void main(String[] args) throws Exception {
        System.setProperty(
                POOL_TRUSTS_MILLIS, String.valueOf(Duration.ofHours(1).toMillis()));
        List<String> names = args.length == 0 ? CountedStore.NAMES : Arrays.asList(args);
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String name : names) {
            try (CountedStore counted = CountedStore.open(name);
                    Subject subject = new Subject(counted.store())) {
                for (Map.Entry<String, Step> request : requests(subject).entrySet()) {
                    rows.computeIfAbsent(request.getKey(), first -> new ArrayList<>())
                            .add(count(request.getValue(), counted));
                }
            }
        }
        System.out.println("| | " + String.join(" | ", names) + " |");
        System.out.println("| --- |" + " ---: |".repeat(names.size()));
        rows.forEach((request, cells) -> System.out.println("| " + request + " | " + String.join(" | ", cells) + " |"));
        System.exit(0); // the pools of the server are no daemons
    }

    private static Map<String, Step> requests(Subject subject) throws Exception {
        Traffic traffic = new Traffic(subject);
        Map<String, Step> requests = new LinkedHashMap<>();
        requests.put("client credentials", traffic.clientCredentials(subject.opaque()));
        requests.put("code and PKCE", traffic.exchange(subject.opaque()));
        requests.put("refresh", traffic.refresh(subject.opaque()));
        requests.put("bearer, opaque", traffic.bearer(subject.door(), subject.opaque(), REQUESTS));
        requests.put("introspection", traffic.introspection());
        requests.put("registration", traffic.registration());
        return requests;
    }

    /** Of requests after the first ones, which also note that a client is in use. */
    private static String count(Step request, CountedStore backend) throws Exception {
        for (int i = 0; i < WARM_UP; i++) request.run((count, part) -> part.run());
        Counters counters = new Counters(backend.counted());
        for (int i = 0; i < REQUESTS; i++) request.run(counters);
        return counters.toString();
    }
}
