package dev.mcpoauth.server.store.redis;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes scripts on, and lets something happen at a chosen one. */
final class FaultyEval implements RedisEval {
    private final RedisEval real;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile int chosen = -1;
    private volatile Interruption before = () -> {};
    private volatile Interruption after = () -> {};

    FaultyEval(RedisEval real) {
        this.real = real;
    }

    /** What happens before or after a script ran. */
    @FunctionalInterface
    interface Interruption {
        void happen() throws Exception;
    }

    /** Before the script that follows the next {@code scripts}, this happens once. */
    void interruptBefore(int scripts, Interruption what) {
        choose(scripts, what, () -> {});
    }

    /** The script that follows the next {@code scripts} does not reach Redis. */
    void failBefore(int scripts) {
        choose(scripts, FaultyEval::breakDown, () -> {});
    }

    /** The script that follows the next {@code scripts} runs, and its answer is lost. */
    void loseAnswerAfter(int scripts) {
        choose(scripts, () -> {}, FaultyEval::breakDown);
    }

    private void choose(int scripts, Interruption doBefore, Interruption doAfter) {
        before = doBefore;
        after = doAfter;
        chosen = calls.get() + scripts;
    }

    private static void breakDown() throws IOException {
        throw new IOException("the connection broke");
    }

    /** Whether the chosen script was run or refused. */
    boolean wasInterrupted() {
        return calls.get() > chosen;
    }

    /** How many scripts there were so far. */
    int calls() {
        return calls.get();
    }

    @Override
    public Object eval(byte[] script, List<byte[]> keys, List<byte[]> arguments) throws Exception {
        boolean isChosen = calls.getAndIncrement() == chosen;
        if (isChosen) {
            before.happen();
        }
        Object reply = real.eval(script, keys, arguments);
        if (isChosen) {
            after.happen();
        }
        return reply;
    }
}
