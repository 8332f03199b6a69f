package dev.mcpoauth.example.benchmarks.load;

import java.io.IOException;

/** One kind of request, repeated on each of several connections. What it learns, such as rotated tokens, it keeps from round to round. */
@FunctionalInterface
interface Workload {
    /** Prepares the sequence of one connection, outside the time that counts. */
    Step begin(RawConnection connection) throws IOException;

    /** Sends the next request of the sequence. */
    @FunctionalInterface
    interface Step {
        /**
         * Fails unless the answer is the right one.
         *
         * @return false where the sequence had ended before, and nothing was sent
         */
        boolean run() throws IOException;
    }
}
