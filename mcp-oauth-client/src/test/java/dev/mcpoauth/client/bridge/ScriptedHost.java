package dev.mcpoauth.client.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.json.Json;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A host at the other end of a bridge's streams, one line at a time. Every line that it reads must be a message. */
final class ScriptedHost implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Bridge bridge;
    private final OutputStream toBridge;
    private final Thread running;
    private final BlockingQueue<Json> received = new LinkedBlockingQueue<>();
    private final List<Json> skipped = new CopyOnWriteArrayList<>();

    ScriptedHost(Bridge.Builder builder) throws IOException {
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        toBridge = Channels.newOutputStream(in.sink());
        bridge = builder.build(Channels.newInputStream(in.source()), Channels.newOutputStream(out.sink()));
        Thread reading = new Thread(() -> read(out), "host-reads");
        reading.setDaemon(true);
        reading.start();
        running = new Thread(this::run, "bridge-under-test");
        running.setDaemon(true);
        running.start();
    }

    private void run() {
        try (bridge) {
            bridge.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Pipe out) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(out.source()), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                received.add(Json.parse(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void line(String text) {
        try {
            toBridge.write((text + "\n").getBytes(StandardCharsets.UTF_8));
            toBridge.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void request(Object id, String method, Json params) {
        Json.Builder message =
                Json.object().put("jsonrpc", "2.0").put("id", Json.from(id)).put("method", method);
        line((params.isNull() ? message : message.put("params", params)).build().toString());
    }

    void notification(String method, Json params) {
        Json.Builder message = Json.object().put("jsonrpc", "2.0").put("method", method);
        line((params.isNull() ? message : message.put("params", params)).build().toString());
    }

    void respond(Json request, Json result) {
        line(Json.object()
                .put("jsonrpc", "2.0")
                .put("id", request.get("id").orElseThrow())
                .put("result", result)
                .build()
                .toString());
    }

    /** The first message not yet taken that is like this; the others stay. */
    Json await(Predicate<Json> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<Json> before = skipped.stream().filter(wanted).findFirst();
        if (before.isPresent()) {
            skipped.remove(before.get());
            return before.get();
        }
        while (true) {
            Json next = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(next).as("the awaited message; others were %s", skipped).isNotNull();
            if (wanted.test(next)) {
                return next;
            }
            skipped.add(next);
        }
    }

    /** The answer to a request, success or not. */
    Json answer(Object id) throws InterruptedException {
        Json wanted = Json.from(id);
        return await(message -> !message.has("method") && message.get("id").equals(Optional.of(wanted)));
    }

    Json result(Object id) throws InterruptedException {
        Json answer = answer(id);
        assertThat(answer.has("result")).as("%s", answer).isTrue();
        return answer.get("result").orElseThrow();
    }

    /** The reason id of an error answer. */
    String refusal(Object id) throws InterruptedException {
        Json answer = answer(id);
        return answer.at("error", "data", "reason").flatMap(Json::asString).orElse("none: " + answer);
    }

    Json named(String method) throws InterruptedException {
        return await(message -> message.string("method").equals(Optional.of(method)));
    }

    boolean hasReceived(String method) {
        skipped.addAll(drain());
        return skipped.stream().anyMatch(message -> message.string("method").equals(Optional.of(method)));
    }

    private List<Json> drain() {
        List<Json> drained = new ArrayList<>();
        received.drainTo(drained);
        return drained;
    }

    /** Signs on as a host of the session era that can do everything. */
    Json initialize() throws InterruptedException {
        request(
                0,
                "initialize",
                Json.object()
                        .put("protocolVersion", "2025-06-18")
                        .put("capabilities", Json.parse("{\"elicitation\":{},\"sampling\":{},\"roots\":{}}"))
                        .put("clientInfo", Json.parse("{\"name\":\"host\",\"version\":\"1\"}"))
                        .build());
        Json result = result(0);
        notification("notifications/initialized", Json.NULL);
        return result;
    }

    /** Parameters of the stateless era. */
    static Json stamped(Json params) {
        Json meta = Json.object()
                .put(MetaKeys.PROTOCOL_VERSION, "2026-07-28")
                .put(MetaKeys.CLIENT_INFO, Json.parse("{\"name\":\"host\",\"version\":\"1\"}"))
                .put(
                        MetaKeys.CLIENT_CAPABILITIES,
                        Json.parse("{\"elicitation\":{\"form\":{}},\"sampling\":{},\"roots\":{}}"))
                .putAll(params.get(MetaKeys.META).orElse(Json.EMPTY_OBJECT))
                .build();
        return params.with(MetaKeys.META, meta);
    }

    static Json call(String tool, String arguments) {
        return Json.object()
                .put("name", tool)
                .put("arguments", Json.parse(arguments))
                .build();
    }

    /** Closes the bridge's input and waits for its end. */
    void hangUp() throws IOException, InterruptedException {
        toBridge.close();
        running.join(PATIENCE.toMillis());
        assertThat(running.isAlive()).isFalse();
    }

    @Override
    public void close() throws IOException {
        toBridge.close();
        bridge.close();
    }
}
