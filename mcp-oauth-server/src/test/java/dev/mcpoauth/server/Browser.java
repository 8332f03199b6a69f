package dev.mcpoauth.server;

import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser as far as the pages need one: cookies, redirects to the server itself, hidden fields. */
final class Browser {
    private static final Pattern HIDDEN = Pattern.compile("name=\"(txn|nonce)\" value=\"([^\"]+)\"");

    private final TestServer server;
    final Map<String, String> cookies = new LinkedHashMap<>();

    Browser(TestServer server) {
        this.server = server;
    }

    /** Opens a URL and follows redirects within the server. */
    WebResponse open(String url) {
        String path = url.replace(issuer(), "");
        int query = path.indexOf('?');
        WebResponse response = send(WebRequest.of(
                "GET",
                query < 0 ? path : path.substring(0, query),
                query < 0 ? "" : path.substring(query + 1),
                headers(Map.of())));
        return follow(response);
    }

    private String issuer() {
        return server.server.settings().issuer().value();
    }

    private WebResponse follow(WebResponse response) {
        String location = response.header("Location").orElse("");
        return location.startsWith(issuer() + "/") ? open(location) : response;
    }

    /** Submits the form of a page of the sign-in. */
    WebResponse submit(WebResponse page, String... fields) {
        return submitTo("/authorize/interaction", page, fields);
    }

    /** Submits the form of a page. */
    WebResponse submitTo(String path, WebResponse page, String... fields) {
        Map<String, String> first = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page.text());
        while (hidden.find()) {
            first.putIfAbsent(hidden.group(1), hidden.group(2));
        }
        List<String> form = new ArrayList<>();
        first.forEach((name, value) -> form.addAll(List.of(name, value)));
        form.addAll(List.of(fields));
        return follow(send(WebRequest.of("POST", path, "", headers(Map.of("Content-Type", List.of(TestServer.FORM))))
                .withBody(TestServer.encode(form.toArray(String[]::new)).getBytes(StandardCharsets.UTF_8))));
    }

    WebResponse signIn(WebResponse loginPage) {
        return submit(loginPage, "username", "alice", "password", "wonderland", "action", "login");
    }

    /** From the authorization request to the redirect to the client. */
    WebResponse signInAndApprove(String url) {
        return submit(signIn(open(url)), "action", "approve");
    }

    private WebResponse send(WebRequest request) {
        WebResponse response = server.server.handle(request);
        response.headers().stream()
                .filter(header -> header.name().equals("Set-Cookie"))
                .map(header -> header.value().split(";", 2)[0].split("=", 2))
                .forEach(pair -> cookies.put(pair[0], pair[1]));
        return response;
    }

    private Map<String, List<String>> headers(Map<String, List<String>> more) {
        Map<String, List<String>> headers = new LinkedHashMap<>(more);
        if (!cookies.isEmpty()) {
            headers.put(
                    "Cookie",
                    List.of(cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; "))));
        }
        return headers;
    }
}
