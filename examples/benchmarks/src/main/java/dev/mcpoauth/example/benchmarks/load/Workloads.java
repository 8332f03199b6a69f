package dev.mcpoauth.example.benchmarks.load;

import dev.mcpoauth.example.benchmarks.load.RawConnection.Answer;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The workloads, as the one who asks for them describes them: {@code path}, {@code headers} and {@code body} of the request, and {@code kind}. */
final class Workloads {
    private Workloads() {}

    static Workload of(Json description) {
        Workload good = switch (text(description, "kind")) {
            case "same" -> same(description);
            case "refresh" -> refresh(description);
            case "code" -> code(description);
            default -> throw new IllegalArgumentException("no such kind of workload: " + description);
        };
        return description
                .get("hostile")
                .map(requests -> Hostile.among(good, requests.elements()))
                .orElse(good);
    }

    static String text(Json description, String member) {
        return description.string(member).orElseThrow(() -> new IllegalArgumentException(member + " is missing"));
    }

    /** The same request each time, answered 200 with a body that contains the text {@code expected}. */
    private static Workload same(Json description) {
        byte[] request =
                RawConnection.post(text(description, "path"), text(description, "headers"), text(description, "body"));
        String expected = text(description, "expected");
        return connection -> () -> {
            Answer answer = connection.exchange(request);
            if (answer.status() != 200 || !answer.body().contains(expected)) throw wrong(answer);
            return true;
        };
    }

    /** The {@code body} with {@code {token}} replaced by one of the {@code tokens}, each being replaced by the one that came for it. */
    private static Workload refresh(Json description) {
        Queue<String> idle =
                new ConcurrentLinkedQueue<>(description.get("tokens").orElse(Json.array()).elements().stream()
                        .flatMap(token -> token.asString().stream())
                        .toList());
        return connection -> {
            String[] token = {idle.remove()};
            connection.onClose(() -> idle.add(token[0]));
            return () -> {
                token[0] = member(redeemed(connection, description, "{token}", token[0]), "refresh_token");
                return true;
            };
        };
    }

    /** The {@code body} with {@code {code}} replaced by codes, gathered before with GETs of {@code authorize} with the {@code cookie}. */
    private static Workload code(Json description) {
        byte[] authorize =
                RawConnection.get(text(description, "authorize"), "Cookie: " + text(description, "cookie") + "\r\n");
        int most = Integer.parseInt(text(description, "codes"));
        return connection -> {
            Queue<String> codes = new ArrayDeque<>();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
            while (codes.size() < most && System.nanoTime() < end) codes.add(codeIn(connection.exchange(authorize)));
            return () -> !codes.isEmpty()
                    && redeemed(connection, description, "{code}", codes.remove())
                                    .status()
                            == 200;
        };
    }

    private static String codeIn(Answer answer) throws IOException {
        if (answer.location().isEmpty()) throw wrong(answer);
        return Arrays.stream(URI.create(answer.location()).getRawQuery().split("&"))
                .filter(pair -> pair.startsWith("code="))
                .findFirst()
                .orElseThrow(() -> wrong(answer))
                .substring("code=".length());
    }

    private static Answer redeemed(RawConnection connection, Json description, String mark, String secret)
            throws IOException {
        Answer answer = connection.exchange(RawConnection.post(
                text(description, "path"),
                text(description, "headers"),
                text(description, "body").replace(mark, secret)));
        if (answer.status() != 200) throw wrong(answer);
        return answer;
    }

    private static String member(Answer answer, String name) {
        return text(Json.parse(answer.body()), name);
    }

    private static IOException wrong(Answer answer) {
        return new IOException("answered " + answer);
    }
}
