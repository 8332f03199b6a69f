package dev.mcpoauth.example.benchmarks.load;

import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.util.List;

/** Requests that must be refused, one for each nine good ones, on a connection of their own since some of them end it. They are not counted. */
final class Hostile implements AutoCloseable {
    private static final int GOOD_FOR_ONE = 9;

    private final List<byte[]> requests;
    private final int port;
    private RawConnection connection;
    private int turn;

    private Hostile(List<byte[]> requests, int port) throws IOException {
        this.requests = requests;
        this.port = port;
        connection = new RawConnection(port);
    }

    /** The {@code body} is sent {@code times} over. */
    private static byte[] request(Json description) {
        return RawConnection.post(
                Workloads.text(description, "path"),
                Workloads.text(description, "headers"),
                Workloads.text(description, "body").repeat(Integer.parseInt(Workloads.text(description, "times"))));
    }

    static Workload among(Workload good, List<Json> descriptions) {
        List<byte[]> requests = descriptions.stream().map(Hostile::request).toList();
        return connection -> {
            Workload.Step step = good.begin(connection);
            Hostile hostile = new Hostile(requests, connection.port());
            connection.onClose(hostile::close);
            int[] count = {0};
            return () -> {
                if (++count[0] % GOOD_FOR_ONE == 0) hostile.send();
                return step.run();
            };
        };
    }

    private void send() throws IOException {
        RawConnection.Answer answer;
        try {
            answer = connection.exchange(requests.get(turn++ % requests.size()));
        } catch (IOException e) {
            // Ended before it was read whole, which is a refusal as well.
            reconnect();
            return;
        }
        if (answer.status() / 100 != 4) throw new IOException("a hostile request was answered " + answer);
        if (answer.last()) reconnect();
    }

    private void reconnect() throws IOException {
        connection.close();
        connection = new RawConnection(port);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
