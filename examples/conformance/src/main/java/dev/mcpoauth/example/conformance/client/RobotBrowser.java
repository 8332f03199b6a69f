package dev.mcpoauth.example.conformance.client;

import dev.mcpoauth.client.login.Browser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Stands in for a browser whose user approves at once: opens the URL and follows the redirects to where they end. */
final class RobotBrowser implements Browser {
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();

    @Override
    public boolean open(URI url) {
        var unused = http.sendAsync(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding());
        return true;
    }
}
