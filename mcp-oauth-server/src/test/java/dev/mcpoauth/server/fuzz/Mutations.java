package dev.mcpoauth.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Changes to a request, each of which a careless or a hostile client has made somewhere. */
final class Mutations {
    private final SplittableRandom random;
    private final Loot loot;
    private final List<Consumer<Draft>> changes = List.of(
            this::drop,
            this::repeat,
            this::replace,
            this::replace,
            this::splice,
            this::steal,
            this::steal,
            this::rename,
            this::add,
            this::move,
            this::asJson,
            this::type,
            this::method,
            this::path,
            this::header,
            this::header,
            this::anotherCase,
            this::truncateValue,
            this::percent,
            this::segment,
            this::json,
            this::json);

    Mutations(SplittableRandom random, Loot loot) {
        this.random = random;
        this.loot = loot;
    }

    void change(Draft draft) {
        one(changes).accept(draft);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String part(String text, int from, int to) {
        return text.substring(Math.min(from, text.length()), Math.min(to, text.length()));
    }

    private void atField(Draft draft, java.util.function.UnaryOperator<Field> change) {
        List<Field> fields = draft.parameters();
        if (!fields.isEmpty()) {
            int at = random.nextInt(fields.size());
            fields.set(at, change.apply(fields.get(at)));
        }
    }

    private void drop(Draft draft) {
        List<Field> fields = draft.parameters();
        if (!fields.isEmpty()) {
            fields.remove(random.nextInt(fields.size()));
        }
    }

    private void repeat(Draft draft) {
        List<Field> fields = draft.parameters();
        if (!fields.isEmpty()) {
            Field twice = one(fields);
            fields.add(random.nextBoolean() ? twice : twice.with(one(Dictionary.VALUES)));
        }
    }

    private void replace(Draft draft) {
        atField(draft, field -> field.with(one(Dictionary.VALUES)));
    }

    private void splice(Draft draft) {
        atField(draft, field -> {
            int at = random.nextInt(field.value().length() + 1);
            return field.with(field.value().substring(0, at)
                    + one(Dictionary.VALUES)
                    + field.value().substring(at));
        });
    }

    /** Something that was handed to another client, or for another purpose. */
    private void steal(Draft draft) {
        atField(
                draft,
                field -> field.with(
                        random.nextBoolean() ? loot.any().value() : loot.any().client()));
    }

    private void rename(Draft draft) {
        atField(draft, field -> {
            String name =
                    random.nextBoolean() ? one(Dictionary.NAMES) : field.name().toUpperCase(Locale.ROOT);
            return new Field(name, field.value(), field.encoded());
        });
    }

    private void add(Draft draft) {
        draft.parameters().add(new Field(one(Dictionary.NAMES), one(Dictionary.VALUES)));
    }

    private void move(Draft draft) {
        List<Field> from = draft.form.isEmpty() ? draft.query : draft.form;
        List<Field> to = draft.form.isEmpty() ? draft.form : draft.query;
        if (random.nextBoolean() && !from.isEmpty()) {
            to.add(from.remove(random.nextInt(from.size())));
        } else {
            to.addAll(from);
            from.clear();
        }
    }

    private void asJson(Draft draft) {
        var json = dev.mcpoauth.core.json.JsonObject.builder();
        draft.form.forEach(field -> json.put(field.name(), field.value()));
        draft.text = json.build().toJson();
        draft.form.clear();
        draft.header("Content-Type", Draft.JSON);
    }

    private void type(Draft draft) {
        draft.header("Content-Type", one(Dictionary.TYPES));
    }

    private void method(Draft draft) {
        draft.method = one(Dictionary.METHODS);
    }

    private void path(Draft draft) {
        draft.path = switch (random.nextInt(6)) {
            case 0 -> draft.path + "/";
            case 1 -> draft.path + ";x=y";
            case 2 -> draft.path.toUpperCase(Locale.ROOT);
            case 3 -> "/" + draft.path;
            case 4 -> draft.path + "%2f..";
            default -> one(Dictionary.PATHS);
        };
    }

    private void header(Draft draft) {
        switch (random.nextInt(4)) {
            case 0 -> draft.headers.add(one(Dictionary.HEADERS));
            case 1 -> draft.header("Authorization", "Bearer " + loot.any().value());
            case 2 -> draft.header("Cookie", "oauth-browser-x=" + loot.any().value());
            default -> {
                Field extra = one(Dictionary.HEADERS);
                draft.header(extra.name(), extra.value());
            }
        }
    }

    private void anotherCase(Draft draft) {
        atField(
                draft,
                field -> field.with(
                        random.nextBoolean()
                                ? field.value().toUpperCase(Locale.ROOT)
                                : field.value().toLowerCase(Locale.ROOT)));
    }

    private void truncateValue(Draft draft) {
        atField(
                draft,
                field -> field.with(
                        part(field.value(), 0, random.nextInt(field.value().length() + 1))));
    }

    private void percent(Draft draft) {
        atField(
                draft,
                field -> new Field(
                        field.name(),
                        one(List.of(
                                "%",
                                "%z", "%00", "%c3%28", "%ff", "%f0%9f", "%ed%a0%80", "a=b=c", "\u00e9", "%2525", "+")),
                        true));
    }

    /** Another header, body or signature in something that looks like a JWT. */
    private void segment(Draft draft) {
        String changed = one(List.of(
                "{\"alg\":\"none\"}",
                "{\"alg\":\"HS256\",\"kid\":\"k\"}",
                "{\"alg\":\"ES256\",\"kid\":\"../../k\"}",
                "{\"alg\":\"ES256\",\"jku\":\"https://evil.example/\"}",
                "{\"alg\":\"ES256\",\"x5u\":\"https://evil.example/\",\"kid\":7}",
                "{\"alg\":[\"ES256\"]}",
                "{\"alg\":\"ES256\",\"alg\":\"none\"}",
                "{\"iss\":\"keyed\",\"sub\":\"keyed\",\"aud\":[],\"exp\":1e400}",
                "{\"iss\":7,\"exp\":\"soon\",\"iat\":-1}",
                "[]",
                "\u0000",
                ""));
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8));
        atField(draft, field -> {
            String[] parts = field.value().split("\\.", -1);
            parts[random.nextInt(parts.length)] = encoded;
            return field.with(String.join(".", parts));
        });
    }

    private void json(Draft draft) {
        if (draft.text.length() < 2) {
            return;
        }
        String member = "\"" + one(Dictionary.MEMBERS) + "\":" + one(Dictionary.JSON);
        int at = random.nextInt(draft.text.length());
        draft.text = switch (random.nextInt(6)) {
            case 0 -> "{" + member + "," + draft.text.substring(1);
            case 1 -> "{" + member + "}";
            case 2 -> draft.text.substring(0, at) + one(Dictionary.JSON) + draft.text.substring(at);
            case 3 -> draft.text.substring(0, at);
            case 4 -> one(Dictionary.JSON);
            default ->
                dev.mcpoauth.core.json.JsonObject.builder()
                        .put(one(Dictionary.MEMBERS), one(Dictionary.VALUES))
                        .put("redirect_uris", List.of(one(Dictionary.VALUES), one(Dictionary.VALUES)))
                        .build()
                        .toJson();
        };
    }

    /** Changes to bytes that no longer care what they mean; rarely to more than any limit. */
    Sent spoil(Sent sent) {
        byte[] body = sent.body().clone();
        switch (random.nextInt(5)) {
            case 0 -> {
                for (int i = 0; i < 3 && body.length > 0; i++) {
                    body[random.nextInt(body.length)] = (byte) random.nextInt(256);
                }
            }
            case 1 -> body = java.util.Arrays.copyOf(body, random.nextInt(body.length + 1));
            case 2 -> {
                body = new byte[random.nextInt(200)];
                random.nextBytes(body);
            }
            case 3 -> {
                return sent.withQuery(sent.query() + "&" + noise(random.nextInt(40)));
            }
            default -> {
                int much = random.nextInt(20) == 0 ? 70_000 : 9_000;
                return random.nextBoolean()
                        ? sent.withQuery(sent.query() + "&x=" + "y".repeat(much))
                        : sent.withBody((new String(body, StandardCharsets.UTF_8) + "&x=" + "y".repeat(much))
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        return sent.withBody(body);
    }

    private String noise(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (0x21 + random.nextInt(0x5e)));
        }
        return text.toString();
    }
}
