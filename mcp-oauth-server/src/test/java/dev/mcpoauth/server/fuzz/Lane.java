package dev.mcpoauth.server.fuzz;

import dev.mcpoauth.core.store.OAuthStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** One server and whoever torments it; the same seed does the same again. */
final class Lane {
    private static final int PURGED_EVERY = 200;

    private final String name;
    private final Target target;
    private final Edge edge;
    private final SplittableRandom random;
    private final Harvest harvest;
    private final Traffic traffic;
    private final Mutations mutations;
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private long sent;

    Lane(String name, long seed, OAuthStore store, boolean tolerant) {
        this.name = name + ", seed " + seed;
        this.random = new SplittableRandom(seed);
        Loot loot = new Loot(random.split());
        this.target = new Target(store, random.split(), loot, tolerant);
        this.edge = target.edge();
        this.harvest = new Harvest(loot);
        this.traffic = new Traffic(random.split(), loot, harvest, target);
        this.mutations = new Mutations(random.split(), loot);
    }

    Target target() {
        return target;
    }

    void run(long requests) throws Exception {
        run(requests, edge);
    }

    /** Sends more requests, through this edge of the server. */
    void run(long requests, Edge through) throws Exception {
        for (long i = 0; i < requests; i++) {
            step(through);
        }
    }

    private void step(Edge through) throws Exception {
        target.tick();
        Sent request = request();
        Answer answer = answered(through, request);
        sent++;
        statuses.merge(answer.status(), 1, Integer::sum);
        harvest.take(answer, traffic.client);
        List<String> problems =
                Verdict.isOfTheContainer(answer, through) ? List.of() : Verdict.of(request, answer, harvest.redirects);
        if (!problems.isEmpty() || !target.defect.isEmpty()) {
            throw failure(problems + " " + target.defect, request, answer);
        }
        if (sent % PURGED_EVERY == 0) {
            target.server.purge(1000);
        }
    }

    private Answer answered(Edge through, Sent request) throws Exception {
        try {
            return through.send(request);
        } catch (RuntimeException thrown) {
            throw new AssertionError(name + ", request " + sent + " made the edge throw:\n" + request, thrown);
        }
    }

    private AssertionError failure(String what, Sent request, Answer answer) {
        return new AssertionError(name + ", request " + sent + ": " + what + "\n" + request + "\nwas answered with "
                + answer.status() + " " + answer.headers() + "\n" + answer.text());
    }

    private Sent request() {
        Draft draft = traffic.next();
        if (random.nextInt(10) < (traffic.pursued ? 8 : 2)) {
            return draft.encode();
        }
        int changes = 1 + random.nextInt(random.nextInt(4) + 1);
        for (int i = 0; i < changes; i++) {
            mutations.change(draft);
        }
        return random.nextInt(12) == 0 ? mutations.spoil(draft.encode()) : draft.encode();
    }

    /** How often each status was the answer: without good ones nothing deep was reached. */
    @Override
    public String toString() {
        return name + ": " + sent + " requests, answers by status " + statuses + ", " + target.reasons.size()
                + " reasons: " + new TreeMap<>(target.reasons);
    }

    /** The reasons of all decisions. */
    Set<String> reasons() {
        return target.reasons.keySet();
    }
}
