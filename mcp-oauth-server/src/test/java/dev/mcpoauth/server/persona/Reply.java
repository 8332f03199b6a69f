package dev.mcpoauth.server.persona;

import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/**
 * What came back.
 *
 * @param reasons what the server decided, by reason id
 */
record Reply(int status, HttpHeaders headers, String body, List<String> reasons) {

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** A member of the JSON body, by names joined with dots; elements of arrays by number. */
    Optional<String> member(String path) {
        Object at = JsonObject.parse(body);
        for (String name : path.split("\\.")) {
            Optional<Object> next = at instanceof JsonObject object
                    ? object.value(name)
                    : at instanceof List<?> list && Integer.parseInt(name) < list.size()
                            ? Optional.of((Object) list.get(Integer.parseInt(name)))
                            : Optional.empty();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.of(at instanceof JsonObject object ? object.toJson() : String.valueOf(at));
    }

    boolean isNumber(String name) {
        return JsonObject.parse(body).integer(name).isPresent();
    }

    /** Where the redirect leads, without its query. */
    String destination() {
        return header("Location").orElse("nowhere").split("\\?", 2)[0];
    }

    /** The parameters of the redirect. */
    Parameters parameters() {
        return Parameters.parse(
                Optional.ofNullable(URI.create(header("Location").orElse("")).getRawQuery())
                        .orElse(""));
    }
}
