package dev.mcpoauth.example.benchmarks.store;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RotateOutcome;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The calls that requests wait for, each on a family of its own thread, so that they meet in the backend only. */
final class Verbs {
    private final OAuthStore store;
    private final Population population;
    private final int families;
    private final int[] generations;
    private final AtomicInteger codes = new AtomicInteger();

    /**
     * Calls of one store.
     *
     * @param families how many of the population are there
     * @param generations of all their refresh tokens; kept up to date
     */
    Verbs(OAuthStore store, Population population, int families, int[] generations) {
        this.store = store;
        this.population = population;
        this.families = families;
        this.generations = generations;
    }

    /** Looks up the access token of any family. */
    Timing.Step findAccess(int thread) {
        var random = new SplittableRandom(thread);
        return () -> {
            TokenHash token = Population.hash("access", random.nextInt(families), 1);
            long begun = System.nanoTime();
            boolean found = store.tokens().findAccess(token).isPresent();
            long took = System.nanoTime() - begun;
            Population.require(found, "no access token");
            return took;
        };
    }

    /** Rotates the refresh token of any family of the thread. */
    Timing.Step rotate(int thread, int threads) {
        int[] own = Population.share(families, thread, threads);
        var random = new SplittableRandom(thread);
        return () -> {
            int family = own[random.nextInt(own.length)];
            int generation = generations[family];
            RefreshRecord presented = population.refresh(family, generation);
            var command = population.rotation(family, generation);
            long begun = System.nanoTime();
            RotateOutcome outcome = store.tokens().rotate(presented.hash(), command);
            long took = System.nanoTime() - begun;
            Population.require(outcome instanceof RotateOutcome.Rotated, "rotation: " + outcome);
            generations[family] = generation + 1;
            return took;
        };
    }

    /** Redeems a code that was issued for this. */
    Timing.Step redeem() {
        return () -> {
            int number = codes.incrementAndGet();
            String grantId = "code-" + number + "-" + System.nanoTime();
            store.grants().create(population.grant(grantId));
            TokenHash hash = Population.hash(grantId, number, 0);
            String client = "client-" + grantId;
            store.codes()
                    .issue(CodeRecord.issued(
                            hash,
                            grantId,
                            client,
                            population.now(),
                            population.now().plusSeconds(60),
                            population.payload()));
            var command = new RedeemCommand(client, grantId, first(grantId), population.window(), population.now());
            long begun = System.nanoTime();
            RedeemOutcome outcome = store.codes().redeem(hash, command);
            long took = System.nanoTime() - begun;
            Population.require(outcome instanceof RedeemOutcome.Redeemed, "redemption: " + outcome);
            return took;
        };
    }

    private IssuedTokens first(String grantId) {
        var access = population.access(0, 1);
        var refresh = population.refresh(0, 1);
        String client = "client-" + grantId;
        return IssuedTokens.none()
                .with(new AccessRecord(
                        Population.hash(grantId, 1, 1),
                        grantId,
                        client,
                        access.createdAt(),
                        access.expiresAt(),
                        access.payload()))
                .with(new RefreshRecord(
                        Population.hash(grantId, 2, 1),
                        grantId,
                        client,
                        1,
                        refresh.createdAt(),
                        refresh.expiresAt(),
                        refresh.payload()));
    }
}
