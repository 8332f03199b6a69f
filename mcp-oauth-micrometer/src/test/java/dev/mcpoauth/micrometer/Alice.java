package dev.mcpoauth.micrometer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.client.login.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody at a browser without script, who signs in and consents. */
final class Alice implements Browser {
    static final String PASSWORD = "wonderland";

    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final Pattern ACTION = Pattern.compile("<form method=\"post\" action=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(Redirect.ALWAYS)
            .build();

    @Override
    public boolean open(URI authorization) {
        return !CompletableFuture.runAsync(() -> approve(authorization)).isCompletedExceptionally();
    }

    private void approve(URI authorization) {
        try {
            HttpResponse<String> page = send(HttpRequest.newBuilder(authorization));
            for (Matcher form = ACTION.matcher(page.body()); form.find(); form = ACTION.matcher(page.body())) {
                URI target = page.uri().resolve(form.group(1));
                page = send(HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", target.getScheme() + "://" + target.getAuthority())
                        .POST(BodyPublishers.ofString(fields(page.body()))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String fields(String page) {
        String hidden = HIDDEN.matcher(page)
                .results()
                .map(field -> field.group(1) + "=" + URLEncoder.encode(field.group(2), UTF_8))
                .collect(Collectors.joining("&"));
        return hidden
                + (page.contains("type=\"password\"")
                        ? "&username=alice&password=" + PASSWORD + "&action=login"
                        : "&action=approve");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.header("Sec-Fetch-Site", "none").build(), BodyHandlers.ofString());
    }
}
