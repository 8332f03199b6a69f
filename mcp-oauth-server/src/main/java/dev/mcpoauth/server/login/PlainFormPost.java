package dev.mcpoauth.server.login;

import static dev.mcpoauth.server.login.Html.escape;

import java.util.stream.Collectors;

/** The page of a response by form, in the style of {@link PlainPages}. */
final class PlainFormPost {
    private static final String BODY = """
            <h1>%s</h1>
            %s<form method="post" action="%s">
            %s<button class="main" autofocus>Continue to %s</button>
            </form>
            """;

    private PlainFormPost() {}

    static Page page(FormPostView view) {
        String title = view.problem().isEmpty() ? "You are almost done" : "Return to the application";
        String fields = view.fields().entrySet().stream()
                .map(field -> "<input type=\"hidden\" name=\"" + escape(field.getKey()) + "\" value=\""
                        + escape(field.getValue()) + "\">\n")
                .collect(Collectors.joining());
        return PlainPages.page(
                title,
                BODY.formatted(
                        title, PlainPages.alert(view.problem()), escape(view.action()), fields, escape(view.host())));
    }
}
