package dev.mcpoauth.example.boot;

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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A customer at a browser without script: signs in, and consents to everything. */
record Customer(String name, String password, HttpClient http) implements Browser {
    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final Pattern ACTION = Pattern.compile("<form method=\"post\" action=\"([^\"]+)\"");

    Customer(String name, String password) {
        this(
                name,
                password,
                HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(Redirect.ALWAYS)
                        .build());
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
                URI target = page.uri().resolve(form.group(1));
                page = send(HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(fields(page.body()))));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String fields(String page) {
        Map<String, String> form = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page);
        while (hidden.find()) {
            form.put(hidden.group(1), hidden.group(2));
        }
        if (page.contains("type=\"password\"")) {
            form.putAll(Map.of("username", name, "password", password, "action", "login"));
        } else {
            form.put("action", "approve");
        }
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
