package dev.mcpoauth.server.store.jdbc;

/** How often something is killed: a few times in a build, {@code -Dmcpoauth.crash.rounds=100} for longer. */
final class CrashRounds {
    static final int COUNT = Integer.getInteger("mcpoauth.crash.rounds", 3);

    private CrashRounds() {}

    static void print(String what, CrashLedger ledger) {
        System.out.printf(
                "%s: %d kills, %d transitions checked, %d more in flight at a kill%n",
                what, COUNT, ledger.told(), ledger.inFlight());
    }
}
