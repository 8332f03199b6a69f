package dev.mcpoauth.example.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.client.login.Browser;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Alice at a browser without script: signs in, consents, and remembers which scopes she was asked for. */
final class Person implements Browser {

    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final Pattern ACTION = Pattern.compile("<form method=\"post\" action=\"([^\"]+)\"");
    private static final Pattern SCOPE = Pattern.compile("notes:[a-z]+");

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(Redirect.ALWAYS)
            .build();
    private final List<String> scopesAsked = new CopyOnWriteArrayList<>();

    List<String> scopesAsked() {
        return List.copyOf(scopesAsked);
    }

    /** Returns at once, as a browser that is started does. */
    @Override
    public boolean open(URI authorization) {
        CompletableFuture<Void> visit = CompletableFuture.runAsync(() -> approve(authorization));
        return !visit.isCompletedExceptionally();
    }

    private void approve(URI authorization) {
        try {
            HttpResponse<String> page = send(HttpRequest.newBuilder(authorization));
            for (Matcher form = ACTION.matcher(page.body()); form.find(); form = ACTION.matcher(page.body())) {
                read(page.body());
                URI target = page.uri().resolve(form.group(1));
                page = send(HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", target.getScheme() + "://" + target.getAuthority())
                        .POST(BodyPublishers.ofString(fields(page.body()))));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The page that asks for consent says what for; a URL may not, as requests are pushed. */
    private void read(String page) {
        if (page.contains("type=\"password\"")) return;
        scopesAsked.add(SCOPE.matcher(page)
                .results()
                .map(MatchResult::group)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" ")));
    }

    private static String fields(String page) {
        Map<String, String> form = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page);
        while (hidden.find()) form.put(hidden.group(1), hidden.group(2));
        if (page.contains("type=\"password\"")) {
            form.putAll(Map.of("username", "alice", "password", "secret", "action", "login"));
        } else {
            form.put("action", "approve");
        }
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.header("Sec-Fetch-Site", "none").build(), BodyHandlers.ofString());
    }
}
