package dev.mcpoauth.server.fuzz;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.fuzz.Loot.Item;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Requests that are right, or would be if what they use were still good: to every endpoint, in the order of a dice. */
final class Traffic {
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final List<String> DOCUMENTS = List.of(
            "/.well-known/oauth-authorization-server",
            "/.well-known/openid-configuration",
            "/.well-known/oauth-protected-resource",
            "/.well-known/oauth-protected-resource/mcp",
            "/.well-known/oauth-authorization-server/mcp",
            "/jwks");

    private final SplittableRandom random;
    private final Loot loot;
    private final Harvest harvest;
    private final Target target;
    private final List<Supplier<Draft>> kinds = List.of(
            this::document,
            this::begin,
            this::begin,
            this::page,
            this::signIn,
            this::signIn,
            this::answer,
            this::answer,
            this::redeem,
            this::redeem,
            this::refresh,
            this::refresh,
            this::machine,
            this::askForDevice,
            this::devicePage,
            this::enterCode,
            this::poll,
            this::push,
            this::register,
            this::manage,
            this::revoke,
            this::introspect,
            this::call);
    private final List<List<Supplier<Draft>>> plans = List.of(
            List.of(this::begin, this::page, this::signIn, this::page, this::approve, this::redeem, this::call),
            List.of(this::push, this::pushed, this::page, this::signIn, this::page, this::approve, this::redeem),
            List.of(
                    this::begin,
                    this::page,
                    this::approve,
                    this::redeem,
                    this::refresh,
                    this::introspect,
                    this::revoke),
            List.of(
                    this::askForDevice,
                    this::devicePage,
                    this::enterCode,
                    this::page,
                    this::signIn,
                    this::page,
                    this::approve,
                    this::poll,
                    this::refresh),
            List.of(this::register, this::manage, this::begin, this::page, this::signIn, this::page, this::approve));
    private final Queue<Supplier<Draft>> plan = new ArrayDeque<>();
    /** Whether the last request is one of somebody who wants to come to an end. */
    boolean pursued;
    /** The client of the request made last. */
    String client = "app";

    Traffic(SplittableRandom random, Loot loot, Harvest harvest, Target target) {
        this.random = random;
        this.loot = loot;
        this.harvest = harvest;
        this.target = target;
    }

    /** Any request, or the next one of a person and a client who want to come to an end. */
    Draft next() {
        pursued = !plan.isEmpty() && random.nextInt(3) > 0;
        if (pursued) {
            return plan.remove().get();
        }
        if (plan.isEmpty()) {
            plan.addAll(one(plans));
        }
        return one(kinds).get();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean sometimes(int in) {
        return random.nextInt(in) == 0;
    }

    private Draft document() {
        return Draft.get(one(DOCUMENTS));
    }

    private Item client() {
        Item chosen = sometimes(3) ? loot.pick("client_id") : one(sometimes(5) ? Target.CLIENTS : Target.CHEAP);
        client = chosen.client();
        return chosen;
    }

    private Draft browser(Draft draft) {
        if (sometimes(200)) {
            harvest.forgetCookies();
        }
        String cookies = harvest.cookies();
        return cookies.isEmpty() ? draft : draft.header("Cookie", cookies);
    }

    private Draft request(Draft draft) {
        Item chosen = client();
        List<Field> into = draft.method.equals("GET") ? draft.query : draft.form;
        into.add(new Field("response_type", "code"));
        into.add(new Field("client_id", chosen.client()));
        if (!chosen.place().isEmpty()) {
            into.add(new Field("redirect_uri", chosen.place()));
        }
        into.add(new Field("state", "s" + random.nextInt(1000)));
        into.add(new Field("code_challenge", Target.CHALLENGE));
        into.add(new Field("code_challenge_method", "S256"));
        into.add(new Field("resource", sometimes(20) ? Target.SIGNED : Target.RESOURCE));
        into.add(new Field("scope", "db:read"));
        return draft;
    }

    private Draft pushed() {
        Item pushed = loot.pick("request_uri");
        client = pushed.client();
        return browser(Draft.get("/authorize")).query("client_id", client).query("request_uri", pushed.value());
    }

    private Draft begin() {
        return browser(request(sometimes(4) ? Draft.form("/authorize") : Draft.get("/authorize")));
    }

    private Draft page() {
        Item pending = loot.pick("txn");
        client = pending.client();
        return browser(Draft.get("/authorize/interaction")).query("txn", pending.value());
    }

    private Draft step(String action) {
        Item pending = loot.pick("txn");
        client = pending.client();
        return browser(Draft.form("/authorize/interaction"))
                .field("txn", pending.value())
                .field("nonce", loot.pick("nonce").value())
                .field("action", action);
    }

    private Draft signIn() {
        return step("login").field("username", "alice").field("password", sometimes(10) ? "wrong" : "wonderland");
    }

    private Draft approve() {
        return step("approve");
    }

    private Draft answer() {
        return step(one(List.of("approve", "approve", "approve", "approve", "deny", "switch")));
    }

    private Draft authenticated(Draft draft, String clientId) {
        client = clientId;
        if (clientId.equals("keyed")) {
            return draft.field("client_id", clientId)
                    .field("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                    .field(
                            "client_assertion",
                            sometimes(4)
                                    ? target.assertion()
                                    : loot.pick("assertion").value());
        }
        String secret = target.secret(clientId);
        if (secret.isEmpty() || sometimes(2)) {
            draft.field("client_id", clientId);
            return secret.isEmpty() ? draft : draft.field("client_secret", secret);
        }
        String pair = clientId + ":" + secret;
        return draft.header(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private Draft redeem() {
        Item code = loot.pick("code");
        Draft draft = authenticated(Draft.form("/token"), code.client())
                .field("grant_type", "authorization_code")
                .field("code", code.value())
                .field("code_verifier", Target.VERIFIER);
        String place = target.place(code.client());
        return place.isEmpty() ? draft : draft.field("redirect_uri", place);
    }

    private Draft refresh() {
        Item token = loot.pick("refresh_token");
        return authenticated(Draft.form("/token"), token.client())
                .field("grant_type", "refresh_token")
                .field("refresh_token", token.value());
    }

    private Draft machine() {
        Draft draft = authenticated(Draft.form("/token"), "machine").field("grant_type", "client_credentials");
        return sometimes(20) ? draft.field("resource", Target.SIGNED) : draft.field("resource", Target.RESOURCE);
    }

    private Draft askForDevice() {
        return authenticated(Draft.form("/device_authorization"), "tv").field("scope", "db:read");
    }

    private Draft devicePage() {
        Draft draft = browser(Draft.get("/device"));
        return sometimes(2) ? draft.query("user_code", loot.pick("user_code").value()) : draft;
    }

    private Draft enterCode() {
        client = "tv";
        return browser(Draft.form("/device"))
                .field("nonce", loot.pick("nonce").value())
                .field("user_code", loot.pick("user_code").value());
    }

    private Draft poll() {
        return authenticated(Draft.form("/token"), "tv")
                .field("grant_type", DEVICE_GRANT)
                .field("device_code", loot.pick("device_code").value());
    }

    private Draft push() {
        Draft draft = request(Draft.form("/par"));
        draft.form.removeIf(field -> field.name().equals("client_id"));
        return authenticated(draft, client);
    }

    private JsonObject metadata() {
        String method = one(List.of("none", "client_secret_basic", "client_secret_post"));
        return JsonObject.builder()
                .put("client_name", "Fuzz " + random.nextInt(500))
                .put(
                        "redirect_uris",
                        List.of("https://c" + random.nextInt(500) + ".example/cb", "http://127.0.0.1/cb", "app.x:/cb"))
                .put("grant_types", List.of("authorization_code", "refresh_token"))
                .put("response_types", List.of("code"))
                .put("token_endpoint_auth_method", method)
                .put("client_uri", "https://c.example/")
                .put("contacts", List.of("a@c.example"))
                .build();
    }

    private Draft register() {
        return Draft.json("POST", "/register", metadata().toJson());
    }

    private Draft manage() {
        Item token = loot.pick("registration_access_token");
        client = token.client();
        Draft draft = switch (random.nextInt(6)) {
            case 0, 1 ->
                Draft.json(
                        "PUT",
                        "/register/client",
                        metadata().toBuilder().put("client_id", client).build().toJson());
            case 2 -> Draft.json("DELETE", "/register/client", "");
            default -> Draft.json("GET", "/register/client", "");
        };
        return draft.query("client_id", client).header("Authorization", "Bearer " + token.value());
    }

    private Draft revoke() {
        Item token = sometimes(2) ? loot.pick("refresh_token") : loot.pick("access_token");
        return authenticated(Draft.form("/revoke"), token.client()).field("token", token.value());
    }

    private Draft introspect() {
        Item token = sometimes(4) ? loot.pick("refresh_token") : loot.pick("access_token");
        return authenticated(Draft.form("/introspect"), "reader").field("token", token.value());
    }

    private Draft call() {
        return Draft.json("POST", "/mcp", "{}")
                .header("Authorization", "Bearer " + loot.pick("access_token").value());
    }
}
