package dev.mcpoauth.client.testing;

import dev.mcpoauth.client.login.Browser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens the URL and follows where it leads, as a user who approves at once. Keeps what it was shown last. */
public final class ClickingBrowser implements Browser {
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();
    private final List<URI> opened = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<HttpResponse<String>>> pages = new CopyOnWriteArrayList<>();

    @Override
    public boolean open(URI url) {
        opened.add(url);
        pages.add(http.sendAsync(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()));
        return true;
    }

    public List<URI> opened() {
        return opened;
    }

    public HttpResponse<String> lastPage() {
        return pages.get(pages.size() - 1).join();
    }
}
