package dev.mcpoauth.example.benchmarks.load;

import java.io.IOException;

/**
 * One kind of request, repeated.
 *
 * @param name what the table calls it
 * @param start gives each connection its own sequence of requests
 */
record Workload(String name, Start start) {

    /** Prepares the sequence of one connection. */
    @FunctionalInterface
    interface Start {
        Step begin(RawConnection connection) throws IOException;
    }

    /** Sends the next request of the sequence and fails unless the answer is the right one. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** The same request each time, answered 200 with a body that contains a text. */
    static Workload repeating(String name, byte[] request, String expected) {
        return new Workload(name, connection -> () -> {
            RawConnection.Answer answer = connection.exchange(request);
            if (answer.status() != 200 || !answer.body().contains(expected)) {
                throw new IOException(name + " answered " + answer.status() + ": " + answer.body());
            }
        });
    }
}
