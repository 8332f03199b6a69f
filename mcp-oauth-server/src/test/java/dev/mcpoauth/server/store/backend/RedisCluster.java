package dev.mcpoauth.server.store.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Redis Cluster of three primaries, each with a third of the slots. */
public final class RedisCluster implements AutoCloseable {
    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16_384;

    private final List<RedisServer> servers;

    private RedisCluster(List<RedisServer> servers) {
        this.servers = List.copyOf(servers);
    }

    /** Runs one; the test that calls it is skipped where Redis is not installed. */
    public static RedisCluster run() {
        List<RedisServer> servers = new ArrayList<>();
        List<Integer> busPorts = new ArrayList<>();
        for (int i = 0; i < PRIMARIES; i++) {
            // By default the bus has a port 10000 higher, which may not exist.
            int busPort = freePort();
            busPorts.add(busPort);
            servers.add(RedisServer.run(
                    "--cluster-enabled", "yes", "--cluster-port", String.valueOf(busPort), "--appendonly", "no"));
        }
        var cluster = new RedisCluster(servers);
        cluster.join(busPorts);
        return cluster;
    }

    private static int freePort() {
        try {
            return LocalServer.freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void join(List<Integer> busPorts) {
        for (int i = 0; i < servers.size(); i++) {
            RedisServer server = servers.get(i);
            int first = i * SLOTS / PRIMARIES;
            int last = (i + 1) * SLOTS / PRIMARIES - 1;
            requireOk(server.ask("CLUSTER ADDSLOTSRANGE " + first + " " + last));
            requireOk(server.ask("CLUSTER SET-CONFIG-EPOCH " + (i + 1)));
        }
        for (int i = 1; i < servers.size(); i++) {
            requireOk(servers.get(0)
                    .ask("CLUSTER MEET " + LocalServer.host() + " "
                            + servers.get(i).port() + " " + busPorts.get(i)));
        }
        Awaitility.await("a cluster")
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> servers.stream().allMatch(RedisCluster::seesAll));
    }

    /** A key of each third can be asked for, or is said to be elsewhere. */
    private static boolean seesAll(RedisServer server) {
        return List.of("a", "b", "c", "d", "e", "f").stream()
                .map(key -> server.ask("GET " + key))
                .allMatch(answer -> answer.startsWith("$") || answer.startsWith("-MOVED"));
    }

    private static void requireOk(String answer) {
        if (!answer.equals("+OK")) {
            throw new IllegalStateException(answer);
        }
    }

    /** The ports of its servers. */
    public List<Integer> ports() {
        return servers.stream().map(RedisServer::port).toList();
    }

    /** One of its servers. */
    public RedisServer server(int number) {
        return servers.get(number);
    }

    @Override
    public void close() {
        servers.forEach(RedisServer::close);
    }
}
