package dev.mcpoauth.client.login;

/** What the browser shows after the redirect. Static: nothing that a peer sent is on it, and nothing in it runs. */
enum CallbackPage {
    APPROVED(200, "Signed in", "You can close this window and return to the application."),
    DECLINED(200, "Not signed in", "The sign-in was not completed. The application shows the reason."),
    ALREADY_USED(400, "Already used", "This sign-in has ended. You can close this window."),
    NOT_OURS(
            400,
            "Not part of a sign-in",
            "This address only receives the end of a sign-in that the application began."),
    NOT_FOUND(404, "Not found", "There is nothing here."),
    NOT_ALLOWED(405, "Not allowed", "Only GET is answered here.");

    private final int status;
    private final String title;
    private final String text;

    CallbackPage(int status, String title, String text) {
        this.status = status;
        this.title = title;
        this.text = text;
    }

    static CallbackPage of(Callback callback) {
        if (callback instanceof Callback.Approved) {
            return APPROVED;
        }
        if (callback instanceof Callback.Declined) {
            return DECLINED;
        }
        return callback instanceof Callback.AlreadyUsed ? ALREADY_USED : NOT_OURS;
    }

    int status() {
        return status;
    }

    String html() {
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%1$s</title></head>
                <body><main><h1>%1$s</h1><p>%2$s</p></main></body>
                </html>
                """.formatted(title, text);
    }
}
