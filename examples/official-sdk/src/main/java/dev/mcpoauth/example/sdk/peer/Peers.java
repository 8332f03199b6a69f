package dev.mcpoauth.example.sdk.peer;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.stdio.StdioTransport;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A peer as a program, for the table of peers and eras of {@code .ci/peers}.
 *
 * <p>{@code Peers our-client RUNS} and {@code Peers sdk-client RUNS} take a JSON array of runs: {@code name},
 * {@code version}, a {@code url} or a {@code command}, for the SDK's client a {@code transport} ({@code streamable} or
 * {@code sse}), for ours perhaps the era that it {@code speaks}, else it finds out, and perhaps {@code without}, names of steps. They print a line of JSON for each step: {@code run},
 * {@code step}, and {@code failure} if there was one. {@code Peers sdk-server VERSION...} serves each revision on a port of
 * its own, prints the origins as one line of JSON, and runs until it is stopped; {@code Peers sdk-server-stdio} serves who
 * started it.
 */
public final class Peers {

    private Peers() {}

    /** Runs the peer. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        switch (words.isEmpty() ? "" : words.get(0)) {
            case "our-client" -> Json.parse(words.get(1)).elements().forEach(run -> print(run, ourClient(run)));
            case "sdk-client" -> Json.parse(words.get(1)).elements().forEach(run -> print(run, sdkClient(run)));
            case "sdk-server" -> serve(words.subList(1, words.size()));
            case "sdk-server-stdio" -> SdkServer.serveStdio();
            default ->
                throw new IllegalArgumentException("usage: our-client | sdk-client | sdk-server | sdk-server-stdio");
        }
        if (words.get(0).endsWith("client")) System.exit(0); // The SDK keeps threads.
    }

    private static Steps ourClient(Json run) {
        ProtocolVersion version =
                ProtocolVersion.parse(text(run, "version").orElseThrow()).orElseThrow();
        Optional<URI> url = text(run, "url").map(URI::create);
        Steps steps = url.isPresent()
                ? OurClient.over(http(url.get(), text(run, "speaks")), version, url.get())
                : OurClient.over(StdioTransport.running(texts(run, "command")).build(), version);
        return steps.without(texts(run, "without"));
    }

    private static ClientTransport http(URI url, Optional<String> era) {
        HttpTransport.Builder transport = HttpTransport.to(url);
        era.map(Era::valueOf).ifPresent(transport::era);
        return transport.build();
    }

    private static Steps sdkClient(Json run) {
        String version = text(run, "version").orElseThrow();
        Optional<URI> url = text(run, "url").map(URI::create);
        Steps steps = url.isPresent()
                ? sdkClient(url.get(), text(run, "transport").orElseThrow(), version)
                : SdkClient.stdio(texts(run, "command"), version);
        return steps.without(texts(run, "without"));
    }

    private static Steps sdkClient(URI url, String transport, String version) {
        return transport.equals("sse") ? SdkClient.sse(url) : SdkClient.streamable(url, version);
    }

    private static Optional<String> text(Json run, String member) {
        return run.string(member);
    }

    private static List<String> texts(Json run, String member) {
        return run.get(member).map(Json::elements).orElse(List.of()).stream()
                .flatMap(element -> element.asString().stream())
                .toList();
    }

    private static void print(Json run, Steps steps) {
        for (String step : steps.names()) {
            Json.Builder line =
                    Json.object().put("run", text(run, "name").orElseThrow()).put("step", step);
            try {
                steps.run(step);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception e) {
                line.put("failure", e.toString());
            }
            System.out.println(line.build());
        }
    }

    private static void serve(List<String> versions) throws Exception {
        Json.Builder origins = Json.object();
        for (String version : versions) {
            origins.put(version, SdkServer.start(0, version).mcp().resolve("/").toString());
        }
        System.out.println(origins.build());
    }
}
