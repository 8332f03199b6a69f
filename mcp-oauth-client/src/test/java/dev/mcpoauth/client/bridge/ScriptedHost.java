package dev.mcpoauth.client.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
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
public final class ScriptedHost implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final OutputStream toBridge;
    private final Ending ending;
    private final BlockingQueue<Json> received = new LinkedBlockingQueue<>();
    private final List<Json> skipped = new CopyOnWriteArrayList<>();

    /** Whatever runs the bridge. */
    public interface Ending {
        /** Whether it ends by itself in this time. */
        boolean await(Duration patience) throws InterruptedException;

        void force() throws IOException;
    }

    /** At the streams of a bridge that runs somewhere. */
    public ScriptedHost(OutputStream toBridge, InputStream fromBridge, Ending ending) {
        this.toBridge = toBridge;
        this.ending = ending;
        Thread reading = new Thread(() -> read(fromBridge), "host-reads");
        reading.setDaemon(true);
        reading.start();
    }

    /** Of a bridge that runs in this process. */
    static ScriptedHost of(Bridge.Builder builder) throws IOException {
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        Bridge bridge = builder.build(Channels.newInputStream(in.source()), Channels.newOutputStream(out.sink()));
        Thread running = new Thread(() -> run(bridge), "bridge-under-test");
        running.setDaemon(true);
        running.start();
        return new ScriptedHost(
                Channels.newOutputStream(in.sink()), Channels.newInputStream(out.source()), new Ending() {
                    @Override
                    public boolean await(Duration patience) throws InterruptedException {
                        running.join(patience.toMillis());
                        return !running.isAlive();
                    }

                    @Override
                    public void force() {
                        bridge.close();
                    }
                });
    }

    private static void run(Bridge bridge) {
        try (bridge) {
            bridge.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(InputStream fromBridge) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(fromBridge, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                received.add(Json.parse(line));
            }
        } catch (IOException | JsonException e) {
            received.add(Json.of("The bridge wrote what is no message: " + e));
        }
    }

    public void line(String text) {
        bytes((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public void bytes(byte... bytes) {
        try {
            toBridge.write(bytes);
            toBridge.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void request(Object id, String method, Json params) {
        Json.Builder message =
                Json.object().put("jsonrpc", "2.0").put("id", Json.from(id)).put("method", method);
        line((params.isNull() ? message : message.put("params", params)).build().toString());
    }

    public void notification(String method, Json params) {
        Json.Builder message = Json.object().put("jsonrpc", "2.0").put("method", method);
        line((params.isNull() ? message : message.put("params", params)).build().toString());
    }

    public void respond(Json request, Json result) {
        line(Json.object()
                .put("jsonrpc", "2.0")
                .put("id", request.get("id").orElseThrow())
                .put("result", result)
                .build()
                .toString());
    }

    /** The first message not yet taken that is like this; the others stay. */
    public Json await(Predicate<Json> wanted) throws InterruptedException {
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
    public Json answer(Object id) throws InterruptedException {
        Json wanted = Json.from(id);
        return await(message -> !message.has("method") && message.get("id").equals(Optional.of(wanted)));
    }

    public Json result(Object id) throws InterruptedException {
        Json answer = answer(id);
        assertThat(answer.has("result")).as("%s", answer).isTrue();
        return answer.get("result").orElseThrow();
    }

    /** The reason id of an error answer. */
    public String refusal(Object id) throws InterruptedException {
        Json answer = answer(id);
        return answer.at("error", "data", "reason").flatMap(Json::asString).orElse("none: " + answer);
    }

    public Json named(String method) throws InterruptedException {
        return await(message -> message.string("method").equals(Optional.of(method)));
    }

    /** What has come and was not taken. */
    public List<Json> rest() {
        skipped.addAll(drain());
        return List.copyOf(skipped);
    }

    public boolean hasReceived(String method) {
        skipped.addAll(drain());
        return skipped.stream().anyMatch(message -> message.string("method").equals(Optional.of(method)));
    }

    private List<Json> drain() {
        List<Json> drained = new ArrayList<>();
        received.drainTo(drained);
        return drained;
    }

    /** Signs on as a host of the session era that can do everything. */
    public Json initialize() throws InterruptedException {
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
    public static Json stamped(Json params) {
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

    public static Json call(String tool, String arguments) {
        return Json.object()
                .put("name", tool)
                .put("arguments", Json.parse(arguments))
                .build();
    }

    /** Closes the bridge's input and waits for its end. */
    public void hangUp() throws IOException, InterruptedException {
        toBridge.close();
        assertThat(ending.await(Duration.ofSeconds(5))).as("ended in time").isTrue();
    }

    @Override
    public void close() throws IOException {
        toBridge.close();
        ending.force();
    }
}
