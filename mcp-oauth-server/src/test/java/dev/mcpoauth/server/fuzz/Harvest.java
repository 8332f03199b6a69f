package dev.mcpoauth.server.fuzz;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.fuzz.Loot.Item;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes from answers what later requests need: a browser's cookies and forms, a client's codes, tokens and secrets. */
final class Harvest {
    private static final Pattern HIDDEN = Pattern.compile("name=\"(txn|nonce)\" value=\"([^\"]+)\"");
    private static final Pattern IN_LOCATION = Pattern.compile("[?&](txn|code)=([A-Za-z0-9_-]+)");
    private static final List<String> MEMBERS = List.of(
            "access_token", "refresh_token", "device_code", "user_code", "request_uri", "registration_access_token");
    private static final int MOST_REDIRECTS = 4000;

    private final Loot loot;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    /** Where clients were ever registered to be sent, oldest first. */
    final Set<String> redirects = new LinkedHashSet<>();

    Harvest(Loot loot) {
        this.loot = loot;
    }

    String cookies() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    void forgetCookies() {
        cookies.clear();
    }

    /** @param client who asked, as far as anybody knows */
    void take(Answer answer, String client) {
        answer.headers().stream()
                .filter(field -> field.name().equalsIgnoreCase("Set-Cookie"))
                .map(field -> field.value().split(";", 2)[0].split("=", 2))
                .forEach(pair -> cookies.put(pair[0], pair[1]));
        answer.header("Location").ifPresent(location -> named(IN_LOCATION.matcher(location), client));
        if (answer.isPage()) {
            named(HIDDEN.matcher(answer.text()), client);
        } else if (answer.isJson() && answer.status() < 300 && answer.body().length > 0) {
            members(JsonObject.parse(answer.body()), client);
        }
    }

    private void named(Matcher found, String client) {
        while (found.find()) {
            loot.add(found.group(1), new Item(found.group(2), client));
        }
    }

    private void members(JsonObject json, String client) {
        String owner = json.string("client_id").orElse(client);
        for (String name : MEMBERS) {
            json.string(name).ifPresent(value -> loot.add(name, new Item(value, owner)));
        }
        List<String> uris = json.strings("redirect_uris").orElse(List.of());
        List<String> places = uris.stream().map(Verdict::place).toList();
        places.forEach(redirects::remove);
        redirects.addAll(places);
        while (redirects.size() > MOST_REDIRECTS) {
            redirects.remove(redirects.iterator().next());
        }
        if (json.has("token_endpoint_auth_method")) {
            String place = uris.isEmpty() ? "" : uris.get(0);
            loot.add(
                    "client_id",
                    new Item(owner, owner, json.string("client_secret").orElse(""), place));
        }
    }
}
