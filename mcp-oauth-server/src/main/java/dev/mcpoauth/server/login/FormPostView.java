package dev.mcpoauth.server.login;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The page whose form takes a response to the client (OAuth 2.0 Form Post Response Mode): one button, no script. Its form
 * posts to the action, with each field as a hidden one.
 *
 * @param action the client's redirect URI
 * @param host what to call it
 * @param fields the response, by name
 * @param problem why the answer is a refusal, or empty if it is none
 */
public record FormPostView(String action, String host, Map<String, String> fields, String problem) {
    public FormPostView {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Not the fields, one of which is the code. */
    @Override
    public String toString() {
        return "FormPostView[" + host + "]";
    }
}
