package dev.mcpoauth.client.store.contract;

import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.testing.ChildJvm;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;

/** What another process does with the store. */
final class ContractChild {
    static final int ROUNDS = 25;

    private final CredentialStore store;

    private ContractChild(CredentialStore store) {
        this.store = store;
    }

    public static void main(String[] arguments) throws Exception {
        Class<? extends StoreOpener> opener = Class.forName(arguments[0]).asSubclass(StoreOpener.class);
        new ContractChild(new StoreAddress(opener, arguments[1]).open()).run(arguments[2]);
    }

    private void run(String task) throws IOException, InterruptedException {
        switch (task) {
            case "count" -> count();
            case "exclude" -> exclude();
            case "hold" -> hold();
            case "try" -> attempt();
            default -> throw new IllegalArgumentException(task);
        }
    }

    private void count() throws IOException {
        start();
        for (int i = 0; i < ROUNDS; i++) {
            StoreTests.increment(store, "count");
        }
    }

    private static void start() {
        ChildJvm.tell("ready");
        ChildJvm.await();
    }

    /** Without the lock, processes would see each other inside, and increments that do not compare would get lost. */
    private void exclude() throws IOException, InterruptedException {
        start();
        for (int i = 0; i < ROUNDS; i++) {
            store.withLock("a", StoreTests.LONG, () -> {
                put("inside", JsonObject.EMPTY, StoreTests.ONE);
                JsonObject before = store.load("entered");
                long next = before.integer("n").orElse(0L) + 1;
                put("entered", before, JsonObject.builder().put("n", next).build());
                put("inside", StoreTests.ONE, JsonObject.EMPTY);
                return store;
            });
        }
    }

    private void put(String key, JsonObject expected, JsonObject next) throws IOException {
        if (!store.compareAndSet(key, expected, next)) {
            throw new IllegalStateException("somebody else is inside");
        }
    }

    private void hold() throws IOException, InterruptedException {
        store.withLock("a", StoreTests.LONG, () -> {
            ChildJvm.tell("held");
            ChildJvm.await();
            return store;
        });
    }

    private void attempt() throws InterruptedException {
        try {
            store.withLock("a", StoreTests.SHORT, () -> store);
            ChildJvm.tell("entered");
        } catch (IOException e) {
            ChildJvm.tell("locked");
        }
    }
}
