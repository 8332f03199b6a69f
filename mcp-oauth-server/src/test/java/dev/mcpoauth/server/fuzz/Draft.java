package dev.mcpoauth.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request before it is encoded, so that it can be changed where it means something. */
final class Draft {
    static final String FORM = "application/x-www-form-urlencoded";
    static final String JSON = "application/json";

    String method;
    String path;
    final List<Field> query = new ArrayList<>();
    final List<Field> headers = new ArrayList<>();
    final List<Field> form = new ArrayList<>();
    /** What stands in place of the form. */
    String text = "";

    private Draft(String method, String path) {
        this.method = method;
        this.path = path;
    }

    static Draft get(String path) {
        return new Draft("GET", path);
    }

    static Draft form(String path) {
        return new Draft("POST", path).header("Content-Type", FORM);
    }

    static Draft json(String method, String path, String text) {
        Draft draft = new Draft(method, path).header("Content-Type", JSON);
        draft.text = text;
        return draft;
    }

    Draft query(String name, String value) {
        query.add(new Field(name, value));
        return this;
    }

    Draft field(String name, String value) {
        form.add(new Field(name, value));
        return this;
    }

    Draft header(String name, String value) {
        headers.removeIf(field -> field.name().equalsIgnoreCase(name));
        headers.add(new Field(name, value));
        return this;
    }

    /** What of this request is a parameter, in the place where it is. */
    List<Field> parameters() {
        return form.isEmpty() ? query : form;
    }

    Sent encode() {
        String body = form.isEmpty() ? text : Field.encode(form);
        return new Sent(method, path, Field.encode(query), List.copyOf(headers), body.getBytes(StandardCharsets.UTF_8));
    }
}
