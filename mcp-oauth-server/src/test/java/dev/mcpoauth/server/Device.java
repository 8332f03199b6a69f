package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.json;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import java.util.ArrayList;
import java.util.List;

/** A device without browser (RFC 8628), and the person who sits in front of it. */
final class Device {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final TestServer as;
    final JsonObject codes;

    private Device(TestServer as, JsonObject codes) {
        this.as = as;
        this.codes = codes;
    }

    /** A server that lets the client {@code tv} connect devices. */
    static SettingsBuilder allowed(SettingsBuilder settings) {
        return settings.deviceAuthorization(true)
                .client(client("tv", GRANT, "refresh_token"))
                .client(client("radio", GRANT));
    }

    private static ClientSettings client(String id, String... grants) {
        return ClientSettings.parse(JsonObject.builder()
                .put("client_id", id)
                .put("client_name", "Device " + id)
                .put("grant_types", List.of(grants))
                .build());
    }

    static WebResponse ask(TestServer as, String... more) {
        List<String> form = new ArrayList<>(List.of(more));
        if (!form.contains("client_id")) {
            form.addAll(List.of("client_id", "tv"));
        }
        return as.form("/device_authorization", form.toArray(String[]::new));
    }

    static Device begin(TestServer as, String... more) {
        return new Device(as, json(ask(as, more)));
    }

    String userCode() {
        return codes.string("user_code").orElseThrow();
    }

    String deviceCode() {
        return codes.string("device_code").orElseThrow();
    }

    WebResponse poll() {
        return pollAs("tv");
    }

    WebResponse pollAs(String client) {
        return as.form("/token", "grant_type", GRANT, "client_id", client, "device_code", deviceCode());
    }

    /** Where the person is after typing the code. */
    WebResponse enter(Browser browser) {
        return enter(browser, userCode());
    }

    static WebResponse enter(Browser browser, String typed) {
        return browser.submitTo("/device", browser.open("/device"), "user_code", typed);
    }

    WebResponse answer(Browser browser, String action) {
        return browser.submit(browser.signIn(enter(browser)), "action", action);
    }
}
